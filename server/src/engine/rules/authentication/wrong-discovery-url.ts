import type { Fix } from '../../repair/fix.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'wrong-discovery-url',
    title: 'The OpenID Connect URL is no discovery document',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"openIdConnectUrl" of "{name}" is no discovery document, so clients find neither keys nor endpoints there. Add "/.well-known/openid-configuration".',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type }) {
      const at = node.get('openIdConnectUrl');
      const url = at?.string ?? '';
      // Without scheme and host it may be completed by whoever serves the document.
      if (type !== 'openIdConnect' || at === undefined || !/^https?:\/\/[^/?#]/i.test(url)) return;
      // A document of its own name may be one all the same.
      if (/\/\.well-known\/|\{|openid-configuration|\.json\b/i.test(url)) return;
      yield { at, message: 'found', data: { name }, fixes: () => [addWellKnown(at, url)] };
    },
  },
});

function addWellKnown(at: SourceNode, url: string): Fix {
  const value = `${url.replace(/[?#].*$/s, '').replace(/(?<!\/)\/+$/, '')}/.well-known/openid-configuration`;
  return {
    title: 'Add "/.well-known/openid-configuration"',
    safety: 'unsafe',
    patches: [{ op: 'replace', at, value }],
  };
}
