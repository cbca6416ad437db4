import { counted } from '../../counted.ts';
import { undeclaredQueryKey } from '../../heuristics/documentedCredential.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { queryNames } from '../../lexicon/roles.ts';
import { specified } from '../../lexicon/specified.ts';
import { proseOf } from '../../lexicon/subject.ts';
import {
  cardParts,
  cookieFields,
  identifierTexts,
  ledgerNames,
  ledgerTexts,
  linkActions,
  openingWords,
  referenceEndings,
  secretTexts,
  sharedKeys,
  tokenTexts,
} from '../../lexicon/urlSecrets.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, SensitiveField } from '../../openapi/model.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'sensitive-data-in-url',
    title: 'Secret or regulated number in the URL',
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
      one: '"{name}" is sent in the URL, and so stored in logs and browser histories. Send it in the request body or a header.',
      many: '"{name}" and {others:more sensitive value} are sent in URLs, and so stored in logs and browser histories. Send them in request bodies or headers.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const { operations, cache, securitySchemes } = description;
      // missing-security-scheme reports the key of a scheme that is missing.
      const declared = [...securitySchemes.values()].map(({ parameterName }) => parameterName);
      const keys = new Set([...declared, undeclaredQueryKey(description)]);
      const found = new Map<SensitiveField['node'], Value>();
      for (const operation of cache.select(operations, isServed)) {
        const { sensitiveParameters } = operation;
        for (const { node, name } of describedSecrets(operation)) if (!keys.has(name)) found.set(node, { node, name });
        if (sensitiveParameters.length === 0) continue;
        const inUrl = new Set(
          operation.parameters.filter(({ in: where }) => where === 'query' || where === 'path').map(({ node }) => node),
        );
        for (const field of sensitiveParameters) {
          // The key of a security scheme is reported at the scheme.
          if (!inUrl.has(field.node) || !isSecret(field) || keys.has(field.name)) continue;
          if (
            isLedger(field, operation) ||
            isNameOfThing(field, operation) ||
            isIdentifier(field) ||
            isKeyOfThing(field, operation) ||
            isAnswerOfLogin(field, operation) ||
            (config.profile !== 'strict' && isInLink(field, operation))
          )
            continue;
          found.set(field.node, field);
        }
      }
      yield* groupNamed([...found.values()], {
        at: ({ node }) => node.get('name') ?? { keyOf: node },
        name: ({ name }) => name,
        fixes: headerFixes,
        few: 1,
      });
    },
  },
});

type Value = Pick<SensitiveField, 'node' | 'name'>;

/** Cookies, keys that open one thing, and what a description calls a secret or a token, whatever their names. */
const describedSecrets = pure('sensitive-data-in-url.describedSecrets', ({ parameters }: Operation): readonly Value[] =>
  parameters.filter((parameter) => {
    const { name, node, in: where } = parameter;
    if (where !== 'query' && where !== 'path') return false;
    const words = writtenWordsIn(name);
    if (where === 'query' && (cookieFields.matches(words) || sharedKeys.matches(words))) return true;
    const description = proseOf('parameter', parameter, node.get('description')?.string);
    if (where === 'query' && secretTexts.find(description) !== undefined) return true;
    return tokenTexts.find(description) !== undefined && identifierTexts.find(description) === undefined;
  }),
);

/** `/files/{file_token}` with authentication: the token names a file and grants nothing. */
function isNameOfThing({ node, name, class: kind }: SensitiveField, { security }: Operation): boolean {
  if (kind !== 'token' || node.get('in')?.string !== 'path' || security.authentication !== 'required') return false;
  return !openingWords.matches(writtenWordsIn(name));
}

/** RFC 6749 §4.1.2: the browser brings the code along, which is bound to the client and to one use. */
function isAnswerOfLogin({ name }: SensitiveField, operation: Operation): boolean {
  return hasRole(operation, 'redirect') && queryNames.matches(writtenWordsIn(name));
}

/** `GET /users/verify-email?token=`: a link in an e-mail, which a browser opens. A program gets a token in return. */
function isInLink({ class: kind }: SensitiveField, { method, path, sensitive }: Operation): boolean {
  if (kind !== 'token' || method !== 'get' || sensitive.response.includes('token')) return false;
  return linkActions.matches(writtenWordsIn(path));
}

/** `/ledger/{accountNumber}`: an account of bookkeeping, not of a bank. */
function isLedger({ node, class: kind }: SensitiveField, { path }: Operation): boolean {
  if (kind !== 'bank-account') return false;
  const description = proseOf('schema', node, node.get('description')?.string);
  return ledgerNames.matches(wordsIn(path)) || ledgerTexts.find(description) !== undefined;
}

/** `/games/{apiKey}` with another authentication: the key selects an object and grants nothing. */
function isKeyOfThing({ node, name }: SensitiveField, { security }: Operation): boolean {
  const isInPath = node.get('in')?.string === 'path';
  return isInPath && security.authentication === 'required' && /^api ?key$/.test(writtenWordsIn(name).join(' '));
}

/** `/keys/{access_key}`, "The access key's ID": the description says that the value only names the key. */
function isIdentifier({ node, class: kind }: SensitiveField): boolean {
  const isKey = kind === 'token' || kind === 'credential';
  if (!isKey || node.get('in')?.string !== 'path') return false;
  return identifierTexts.find(proseOf('schema', node, node.get('description')?.string)) !== undefined;
}

/** The expiry and the last digits of a card, and references to stored data, are not secret. */
function isSecret({ name, class: kind }: SensitiveField): boolean {
  const words = writtenWordsIn(name);
  if (!secretClasses.has(kind) || (kind === 'payment-card' && cardParts.matches(words))) return false;
  // A government ID may end with the same words: `tax_id`.
  return kind === 'government-id' || !referenceEndings.matches(words);
}

const secretClasses: ReadonlySet<string> = new Set([
  'credential',
  'token',
  'payment-card',
  'bank-account',
  'government-id',
]);

/** RFC 9110 §5.1 for names of headers. OAS 3.1.1 §4.8.12.2: a parameter with one of these three names is ignored. */
const headerName = specified('RFC 9110, OpenAPI', /^(?!(?:accept|content-type|authorization)$)[\w!#$%&'*+.^`|~-]+$/i);

/** These keywords mean something else in a header, or nothing. */
const serializations = ['style', 'explode', 'allowReserved', 'allowEmptyValue', 'collectionFormat', 'content'];

/** Moves query parameters into headers. A part of the path stays where it is. */
function headerFixes(fields: readonly Value[]): readonly Fix[] {
  const movable = fields.flatMap(({ node, name }) => {
    const at = node.get('in');
    const isMovable = headerName.test(name) && !serializations.some((key) => node.has(key));
    return at?.string === 'query' && isMovable ? [{ at, name }] : [];
  });
  const [first, ...others] = movable;
  // The finding is at the first of the fields.
  if (first === undefined || first.at.parent !== fields[0]?.node) return [];
  const what = others.length === 0 ? `"${first.name}"` : counted(movable.length, 'sensitive value');
  return [
    {
      title: `Send ${what} in ${others.length === 0 ? 'a header' : 'headers'}`,
      safety: 'unsafe',
      patches: movable.map(({ at }) => ({ op: 'replace', at, value: 'header' })),
    },
  ];
}
