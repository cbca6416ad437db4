import type { SourceNode } from '../../syntax/sourceNode.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'wildcard-cors-with-credentials',
    title: 'Every web page may read answers to logged-in users',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [942, 346],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      found: 'Any origin may read answers that credentials were sent for. List the origins that may.',
    },
  },

  visit: {
    *OpenAPI({ root, operations }) {
      for (const { at } of gatewayCors(root)) yield { at, message: 'found' };
      const seen = new Set<SourceNode>();
      for (const operation of operations) {
        for (const { headers } of operation.responses) {
          const named = (name: string) => headers.find((header) => header.name.toLowerCase() === name);
          const origin = named('access-control-allow-origin');
          const credentials = named('access-control-allow-credentials');
          if (origin === undefined || credentials === undefined || seen.has(origin.node)) continue;
          seen.add(origin.node);
          if (says(origin.node, '*') && says(credentials.node, 'true'))
            yield { at: { keyOf: origin.node }, message: 'found', operations: 1 };
        }
      }
    },
  },
});

/** The value that a header is documented to have: the only one of its schema, or its example. */
function says(header: SourceNode, value: string): boolean {
  const schema = header.get('schema') ?? header;
  const places = [schema.get('const'), schema.get('default'), schema.get('example'), header.get('example')];
  const values = schema.get('enum')?.items() ?? [];
  return [...places, ...(values.length === 1 ? values : [])].some((node) => String(node?.scalar) === value);
}

function gatewayCors(root: SourceNode): readonly { readonly at: SourceNode }[] {
  const cors = root.get('x-amazon-apigateway-cors');
  const origins = cors?.get('allowOrigins');
  const isOpen = origins?.items().some((item) => item.string === '*') && cors?.get('allowCredentials')?.scalar === true;
  return isOpen && origins !== undefined ? [{ at: origins }] : [];
}
