import { isServed } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';

export default defineRule({
  meta: {
    id: 'unrestricted-media-type',
    title: 'Request body accepts any media type',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [436, 20],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" accepts a request body of any media type, so the client chooses the parser. List the supported media types.',
      many: 'Request bodies of {operations:operation} may be of any media type, so the client chooses the parser. List the supported media types.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* summarize(description.operations.filter((operation) => takesAnything(operation, description)));
    },
  },
});

/** A wildcard or, in 2.0, no `consumes`. A file may be of any type. */
function takesAnything(operation: Operation, { version, root, cache }: OpenApiDescription): boolean {
  const { requestBody } = operation;
  if (!isServed(operation) || requestBody === undefined) return false;
  if (version === '2.0') return !operation.node.has('consumes') && !root.has('consumes');
  return requestBody.content.some(
    ({ type, schema }) =>
      /^(\*|application)\/\*\s*(;|$)/.test(type) &&
      !(schema !== undefined && effectiveOf(schema, cache).get('format')?.string === 'binary'),
  );
}
