import { methodsOf } from '../../openapi/grammar.ts';
import type { OpenApiVersion } from '../../openapi/version.ts';
import { defineRule } from '../../rule/rule.ts';
import { closest } from '../../syntax/text/closest.ts';

export default defineRule({
  meta: {
    id: 'unrecognized-method',
    title: 'Path item has an unrecognized method',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    // A brace that is not closed yet puts keys where they do not belong.
    absence: true,
    messages: {
      misspelled: '"{name}" is not a method of a path item, so the operation is not checked. Write "{method}".',
      later:
        '"{name}" is not a field of a path item before OpenAPI {since}, so its content is not checked. Use OpenAPI {since}, or another method.',
      unknown:
        '"{name}" is not a field of a path item, so its content is not checked. Write a method, or an extension that begins with "x-".',
    },
  },

  visit: {
    *OpenAPI({ skipped, version }) {
      const methods: ReadonlySet<string> = methodsOf[version];
      for (const { key: name, raw: node, within } of skipped) {
        if (within !== 'PathItem' || name === 'security' || methods.has(name)) continue;
        if (name === 'additionalOperations' && version === '3.2') continue;
        const at = { keyOf: node };
        const since = laterMethods[name];
        const method = methodMeant(name, version);
        if (since !== undefined) {
          yield { at, message: 'later', data: { name, since } };
        } else if (method === undefined) {
          yield { at, message: 'unknown', data: { name } };
        } else {
          const isFree = node.parent?.has(method) === false;
          yield {
            at,
            message: 'misspelled',
            data: { name, method },
            fixes: () =>
              isFree
                ? [{ title: `Write "${method}"`, safety: 'unsafe', patches: [{ op: 'rename', at: node, key: method }] }]
                : [],
          };
        }
      }
    },
  },
});

const laterMethods: Readonly<Record<string, OpenApiVersion>> = {
  trace: '3.0',
  query: '3.2',
  additionalOperations: '3.2',
};

/** The same letters in another case, or with a typo. */
function methodMeant(name: string, version: OpenApiVersion): string | undefined {
  const letters = name.trim().toLowerCase();
  const methods: ReadonlySet<string> = methodsOf[version];
  return methods.has(letters) ? letters : closest(letters, methods);
}
