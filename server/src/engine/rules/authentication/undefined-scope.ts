import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, RequiredScheme, SecurityScheme } from '../../openapi/model.ts';
import { groupPlaces, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { Candidates } from '../../syntax/text/closest.ts';

export default defineRule({
  meta: {
    id: 'undefined-scope',
    title: 'Required scope is not declared',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [1059, 863],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{scope}" is not declared by "{name}", so clients cannot obtain it. Declare it, or correct it.',
      misspelt: '"{scope}" is not declared by "{name}". Use "{meant}", or declare it.',
      many: '"{scope}" and {others:more required scope} are not declared by "{name}". Declare or correct them.',
    },
  },

  visit: {
    *OpenAPI(description) {
      for (const [scheme, uses] of undeclared(description)) {
        const { name } = scheme;
        const declared = new Candidates(scheme.flows.flatMap(({ scopes }) => scopes));
        yield* groupPlaces(
          uses,
          ({ at, scope }, echo) => {
            const meant = declared.closest(scope);
            if (meant === undefined) return { at, message: 'found', data: { scope, name }, echo } as const;
            const fixes = () =>
              [{ title: `Use "${meant}"`, safety: 'unsafe', patches: [{ op: 'replace', at, value: meant }] }] as const;
            return { at, message: 'misspelt', data: { scope, name, meant }, echo, fixes } as const;
          },
          (first, others) =>
            ({
              at: first.at,
              message: 'many',
              data: { scope: first.scope, name, others: others.length },
              related: related(
                others,
                ({ at }) => at,
                ({ scope }) => scope,
              ),
            }) as const,
        );
      }
    },
  },
});

interface Use {
  readonly scope: string;
  readonly at: SourceNode;
}

/** By scheme: each undeclared scope once, where it is first required. */
function undeclared(description: OpenApiDescription): ReadonlyMap<SecurityScheme, readonly Use[]> {
  const found = new Map<SecurityScheme, Map<string, Use>>();
  const declarations = new Set([
    description.security,
    ...description.operations.map((operation) => operation.security.declaration),
  ]);
  for (const declaration of declarations) {
    for (const required of declaration?.requirements.flatMap(({ schemes }) => schemes) ?? []) {
      const scheme = description.securitySchemes.get(required.name);
      if (scheme?.type !== 'oauth2' || scheme.flows.length === 0) continue;
      for (const use of usesOf(required, scheme)) {
        const uses = found.get(scheme) ?? new Map<string, Use>();
        found.set(scheme, uses);
        if (!uses.has(use.scope)) uses.set(use.scope, use);
      }
    }
  }
  return new Map([...found].map(([scheme, uses]) => [scheme, [...uses.values()]]));
}

const declaredBy = pure(
  'undefined-scope.declaredBy',
  ({ flows }: SecurityScheme): ReadonlySet<string> => new Set(flows.flatMap(({ scopes }) => scopes)),
);

function usesOf({ node }: RequiredScheme, scheme: SecurityScheme): readonly Use[] {
  const declared = declaredBy(scheme);
  return node.items().flatMap((at) => {
    const scope = at.string;
    return scope === undefined || declared.has(scope) ? [] : [{ scope, at }];
  });
}
