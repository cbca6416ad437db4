import type { EffectiveSecurity } from '../openapi/model.ts';

/**
 * The alternatives by which an operation can be called: the schemes that are needed together, each with its scopes, such as
 * `oauth: accounts:read accounts:write + mutualTls`; `anyone` for an anonymous one.
 */
export function callersOf({ declaration, undefinedSchemes }: EffectiveSecurity): readonly string[] {
  const requirements = declaration?.requirements ?? [];
  if (requirements.length === 0) return ['anyone'];
  const alternatives = requirements.map(({ schemes }) =>
    schemes.length === 0
      ? 'anyone'
      : schemes
          .map(({ name, scopes }) => {
            const known = undefinedSchemes.includes(name) ? `${name} (undefined)` : name;
            return scopes.length === 0 ? known : `${known}: ${scopes.join(' ')}`;
          })
          .join(' + '),
  );
  return [...new Set(alternatives)];
}
