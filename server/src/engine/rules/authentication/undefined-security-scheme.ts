import { isMisspelling } from '../../fixes/misspelling.ts';
import { defineNamedSchemeFixes } from '../../fixes/securityFixes.ts';
import type { OpenApiDescription, Operation, RequiredScheme } from '../../openapi/model.ts';
import { groupReports } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { Candidates } from '../../syntax/text/closest.ts';
import type { Fix, FixSafety, Patch } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'undefined-security-scheme',
    title: 'Required security scheme is not defined',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059, 306],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.1'],
    since: '0.1.0',
    absence: true,
    messages: {
      undefined: '"{name}" is required by {operations:operation} but is not a defined security scheme. Define it.',
      misspelt: '"{name}" is not a defined security scheme. Use "{meant}", or define it.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const listsByName = operationsWithout(description);
      const defined = new Candidates(description.securitySchemes.keys());
      for (const [name, uses] of undefinedNames(description)) {
        yield* groupReports(
          uses,
          ({ node }) => ({ keyOf: node }),
          function* (left) {
            const [first, ...others] = left;
            if (first === undefined) return;
            const meant = defined.closest(name);
            const affected = listsByName.get(name) ?? [];
            const operations = affected.reduce((sum, list) => sum + list.length, 0);
            const base = {
              at: { keyOf: first.node },
              operations,
              related: others
                .slice(0, 10)
                .map((use) => ({ at: { keyOf: use.node }, message: `"${name}" is required here too.` })),
              fixes: () => fixes(description, name, meant, left, affected),
            };
            if (meant === undefined) {
              yield { ...base, message: 'undefined', data: { name, operations } };
            } else {
              yield { ...base, message: 'misspelt', data: { name, meant } };
            }
          },
        );
      }
    },
  },
});

/** The operations that require each undefined name. Operations that inherit one declaration share a list. */
function operationsWithout({ operations }: OpenApiDescription): ReadonlyMap<string, readonly (readonly Operation[])[]> {
  const lists = new Map<readonly string[], Operation[]>();
  for (const operation of operations) {
    const { undefinedSchemes } = operation.security;
    const known = lists.get(undefinedSchemes);
    if (known === undefined) lists.set(undefinedSchemes, [operation]);
    else known.push(operation);
  }
  const byName = new Map<string, Operation[][]>();
  for (const [names, list] of lists) {
    for (const name of names) {
      const known = byName.get(name);
      if (known === undefined) byName.set(name, [list]);
      else known.push(list);
    }
  }
  return byName;
}

/** Every place that requires each undefined name: one missing definition is one root cause. */
function undefinedNames(description: OpenApiDescription): ReadonlyMap<string, readonly RequiredScheme[]> {
  const names = new Map<string, RequiredScheme[]>();
  const declarations = new Set([
    description.security,
    ...description.operations.map((operation) => operation.security.declaration),
  ]);
  const lists = new Set(description.operations.map((operation) => operation.security.undefinedSchemes));
  const missing = new Set([...lists].flat());
  const seen = new Set<unknown>();
  for (const declaration of declarations) {
    for (const use of declaration?.requirements.flatMap(({ schemes }) => schemes) ?? []) {
      if (seen.has(use.node) || !missing.has(use.name)) continue;
      seen.add(use.node);
      const known = names.get(use.name);
      if (known === undefined) names.set(use.name, [use]);
      else known.push(use);
    }
  }
  return names;
}

function* fixes(
  description: OpenApiDescription,
  name: string,
  meant: string | undefined,
  uses: readonly RequiredScheme[],
  affected: readonly (readonly Operation[])[],
): Iterable<Fix> {
  if (meant !== undefined) {
    yield {
      title: `Use "${meant}"`,
      safety: safetyOf(description, name, meant, uses),
      patches: uses.map((use) => correct(use, meant)),
    };
  }
  yield* defineNamedSchemeFixes(description, name, affected);
}

/** More schemes are not compared with each misspelt name. */
const maxCompared = 50;

/** Safe where the intent is plain: one letter is wrong, one scheme can be meant, and it has the required scopes. */
function safetyOf(
  { securitySchemes }: OpenApiDescription,
  name: string,
  meant: string,
  uses: readonly RequiredScheme[],
): FixSafety {
  if (!isMisspelling(name, meant) || securitySchemes.size > maxCompared) return 'unsafe';
  const candidates = [...securitySchemes.keys()].filter((candidate) => isMisspelling(name, candidate));
  const scheme = securitySchemes.get(meant);
  const scopes = new Set(scheme?.flows.flatMap((flow) => flow.scopes));
  const hasScopes = scheme?.type === 'openIdConnect' || uses.every((use) => use.scopes.every((one) => scopes.has(one)));
  return candidates.length === 1 && hasScopes ? 'safe' : 'unsafe';
}

/** A requirement that names the right scheme as well does not need it twice. */
function correct({ node, scopes }: RequiredScheme, meant: string): Patch {
  const isRepeated = scopes.length === 0 && node.parent?.has(meant) === true;
  return isRepeated ? { op: 'remove', at: node } : { op: 'rename', at: node, key: meant };
}
