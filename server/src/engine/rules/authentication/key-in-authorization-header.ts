import type { Fix } from '../../repair/fix.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'key-in-authorization-header',
    title: 'A token is described as an API key named "Authorization"',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    versions: ['3.0', '3.1', '3.2'],
    messages: {
      found:
        '"{name}" describes the header "{header}" as an API key, so clients and gateways do not know what it holds. Use type "http".',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type, in: where, parameterName }) {
      if (type !== 'apiKey' || where !== 'header' || parameterName?.toLowerCase() !== 'authorization') return;
      // A signature of the request is no bearer token, and has no better description.
      if (node.has('x-amazon-apigateway-authtype') || /hmac|signature|sigv4/i.test(name)) return;
      yield {
        at: node.get('name') ?? node,
        message: 'found',
        data: { name, header: parameterName },
        fixes: () => [describeAsBearer(node)],
      };
    },
  },
});

function describeAsBearer(node: SourceNode): Fix {
  const [typeNode, where, name] = ['type', 'in', 'name'].map((key) => node.get(key));
  return {
    title: 'Describe it as a bearer token',
    safety: 'unsafe',
    patches: [
      ...(typeNode === undefined ? [] : [{ op: 'replace', at: typeNode, value: 'http' } as const]),
      { op: 'set', at: node, path: ['scheme'], value: 'bearer', after: ['type'] },
      ...[where, name].flatMap((at) => (at === undefined ? [] : [{ op: 'remove', at } as const])),
    ],
  };
}
