import type { OAuthFlow, SecurityScheme } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-pkce',
    title: 'The authorization code flow does not state PKCE',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [345, 1059],
    severity: 'hint',
    confidence: 'low',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      missing:
        'The authorization code flow of "{scheme}" does not say that PKCE is required, so clients go without. State it, as "x-pkce" or in the description.',
    },
  },

  visit: {
    *SecurityScheme(scheme) {
      for (const flow of scheme.flows.filter(({ name }) => name === 'authorizationCode')) {
        if (tells(scheme, flow)) continue;
        yield {
          at: { keyOf: flow.node },
          message: 'missing',
          data: { scheme: scheme.name },
          fixes: () => [
            {
              title: 'State "x-pkce: S256"',
              safety: 'unsafe',
              patches: [{ op: 'set', at: flow.node, path: ['x-pkce'], value: 'S256', after: ['tokenUrl', 'flow'] }],
            },
          ],
        };
      }
    },
  },
});

function tells({ node }: SecurityScheme, flow: OAuthFlow): boolean {
  const texts = [node.get('description')?.string, flow.node.get('description')?.string];
  const hasKey = [node, flow.node].some((holder) => holder.has('x-pkce') || holder.has('x-usePkce'));
  return hasKey || texts.some((text) => /\b(pkce|code_challenge|S256)\b/i.test(text ?? ''));
}
