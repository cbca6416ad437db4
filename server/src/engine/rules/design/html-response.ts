import { isServed } from '../../heuristics/operationKind.ts';
import type { Operation, Parameter } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Resolve } from '../../schemas/schemaUnit.ts';
import { viewOf } from '../../schemas/schemaView.ts';

export default defineRule({
  meta: {
    id: 'html-response',
    title: 'HTML response may reflect request text',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [79],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" returns HTML, in which unrestricted text from its URL may run as a script. Restrict the text with "pattern", or return JSON.',
      many: 'In HTML responses of {operations:operation}, unrestricted text from the URL may run as a script. Restrict the text with "pattern", or return JSON.',
    },
  },

  visit: {
    *OpenAPI({ operations, resolve }) {
      yield* summarize(operations.filter((operation) => mayReflect(operation, resolve)));
    },
  },
});

/** The text is in the path or the query of a GET, so that a link is enough for the attack. */
function mayReflect(operation: Operation, resolve: Resolve): boolean {
  if (!isServed(operation) || operation.method !== 'get') return false;
  const isHtml = operation.responses.some(({ content }) => content.some(({ type }) => /^text\/html\b/i.test(type)));
  return isHtml && operation.parameters.some((parameter) => isFreeText(parameter, resolve));
}

function isFreeText({ in: where, schema }: Parameter, resolve: Resolve): boolean {
  if ((where !== 'query' && where !== 'path') || schema === undefined) return false;
  const target = viewOf(schema, resolve);
  if (!target?.types.includes('string')) return false;
  return !['enum', 'const', 'format', 'pattern'].some((key) => target.has(key));
}
