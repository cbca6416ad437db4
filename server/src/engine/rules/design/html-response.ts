import { isServed } from '../../heuristics/operationKind.ts';
import type { Operation, Parameter } from '../../openapi/model.ts';
import { restrictsText } from '../../patterns/restrictions.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf, type SchemaSource } from '../../schemas/effectiveSchema.ts';

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
    *OpenAPI({ operations, cache }) {
      yield* summarize(operations.filter((operation) => mayReflect(operation, cache)));
    },
  },
});

/** The text is in the path or the query of a GET, so that a link is enough for the attack. */
function mayReflect(operation: Operation, source: SchemaSource): boolean {
  if (!isServed(operation) || operation.method !== 'get') return false;
  const isHtml = operation.responses.some(({ content }) => content.some(({ type }) => /^text\/html\b/i.test(type)));
  return isHtml && operation.parameters.some((parameter) => isFreeText(parameter, source));
}

function isFreeText({ in: where, schema }: Parameter, source: SchemaSource): boolean {
  if ((where !== 'query' && where !== 'path') || schema === undefined) return false;
  const target = effectiveOf(schema, source);
  return target.types.includes('string') && !target.hasKnownFormat && !target.isRestricted(restrictsText);
}
