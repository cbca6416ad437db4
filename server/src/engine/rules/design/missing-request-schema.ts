import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { specified } from '../../lexicon/specified.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-request-schema',
    title: 'Request body has no schema',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [20, 1059],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'The request body of "{operation}" has no schema, so every value is valid. Describe it.',
      many: 'The request bodies of {operations:operation} have no schema, so every value is valid. Describe them.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* summarize(cache.select(operations, isOpen));
    },
  },
});

/** Other media types are files without a structure to describe. */
const structured = specified(
  'IANA media types',
  /^(application\/(.*\+)?(json|xml|x-www-form-urlencoded|cbor|yaml)|text\/xml|multipart\/form-data)\b/i,
);

const isOpen = pure('missing-request-schema.isOpen', (operation: Operation): boolean => {
  const { requestBody, requestSchemas } = operation;
  const content = requestBody?.content ?? [];
  // The other media types usually hold the same data as one that is described.
  if (!isServed(operation) || content.some(({ schema }) => schema !== undefined)) return false;
  // Swagger 2.0 names the media types elsewhere, or nowhere.
  if (content.length === 0 && requestBody?.node.get('in')?.string === 'body') return requestSchemas.length === 0;
  return content.some(({ type, node }) => structured.test(type) && !node.has('itemSchema'));
});
