import { declarationsInForce } from '../../heuristics/schemeUses.ts';
import { pure } from '../../incremental/pure.ts';
import type { SecurityScheme } from '../../openapi/model.ts';
import { groupReports } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'repeated-credential',
    title: 'One credential is required in two places',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [522, 1059],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{first}" and "{second}" carry the same credential, but are required together. List them as alternatives, or require only the header.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const found: { readonly at: SourceNode; readonly pair: readonly [SecurityScheme, SecurityScheme] }[] = [];
      for (const { requirements } of declarationsInForce(description).keys()) {
        for (const { node, schemes } of requirements) {
          const defined = schemes.flatMap(({ name }) => description.securitySchemes.get(name) ?? []);
          const first = defined.find(isInHeader);
          const second = first === undefined ? undefined : defined.find((other) => isSame(first, other));
          if (first !== undefined && second !== undefined) found.push({ at: node, pair: [first, second] });
        }
      }
      yield* groupReports(
        found,
        ({ at }) => at,
        function* ([one]) {
          if (one === undefined) return;
          const [first, second] = one.pair;
          yield { at: one.at, message: 'found', data: { first: first.name, second: second.name } };
        },
      );
    },
  },
});

function isInHeader({ type, in: where, httpScheme }: SecurityScheme): boolean {
  return (type === 'apiKey' && where === 'header') || (type === 'http' && httpScheme === 'bearer');
}

/** The names of the parameters, or the descriptions, are the same: `X-Api-Key` and `api_key`. */
function isSame(first: SecurityScheme, second: SecurityScheme): boolean {
  if (second.type !== 'apiKey' || second.in !== 'query') return false;
  const name = plainName(first);
  if (name !== '' && name === plainName(second)) return true;
  const text = first.node.get('description')?.string?.trim() ?? '';
  return text !== '' && text === second.node.get('description')?.string?.trim();
}

const plainName = pure('repeated-credential.plainName', ({ parameterName = '' }: SecurityScheme): string => {
  return parameterName
    .toLowerCase()
    .replace(/^x[-_]/, '')
    .replace(/[-_]/g, '');
});
