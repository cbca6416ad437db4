import { isServed } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unrestricted-media-type',
    title: 'An operation takes a body of any media type',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [436, 20],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" takes a body of any media type, so the sender chooses who parses it. Name the types that are meant.',
      many: '{operations:operation} take a body of any media type, so the sender chooses who parses it. Name the types that are meant.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* summarize(description.operations.filter((operation) => takesAnything(operation, description)));
    },
  },
});

/** What takes structured data names a wildcard, or (2.0) nothing; a file may well be of any type. */
function takesAnything(operation: Operation, { version, root }: OpenApiDescription): boolean {
  const { requestBody } = operation;
  if (!isServed(operation) || requestBody === undefined) return false;
  if (version === '2.0') return !operation.node.has('consumes') && !root.has('consumes');
  return requestBody.content.some(
    ({ type, schema }) => /^(\*|application)\/\*\s*(;|$)/.test(type) && schema?.get('format')?.string !== 'binary',
  );
}
