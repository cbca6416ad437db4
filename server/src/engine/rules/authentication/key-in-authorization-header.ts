import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'key-in-authorization-header',
    title: 'Bearer token is declared as an API key',
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
        '"{name}" declares the "{header}" header as an API key, but its description says "{scheme}". Use type "http" with "{scheme}".',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type, in: where, parameterName }) {
      if (type !== 'apiKey' || where !== 'header' || parameterName?.toLowerCase() !== 'authorization') return;
      const scheme = schemeIn(node.get('description')?.string ?? '');
      if (scheme === undefined) return;
      yield {
        at: node.get('name') ?? node,
        message: 'found',
        data: { name, header: parameterName, scheme },
        // Basic is a weakness of its own, so no fix leads there.
        fixes: () => (scheme === 'bearer' ? [describeAsBearer(node)] : []),
      };
    },
  },
});

/** The HTTP scheme that the description names. Without one, the header may hold a bare token or a signature. */
function schemeIn(description: string): 'bearer' | 'basic' | undefined {
  const word = /\b(bearer|basic)\b/i.exec(description)?.[1]?.toLowerCase();
  return word === 'bearer' || word === 'basic' ? word : undefined;
}

function describeAsBearer(node: SourceNode): Fix {
  const [type, where, name] = ['type', 'in', 'name'].map((key) => node.get(key));
  return {
    title: 'Use type "http" with scheme "bearer"',
    safety: 'unsafe',
    patches: [
      ...(type === undefined ? [] : [{ op: 'replace', at: type, value: 'http' } as const]),
      { op: 'set', at: node, path: ['scheme'], value: 'bearer', after: ['type'] },
      ...[where, name].flatMap((at) => (at === undefined ? [] : [{ op: 'remove', at } as const])),
    ],
  };
}
