import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'xml-request',
    title: 'Request body is parsed as XML',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [611, 776],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" accepts XML, whose parsers may load files and URLs that a document names. Remove XML, or disable external entities.',
      many: 'Request bodies of {operations:operation} may be XML, whose parsers may load files and URLs that a document names. Remove XML, or disable external entities.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* summarize(cache.select(operations, takesXml));
    },
  },
});

const takesXml = pure('xml-request.takesXml', (operation: Operation): boolean => {
  return isServed(operation) && (operation.requestBody?.content ?? []).some(({ type }) => isXml.test(type));
});

const isXml = /^[^;]*(\/|\+)xml\s*(;|$)/i;
