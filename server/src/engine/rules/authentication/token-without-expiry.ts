import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isReturned } from '../../openapi/schemaUsage.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'token-without-expiry',
    title: 'A response hands out a token and does not say how long it is valid',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [613],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      missing: 'Responses hand out "{name}" and do not say how long it is valid. Add "expires_in".',
    },
  },

  visit: {
    *Schema(schema) {
      for (const part of schema.parts) {
        if (!isAccessToken(part) || !isReturned(schema, part) || tellsExpiry(part)) continue;
        yield {
          at: { keyOf: part.node },
          message: 'missing',
          data: { name: part.property ?? '' },
          fixes: () => {
            const holder = part.parent?.node;
            if (holder === undefined) return [];
            const value = { type: 'integer', minimum: 1, description: 'Seconds until the token expires.' };
            return [
              {
                title: 'Add "expires_in"',
                safety: 'unsafe',
                patches: [
                  { op: 'set', at: holder, path: ['properties', 'expires_in'], value, after: [part.property ?? ''] },
                ],
              },
            ];
          },
        };
        return;
      }
    },
  },
});

const names: ReadonlySet<string> = new Set([
  'access token',
  'accesstoken',
  'jwt',
  'id token',
  'bearer token',
  'auth token',
]);

function isAccessToken({ property, types }: SchemaPart): boolean {
  // Before the words are taken apart: most properties are something else.
  if (property === undefined || !/token|jwt/i.test(property)) return false;
  return types.includes('string') && names.has(tokenize(property).join(' '));
}

/** Beside the token, or in its own description. */
function tellsExpiry({ node, parent }: SchemaPart): boolean {
  if (/expir|valid (for|until)/i.test(node.get('description')?.string ?? '')) return true;
  const siblings = parent?.node.get('properties')?.entries() ?? [];
  return siblings.some(({ key }) =>
    /\b(exp|expir\w*|ttl|lifetime|valid|validity|max age)\b/.test(tokenize(key).join(' ')),
  );
}
