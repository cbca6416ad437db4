import { isServed } from '../../heuristics/operationKind.ts';
import { specified } from '../../lexicon/specified.ts';
import type { OpenApiDescription, Operation, Response } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-response-schema',
    title: 'Response has no schema',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [213, 1059],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    compliance: ['GDPR Art. 5(1)(c)'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'A response of "{operation}" has no schema, so the returned data cannot be reviewed. Describe it.',
      many: 'Responses of {operations:operation} have no schema, so the returned data cannot be reviewed. Describe them.',
    },
  },

  visit: {
    *OpenAPI({ operations, version }) {
      yield* summarize(operations.filter((operation) => isOpen(operation, version)));
    },
  },
});

const structured = specified('IANA media types', /^(application\/(.*\+)?(json|xml|cbor|yaml)|text\/xml)\b/i);

function isOpen(operation: Operation, version: OpenApiDescription['version']): boolean {
  if (!isServed(operation)) return false;
  return operation.responses.some((response) => {
    if (!/^2(00|01|02|03|06|XX)$/i.test(response.status) || response.node.has('$ref')) return false;
    if (response.schemas.length > 0) return false;
    if (version !== '2.0' && response.content.length > 0) {
      return response.content.some(({ type, node }) => structured.test(type) && !node.has('itemSchema'));
    }
    // A GET exists to return data; for a write, the status may be enough.
    return operation.method === 'get' && !isElsewhere(response);
  });
}

const fileHeaders = specified('RFC 9110, RFC 6266', /^(location|content-(disposition|type|length))$/i);

/** True for a file, or a redirection with a successful status. */
function isElsewhere({ headers, content }: Response): boolean {
  return headers.some(({ name }) => fileHeaders.test(name)) || content.some(({ type }) => !structured.test(type));
}
