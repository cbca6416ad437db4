import { returnedSecretFixes, type SecretKind } from '../../fixes/secretFixes.ts';
import { proseOfOperation } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { configurationFiles } from '../../lexicon/configurations.ts';
import {
  accountKeys,
  answerWords,
  bareKeys,
  errorWords,
  issuedSecrets,
  issuingWords,
  maskedValues,
  otherTokenOwners,
  ownerIds,
  passwordChecks,
  passwordDeeds,
  passwordOwners,
  passwords,
  secretProducts,
  sharedSecrets,
  storedTokens,
  withheldSecrets,
} from '../../lexicon/secrets.ts';
import { specified } from '../../lexicon/specified.ts';
import { type Prose, proseOf } from '../../lexicon/subject.ts';
import { slice, type Words, wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupNamed, groupReports, type Naming, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { partsNear, type Resolve, type SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'secret-in-response',
    title: 'Response returns a password or a secret',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [200, 522],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2', 'GDPR Art. 5(1)(f)'],
    since: '0.1.0',
    absence: false,
    messages: {
      secret:
        '"{name}" is returned on every read. Return the secret once, at creation, and omit it from later responses.',
      secrets:
        '"{name}" and {others:more secret} are returned on every read. Return each secret once, at creation, and omit it from later responses.',
      one: '"{name}" is returned in responses. Mark it "writeOnly", or omit it from responses.',
      product:
        '"{name}" is what "{operation}" exists to return. Require a scope of its own for it, and forbid caches to store the response.',
      many: '"{name}" and {others:more secret} are returned in responses. Mark them "writeOnly", or omit them from responses.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { nodes, cache } = description;
      const namingOf = (kind: SecretKind): Naming<SchemaPart> => ({
        ...partNaming,
        fixes: (parts) => returnedSecretFixes(parts, kind, description),
      });
      const naming = namingOf('password');
      const secrets = cache.collect(nodes.Schema, secretsIn);
      const products = secrets.length === 0 ? new Map<SourceNode, Operation>() : productsOf(description);
      for (const part of secrets) {
        const operation = products.get(part.node);
        if (operation === undefined) continue;
        const data = { name: naming.name(part), operation: nameOf(operation) };
        yield { at: naming.at(part), message: 'product', data, severity: 'information' } as const;
      }
      yield* groupNamed(
        secrets.filter(({ node }) => !products.has(node)),
        naming,
      );
      yield* groupReports(cache.collect(nodes.Schema, keysIn), naming.at, function* (left) {
        for (const report of groupNamed(left, namingOf('key'))) {
          const weight = { severity: 'warning', confidence: 'medium' } as const;
          if (report.message === 'one') yield { ...report, ...weight, message: 'secret' } as const;
          else yield { ...report, ...weight, message: 'secrets' } as const;
        }
      });
    },
  },
});

const secretsIn = pure('secret-in-response.secretsIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isReturned(schema, part) && isSecret(part, isPassword)),
);

const keysIn = pure('secret-in-response.keysIn', (schema: Schema): readonly SchemaPart[] =>
  schema.usage.readResponse ? schema.parts.filter((part) => isReturned(schema, part) && isKept(part, schema)) : [],
);

/** The object keeps it, so each read returns it again. */
function isKept(part: SchemaPart, { usage }: Schema): boolean {
  if (isSecret(part, sharedSecrets.matches) || isSecret(part, isOwnedPassword) || isKey(part)) return true;
  return usage.request && isSecret(part, storedTokens.matches);
}

/** `smtpPassword`: of something else than the account that `password` is about. */
function isOwnedPassword(words: Words<'as written'>): boolean {
  return words.length > 1 && !isPassword(words) && passwords.matches(slice(words, -1)) && !passwordDeeds.matches(words);
}

