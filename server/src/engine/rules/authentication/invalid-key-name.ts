import { isCookie } from '../../openapi/security.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'invalid-key-name',
    title: 'API key has an impossible header or cookie name',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      header:
        '"{name}" reads the key from the header "{parameter}", which is not a valid header name, so gateways cannot check it. Write the header name alone.',
      cookie:
        '"{name}" reads the key from the cookie "{parameter}", which is not a valid cookie name, so gateways cannot check it. Write the cookie name alone.',
    },
  },

  visit: {
    *SecurityScheme(scheme) {
      const { name, node, type, in: where, parameterName: parameter } = scheme;
      if (type !== 'apiKey' || (where !== 'header' && where !== 'cookie')) return;
      if (parameter === undefined || parameter === '' || token.test(parameter)) return;
      yield {
        at: node.get('name') ?? { keyOf: node },
        message: isCookie(scheme) ? 'cookie' : 'header',
        data: { name, parameter },
        fixes: () => fixesFor(node, parameter),
      };
    },
  },
});

/** RFC 9110 §5.6.2, which RFC 6265 §4.1.1 takes over for cookies. */
const token = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;

/** `Authorization: Bearer`, `X-Api-Key: {key}`, `X-Key `: a name, and what follows it in a request. */
function fixesFor(node: SourceNode, parameter: string): readonly Fix[] {
  const at = node.get('name');
  const [, name] = /^\s*([\w-]+)\s*(?::[^,;]*|=[^,;]*)?$/.exec(parameter) ?? [];
  if (at === undefined || name === undefined) return [];
  return [
    {
      title: `Write "${name}"`,
      safety: 'unsafe',
      patches: [{ op: 'replace', at, value: name }],
    },
  ];
}
