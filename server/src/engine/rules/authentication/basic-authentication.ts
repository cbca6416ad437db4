import { logsIn } from '../../heuristics/roles.ts';
import { usesOfSchemes } from '../../heuristics/schemeUses.ts';
import { pure } from '../../incremental/pure.ts';
import { tokenSegments } from '../../lexicon/credentials.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'basic-authentication',
    title: 'Basic authentication sends the password with every request',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [522, 308],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{name}" sends the user name and password with every request. Use OAuth 2.0, OpenID Connect or short-lived tokens.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const uses = usesOfSchemes(description);
      for (const { name, node, type, httpScheme } of description.securitySchemes.values()) {
        if (type !== 'basic' && !(type === 'http' && httpScheme === 'basic')) continue;
        // RFC 6749 §2.3.1: clients may authenticate with Basic where they get a token.
        const lists = uses.get(name) ?? [];
        // `giveTokens` reads response schemas: ask the cheap question first.
        const isSingle = lists.length === 1 && lists[0]!.length === 1;
        const isCandidate = isSingle || lists.every(mayGiveTokens);
        if (lists.length > 0 && isCandidate && lists.every(giveTokens)) continue;
        yield { at: node.get('scheme') ?? node.get('type') ?? node, message: 'found', data: { name } };
      }
    },
  },
});

function mayGiveToken({ method, path }: Operation): boolean {
  return method === 'post' || endsAtToken(path);
}

const mayGiveTokens = pure('basic-authentication.mayGiveTokens', (operations: readonly Operation[]): boolean =>
  operations.every(mayGiveToken),
);

const giveTokens = pure('basic-authentication.giveTokens', (operations: readonly Operation[]): boolean =>
  operations.every(givesToken),
);

function givesToken(operation: Operation): boolean {
  return logsIn(operation) || (hasTokenPath(operation) && operation.sensitive.response.includes('token'));
}

/** `POST /auth`, `GET /credentials/basic` */
function hasTokenPath({ path }: Operation): boolean {
  return endsAtToken(path) || /\/(credentials?|login)\//i.test(path);
}

function endsAtToken(path: string): boolean {
  const last = path.replace(/\/$/, '').split('/').at(-1) ?? '';
  return !last.includes('{') && tokenSegments.matches(wordsIn(last));
}