/** `apiKey`, and next to an ID a bare `token`. */
function isKey(part: SchemaPart): boolean {
  const { property = '', parent, enclosing } = part;
  const words = writtenWordsIn(property);
  const isAccountKey = accountKeys.matches(words);
  if (!isAccountKey && !bareKeys.matches(words)) return false;
  // A login returns a token and nothing that it belongs to.
  if (parent === undefined || !ownerIdsIn(parent.node).some((name) => name !== property)) return false;
  if (isAccountKey) return isSecret(part, accountKeys.matches);
  const owner = enclosing[1] ?? '';
  if (owner === '' || otherTokenOwners.matches(writtenWordsIn(owner))) return false;
  return isSecret(part, bareKeys.matches);
}

const ownerIdsIn = pure('secret-in-response.ownerIdsIn', (schema: SourceNode): readonly string[] =>
  (schema.get('properties')?.entries() ?? []).flatMap(({ key }) => (ownerIds.matches(writtenWordsIn(key)) ? key : [])),
);

const isProduct = pure(
  'secret-in-response.isProduct',
  (operation: Operation): boolean => secretProducts.find(proseOfOperation(operation)) !== undefined,
);

/**
 * What operations exist to return, such as the password hashes of a scanned firmware, by the node of the property. What
 * another operation returns as well is not among it.
 */
function productsOf({ operations, resolve, cache }: OpenApiDescription): ReadonlyMap<SourceNode, Operation> {
  const products = new Map<SourceNode, Operation>();
  const selling = cache.select(operations, isProduct);
  for (const operation of selling) for (const node of returnedBy(operation, resolve)) products.set(node, operation);
  if (products.size === 0) return products;
  for (const operation of operations) {
    if (selling.includes(operation)) continue;
    for (const node of returnedBy(operation, resolve)) products.delete(node);
  }
  return products;
}

/** The properties of the bodies, and of the items and objects that these reference. */
function* returnedBy({ responses }: Operation, resolve: Resolve): Generator<SourceNode> {
  for (const { schemas } of responses)
    for (const schema of schemas)
      for (const { node, property } of partsNear(schema, resolve)) if (property !== undefined) yield node;
}

/** True for a secret that the server generated and has to return once, by its description or the name of its schema. */
function isIssued({ enclosing }: SchemaPart, description: Prose<'property'>): boolean {
  if (issuedSecrets.find(description) !== undefined) return true;
  return enclosing.some((name) => {
    const words = writtenWordsIn(name);
    return issuingWords.matches(words) && answerWords.matches(words);
  });
}

function isSecret(part: SchemaPart, isName: (words: Words<'as written'>) => boolean): boolean {
  const { property, node, types } = part;
  if (property === undefined || types.some((type) => otherTypes.has(type))) return false;
  if (node.has('enum') || !isName(writtenWordsIn(property))) return false;
  const description = proseOf('property', part, node.get('description')?.string);
  // A withheld secret lacks `writeOnly` and nothing else.
  if (isIssued(part, description) || withheldSecrets.find(description) !== undefined) return false;
  return !isComplaint(part) && !isStored(part) && !isMasked(node);
}

/** The example shows what clients get: `<REDACTED>`. `****` stands for any password, and says nothing. */
function isMasked(node: SourceNode): boolean {
  return maskedValues.matches(wordsIn(node.get('example')?.string?.slice(0, 100) ?? ''));
}

/** An array of that name holds the errors of the field. */
const otherTypes: ReadonlySet<string> = new Set(specified('JSON Schema', ['boolean', 'object', 'array']));

/** True in a vault, which exists to return it (`Password.password`), and in a configuration file. */
function isStored({ property = '', enclosing }: SchemaPart): boolean {
  const around = enclosing[1] ?? '';
  return around.toLowerCase() === property.toLowerCase() || configurationFiles.matches(writtenWordsIn(around));
}

/** `errors: { password: "too short" }` */
function isComplaint({ parent }: SchemaPart): boolean {
  return parent?.enclosing.some((name) => errorWords.matches(writtenWordsIn(name))) === true;
}

function isPassword(words: Words<'as written'>): boolean {
  const name = passwordChecks.matches(words) ? slice(words, 0, -1) : words;
  return passwords.matches(name) || (passwordOwners.has(name[0] ?? '') && passwords.matches(slice(name, 1)));
}
