import { isHighImpact } from '../../heuristics/operationKind.ts';
import { passwordFields } from '../../lexicon/passwordFields.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, SensitiveField } from '../../openapi/model.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { isSensitivityKey } from '../../sensitive/classify.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unmarked-sensitive-data',
    title: 'Sensitive data is not marked as such',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [213, 1059],
    severity: 'hint',
    confidence: 'low',
    recommended: false,
    compliance: ['GDPR Art. 25'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" holds sensitive data ({kind}) but is not marked as such. Mark it, for example with "x-sensitive-data".',
      many: '"{name}" ({kind}) and {others:more field} hold sensitive data but are not marked as such. Mark them, for example with "x-sensitive-data".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const fields = unmarked(description);
      yield* groupReports(
        fields,
        ({ node }) => ({ keyOf: node }),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          const base = {
            at: { keyOf: first.node },
            related: related(
              others,
              ({ node }) => ({ keyOf: node }),
              ({ name }) => name,
            ),
          };
          const data = { name: first.name, kind: first.class };
          if (others.length === 0) yield { ...base, message: 'one', data };
          else yield { ...base, message: 'many', data: { ...data, others: others.length } };
        },
      );
    },
  },
});

/** Each definition once, in document order. Only data that harms people directly or is regulated. */
function unmarked({ operations, resolve }: OpenApiDescription): readonly SensitiveField[] {
  const found = new Map<SourceNode, SensitiveField>();
  for (const { sensitiveFields } of operations) {
    for (const field of sensitiveFields) {
      // unmasked-password reports these.
      if (!isHighImpact(field.class) || found.has(field.node) || passwordFields.matches(wordsIn(field.name))) continue;
      if (!isMarked(field.node) && !isMarked(resolve(field.node))) found.set(field.node, field);
    }
  }
  return [...found.values()];
}

function isMarked(node: SourceNode | undefined): boolean {
  if (node === undefined) return false;
  return node.entries().some(({ key }) => isSensitivityKey(key));
}
