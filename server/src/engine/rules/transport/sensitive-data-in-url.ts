import { isServed } from '../../heuristics/operationKind.ts';
import type { Operation, SensitiveField } from '../../openapi/model.ts';
import { gatherNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { tokenize } from '../../sensitive/tokenize.ts';

export default defineRule({
  meta: {
    id: 'sensitive-data-in-url',
    title: 'A secret or regulated number travels in the URL',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [598],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 3.5.1', 'GDPR Art. 5(1)(f)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" travels in the URL, which logs and histories keep. Send it in the body or in a header.',
      many: '"{name}" and {others:more sensitive value} travel in URLs, which logs and histories keep. Send them in bodies or headers.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache, securitySchemes }, { config }) {
      const keys = new Set([...securitySchemes.values()].map(({ parameterName }) => parameterName));
      const found = new Map<SensitiveField['node'], SensitiveField>();
      for (const operation of cache.select(operations, isServed)) {
        const { sensitiveParameters } = operation;
        if (sensitiveParameters.length === 0) continue;
        const inUrl = new Set(
          operation.parameters.filter(({ in: where }) => where === 'query' || where === 'path').map(({ node }) => node),
        );
        for (const field of sensitiveParameters) {
          // A key that a scheme describes is reported there.
          if (!inUrl.has(field.node) || !isSecret(field) || keys.has(field.name)) continue;
          if (
            isLedger(field, operation) ||
            isNameOfThing(field, operation) ||
            isIdentifier(field) ||
            isKeyOfThing(field, operation) ||
            (config.profile !== 'strict' && isInLink(field, operation))
          )
            continue;
          found.set(field.node, field);
        }
      }
      yield* gatherNamed([...found.values()], {
        at: ({ node }) => node.get('name') ?? { keyOf: node },
        name: ({ name }) => name,
        few: 1,
      });
    },
  },
});

/** `/files/{file_token}` behind a login: what the token of a thing is called, and it opens nothing by itself. */
function isNameOfThing({ node, name, class: kind }: SensitiveField, { security }: Operation): boolean {
  if (kind !== 'token' || node.get('in')?.string !== 'path' || security.authentication !== 'required') return false;
  return !tokenize(name).some((word) => opening.has(word));
}

/** `GET /users/verify-email?token=`: the link in a mail, which a browser opens. */
function isInLink({ class: kind }: SensitiveField, { method, path }: Operation): boolean {
  if (kind !== 'token' || method !== 'get') return false;
  return tokenize(path).some((word) => linkWords.has(word));
}

const linkWords: ReadonlySet<string> = new Set(
  'verify verification confirm confirmation activate activation unsubscribe invitation invite magic'.split(' '),
);

/** `/ledger/{accountNumber}`: an account of bookkeeping, which no bank keeps. */
function isLedger({ node, class: kind }: SensitiveField, { path }: Operation): boolean {
  const said = `${path} ${node.get('description')?.string ?? ''}`;
  return kind === 'bank-account' && /ledger|cash[ -]?account|sub[ -]?account|chart of accounts|bookkeeping/i.test(said);
}

/** `/games/{apiKey}` where another scheme asks who calls: whose key it is, decides what is meant and not who may. */
function isKeyOfThing({ node, name }: SensitiveField, { security }: Operation): boolean {
  const isInPath = node.get('in')?.string === 'path';
  return isInPath && security.authentication === 'required' && /^api ?key$/.test(tokenize(name).join(' '));
}

/** `/keys/{access_key}`, "The access key's ID": the description says that it is no more than that. */
function isIdentifier({ node, class: kind }: SensitiveField): boolean {
  const isKey = kind === 'token' || kind === 'credential';
  return (
    isKey && node.get('in')?.string === 'path' && /\b(id|identifier)\b/i.test(node.get('description')?.string ?? '')
  );
}

const opening: ReadonlySet<string> = new Set(
  'access auth session refresh reset verification confirmation activation invite invitation password login api bearer id jwt otp'.split(
    ' ',
  ),
);

/** When a card ends, its last digits, and the number under which a server keeps something, are no secrets. */
function isSecret({ name, class: kind }: SensitiveField): boolean {
  const words = tokenize(name);
  if (!grave.has(kind) || (kind === 'payment-card' && words.some((word) => partOfCard.test(word)))) return false;
  // Numbers of people are called so too: `tax_id`.
  return kind === 'government-id' || !/^(ids?|uuid|guid|ref|reference)$/.test(words.at(-1) ?? '');
}

const partOfCard = /^(exp|expiry|expiration|expires|month|year|last|last\d+|brand)$/;

const grave: ReadonlySet<string> = new Set(['credential', 'token', 'payment-card', 'bank-account', 'government-id']);
