import { isServed } from '../../heuristics/operationKind.ts';
import { proseOf } from '../../lexicon/subject.ts';
import {
  cardParts,
  identifierTexts,
  ledgerNames,
  ledgerTexts,
  linkActions,
  openingWords,
  referenceEndings,
} from '../../lexicon/urlSecrets.ts';
import { wordsIn } from '../../lexicon/words.ts';
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
  return !openingWords.matches(tokenize(name));
}

/** `GET /users/verify-email?token=`: the link in a mail, which a browser opens. */
function isInLink({ class: kind }: SensitiveField, { method, path }: Operation): boolean {
  if (kind !== 'token' || method !== 'get') return false;
  return linkActions.matches(tokenize(path));
}

/** `/ledger/{accountNumber}`: an account of bookkeeping, which no bank keeps. */
function isLedger({ node, class: kind }: SensitiveField, { path }: Operation): boolean {
  if (kind !== 'bank-account') return false;
  const description = proseOf('schema', node, node.get('description')?.string);
  return ledgerNames.matches(wordsIn(path)) || ledgerTexts.find(description) !== undefined;
}

/** `/games/{apiKey}` where another scheme asks who calls: whose key it is, decides what is meant and not who may. */
function isKeyOfThing({ node, name }: SensitiveField, { security }: Operation): boolean {
  const isInPath = node.get('in')?.string === 'path';
  return isInPath && security.authentication === 'required' && /^api ?key$/.test(tokenize(name).join(' '));
}

/** `/keys/{access_key}`, "The access key's ID": the description says that it is no more than that. */
function isIdentifier({ node, class: kind }: SensitiveField): boolean {
  const isKey = kind === 'token' || kind === 'credential';
  if (!isKey || node.get('in')?.string !== 'path') return false;
  return identifierTexts.find(proseOf('schema', node, node.get('description')?.string)) !== undefined;
}

/** When a card ends, its last digits, and the number under which a server keeps something, are no secrets. */
function isSecret({ name, class: kind }: SensitiveField): boolean {
  const words = tokenize(name);
  if (!secretClasses.has(kind) || (kind === 'payment-card' && cardParts.matches(words))) return false;
  // Numbers of people are called so too: `tax_id`.
  return kind === 'government-id' || !referenceEndings.matches(words);
}

const secretClasses: ReadonlySet<string> = new Set([
  'credential',
  'token',
  'payment-card',
  'bank-account',
  'government-id',
]);
