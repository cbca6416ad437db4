import { isClientId } from '../../heuristics/authStrength.ts';
import { usesOfSchemes } from '../../heuristics/schemeUses.ts';
import type { OpenApiDescription, RequiredScheme } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'api-key-in-url',
    title: 'API key is sent in the URL',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [598, 522],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{name}" sends the API key in the query string, and so into logs and browser histories. Use a header.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const uses = usesOfSchemes(description);
      for (const { name, node, type, in: where, parameterName } of description.securitySchemes.values()) {
        const at = node.get('in');
        if (type !== 'apiKey' || where !== 'query' || at === undefined || isClientId(name, parameterName)) continue;
        // An unused scheme sends no key; if no scheme is used, `security` was probably forgotten.
        if (uses.size > 0 && !uses.has(name) && config.profile !== 'strict') continue;
        yield {
          at,
          message: 'found',
          data: { name },
          fixes: () => [
            ...removeFixes(description, name),
            { title: 'Send the key in a header', safety: 'unsafe', patches: [{ op: 'replace', at, value: 'header' }] },
          ],
        };
      }
    },
  },
});

/** Where each operation takes a key in a header as well, a second scheme of that kind would say the same twice. */
function removeFixes({ securitySchemes, security, operations }: OpenApiDescription, name: string): readonly Fix[] {
  const declarations = new Set([security, ...operations.map((operation) => operation.security.declaration)]);
  const removed: SourceNode[] = [];
  let twin: string | undefined;
  for (const declaration of declarations) {
    const alternatives = declaration?.requirements ?? [];
    const own = alternatives.filter(({ schemes }) => schemes.some((scheme) => scheme.name === name));
    if (own.length === 0) continue;
    const other = alternatives.find(({ schemes }) => schemes.length === 1 && isHeaderKey(securitySchemes, schemes[0]));
    if (other === undefined || own.some(({ schemes }) => schemes.length > 1)) return [];
    twin = other.schemes[0]?.name;
    removed.push(...own.map(({ node }) => node));
  }
  const scheme = securitySchemes.get(name);
  if (twin === undefined || scheme === undefined) return [];
  return [
    {
      title: `Remove "${name}", as "${twin}" takes the key in a header`,
      safety: 'unsafe',
      patches: [...new Set([...removed, scheme.node])].map((at) => ({ op: 'remove', at }) as const),
    },
  ];
}

function isHeaderKey(
  securitySchemes: OpenApiDescription['securitySchemes'],
  required: RequiredScheme | undefined,
): boolean {
  const scheme = required && securitySchemes.get(required.name);
  return scheme?.type === 'apiKey' && scheme.in === 'header';
}
