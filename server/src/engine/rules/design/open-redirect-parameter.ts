import type { Parameter } from '../../openapi/model.ts';
import { freeText } from '../../rule/freeText.ts';
import { defineRule } from '../../rule/rule.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';

/** `redirect_uri` is a word of OAuth, whose servers know the addresses of each client. */
const names = [
  'redirect',
  'redirect url',
  '* redirect url',
  '* return url',
  'redirect to',
  'return url',
  'return uri',
  'return to',
  'next url',
  'continue url',
  'goto',
  'success url',
  'cancel url',
];

export default defineRule({
  meta: {
    id: 'open-redirect-parameter',
    title: 'A parameter decides where the browser goes next',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [601],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{name}" decides where the browser goes next, and nothing restricts it. Add an "enum", or a "pattern" with the host.',
    },
  },

  visit: {
    Parameter: freeText(names, ['query'], [], isSettled),
  },
});

/** What is kept as a setting is for later, and for whoever may set it; and a server may say which hosts it takes. */
function isSettled({ name, node }: Parameter): boolean {
  const description = node.get('description')?.string ?? '';
  // No browser follows the answer to these.
  if (/^\/paths\/[^/]+\/(delete|put|patch)\//.test(node.pointer)) return true;
  return (
    wordsOf(name).includes('default') ||
    /\bfilter/i.test(description) ||
    /\b(restricted to|allow-?listed|whitelisted|must be (one of|registered|on))\b/i.test(description)
  );
}
