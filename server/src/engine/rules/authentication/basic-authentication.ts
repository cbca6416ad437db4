import { logsIn } from '../../heuristics/loginOperation.ts';
import { usesOfSchemes } from '../../heuristics/schemeUses.ts';
import { pure } from '../../incremental/pure.ts';
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
        'The scheme "{name}" sends user name and password with every request. Use OAuth 2.0, OpenID Connect or short-lived tokens.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const uses = usesOfSchemes(description);
      for (const { name, node, type, httpScheme } of description.securitySchemes.values()) {
        if (type !== 'basic' && !(type === 'http' && httpScheme === 'basic')) continue;
        // RFC 6749 §2.3.1: so a client proves itself where it fetches a token, and nowhere else.
        const lists = uses.get(name) ?? [];
        // What is answered is worked out only where there are few, or where they look so.
        const isOne = lists.length === 1 && lists[0]!.length === 1;
        const isEntrance = isOne || lists.every(mayGiveTokens);
        if (lists.length > 0 && isEntrance && lists.every(giveTokens)) continue;
        yield { at: node.get('scheme') ?? node.get('type') ?? node, message: 'found', data: { name } };
      }
    },
  },
});

const entrance = /\/(auth|authenticate|token|session)s?\/?$/i;

function mayGiveToken({ method, path }: Operation): boolean {
  return method === 'post' || entrance.test(path);
}

const mayGiveTokens = pure('basic-authentication.mayGiveTokens', (operations: readonly Operation[]): boolean =>
  operations.every(mayGiveToken),
);

const giveTokens = pure('basic-authentication.giveTokens', (operations: readonly Operation[]): boolean =>
  operations.every(givesToken),
);

function givesToken(operation: Operation): boolean {
  return logsIn(operation) || (isNamedSo(operation) && operation.sensitive.response.includes('token'));
}

/** `POST /auth`, `GET /credentials/basic` */
function isNamedSo({ path }: Operation): boolean {
  return entrance.test(path) || /\/(credentials?|login)\//i.test(path);
}
