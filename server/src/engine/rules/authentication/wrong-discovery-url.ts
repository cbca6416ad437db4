import { specified } from '../../lexicon/specified.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'wrong-discovery-url',
    title: 'OpenID Connect URL is not a discovery document',
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
        '"openIdConnectUrl" of "{name}" is not a discovery document, so clients cannot find keys and endpoints. Add "/.well-known/openid-configuration".',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type }) {
      const at = node.get('openIdConnectUrl');
      const url = at?.string ?? '';
      // A relative URL depends on where the document is served.
      if (type !== 'openIdConnect' || at === undefined || !/^https?:\/\/[^/?#]/i.test(url)) return;
      if (discoveryPath.test(url)) return;
      yield { at, message: 'found', data: { name }, fixes: () => [addWellKnown(at, url)] };
    },
  },
});

/** A JSON document of another name may be one, and a template is unknown. */
const discoveryPath = specified(
  'OpenID Connect Discovery 1.0 §4, RFC 8615',
  /\/\.well-known\/|\{|openid-configuration|\.json\b/i,
);

function addWellKnown(at: SourceNode, url: string): Fix {
  const value = `${url.replace(/[?#].*$/s, '').replace(/(?<!\/)\/+$/, '')}/.well-known/openid-configuration`;
  return {
    title: 'Add "/.well-known/openid-configuration"',
    safety: 'unsafe',
    patches: [{ op: 'replace', at, value }],
  };
}
