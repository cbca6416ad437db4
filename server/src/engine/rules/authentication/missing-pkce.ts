import { specified } from '../../lexicon/specified.ts';
import type { OAuthFlow, SecurityScheme } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'missing-pkce',
    title: 'Authorization code flow without PKCE',
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
        '"{scheme}" does not document that its authorization code flow requires PKCE. Add "x-pkce", or state it in the description.',
    },
  },

  visit: {
    *SecurityScheme(scheme) {
      for (const flow of scheme.flows.filter(({ name }) => name === 'authorizationCode')) {
        if (documentsPkce(scheme, flow)) continue;
        yield {
          at: { keyOf: flow.node },
          message: 'missing',
          data: { scheme: scheme.name },
          fixes: () => [
            {
              title: 'Add "x-pkce: S256"',
              safety: 'unsafe',
              patches: [{ op: 'set', at: flow.node, path: ['x-pkce'], value: 'S256', after: ['tokenUrl', 'flow'] }],
            },
          ],
        };
      }
    },
  },
});

function documentsPkce({ node }: SecurityScheme, flow: OAuthFlow): boolean {
  const texts = [node.get('description')?.string, flow.node.get('description')?.string];
  const hasKey = [node, flow.node].some((holder) => holder.has('x-pkce') || holder.has('x-usePkce'));
  return hasKey || texts.some((text) => pkceTerms.test(text ?? ''));
}

const pkceTerms = specified('RFC 7636', /\b(pkce|code_challenge|S256)\b/i);
