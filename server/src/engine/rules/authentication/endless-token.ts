import { isServed, isWriteByName } from '../../heuristics/operationKind.ts';
import { lastSegment, namesOf, proseOfOperation, textsOf } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import {
  createdTokens,
  credentialOwners,
  endlessTimes,
  expiryFields,
  expiryWords,
  mayBeLifetime,
  otherTokenDeeds,
  passingTokens,
  revocations,
} from '../../lexicon/expiry.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { nameOfPart } from '../../rule/schemaParts.ts';
import { partsNear, type SchemaPart } from '../../schemas/schemaUnit.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'endless-token',
    title: 'Keys or tokens live forever',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [613, 324],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      never:
        '"{name}" lets a credential live forever, so a leaked one works forever. Require a lifetime with a "maximum".',
      expiry:
        '"{operation}" creates a credential, but documents no expiry. Add a lifetime with a "maximum", and return when it ends.',
      revocation: '"{operation}" creates a credential, but no operation revokes one. Add an operation that deletes it.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache, nodes }) {
      const endless = [...cache.getEach(endlessIn, nodes.Schema)].flat();
      yield* groupReports(
        endless,
        ({ node }) => ({ keyOf: node }),
        function* ([first, ...others]) {
          if (first === undefined) return;
          yield {
            at: { keyOf: first.node },
            message: 'never',
            data: { name: nameOfPart(first) },
            related: others.map((other) => ({ at: { keyOf: other.node }, message: nameOfPart(other) })),
          };
        },
      );
      const creating = cache.select(operations, createsToken);
      if (creating.length === 0) return;
      const lasting = endless.length > 0 ? [] : creating.filter((operation) => !cache.get(documentsExpiry, operation));
      yield* perDescription(lasting, 'expiry');
      const isRevocable = cache.select(operations, revokes).length > 0;
      if (!isRevocable) yield* perDescription(creating, 'revocation');
    },
  },
});

function perDescription(operations: readonly Operation[], message: 'expiry' | 'revocation') {
  return groupReports(operations, methodKey, function* (left) {
    const [first, ...others] = left;
    if (first === undefined) return;
    const data = { operation: nameOf(first) };
    const base = { at: methodKey(first), operations: left.length, related: relatedOperations(others) };
    yield { ...base, message, data } as const;
  });
}

/** Lifetimes of credentials, of which the description says that there may be none. */
const endlessIn = query('endless-token.endlessIn', (_: ReferenceCache, schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => {
    const { property, node, enclosing } = part;
    // Most properties are something else: test cheaply before splitting the name.
    if (property === undefined || !mayBeLifetime(property)) return false;
    const text = node.get('description')?.string;
    if (text === undefined || !expiryFields.matches(writtenWordsIn(property))) return false;
    const around = [property, ...enclosing, ...pathWordsOf(part)];
    if (!around.some((name) => credentialOwners.matches(wordsIn(name)))) return false;
    return endlessTimes.find(proseOf('property', part, text)) !== undefined;
  }),
);

/** The path of an inline body. */
function pathWordsOf({ node }: SchemaPart): readonly string[] {
  const [, first, path = ''] = node.pointer.split('/');
  return first === 'paths' ? [path.replaceAll('~1', '/')] : [];
}

/** `POST /tokens` */
const createsToken = pure('endless-token.createsToken', (operation: Operation): boolean => {
  const { method, path } = operation;
  if (method !== 'post' || !isServed(operation) || !isWriteByName(operation) || path.endsWith('}')) return false;
  const last = writtenWordsIn(lastSegment(path));
  if (!createdTokens.matches(last) || passingTokens.matches(last)) return false;
  return otherTokenDeeds.find(proseOfOperation(operation)) === undefined;
});

/** In the request, in the answer or in a text. */
const documentsExpiry = query('endless-token.documentsExpiry', (cache: ReferenceCache, operation: Operation) => {
  if (expiryWords.find(proseOfOperation(operation)) !== undefined) return true;
  const answers = operation.responses.flatMap(({ status, schemas }) => (status.startsWith('2') ? schemas : []));
  const schemas = [...operation.requestSchemas, ...answers];
  if (schemas.length === 0 && textsOf(operation).length === 0) return true;
  return (
    operation.parameters.some(({ name }) => expiryFields.matches(writtenWordsIn(name))) ||
    schemas.some((schema) =>
      partsNear(schema, cache.resolve).some(({ property }) => property !== undefined && isExpiry(property)),
    )
  );
});

function isExpiry(property: string): boolean {
  return expiryFields.matches(writtenWordsIn(property));
}

/** `DELETE /tokens/{id}`, `POST /tokens/{id}/revoke` */
const revokes = pure('endless-token.revokes', (operation: Operation): boolean => {
  const isAbout = operation.path.split('/').some((segment) => credentialOwners.matches(wordsIn(segment)));
  if (!isAbout) return false;
  return operation.method === 'delete' || namesOf(operation).some((name) => revocations.matches(name));
});
