import { signFixes } from '../../fixes/webhookFixes.ts';
import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { takesKey } from '../../heuristics/publicAccess.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { signatureSchemes } from '../../lexicon/credentials.ts';
import { senderProofs } from '../../lexicon/proofs.ts';
import { proseOf } from '../../lexicon/subject.ts';
import {
  deliveryAddresses,
  deliveryProofs,
  hookWords,
  managingWords,
  signedDeliveries,
  subscriptions,
} from '../../lexicon/webhooks.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupReports, methodKey, nameOf, relatedOperations, summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partsNear } from '../../schemas/schemaUnit.ts';

export default defineRule({
  meta: {
    id: 'unsigned-webhook',
    title: 'Webhook sender cannot be verified',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [345, 306],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" has neither authentication nor a signature, so the receiver cannot verify the sender. Add a signature header.',
      many: 'Neither authentication nor a signature is documented for {operations:webhook}, so receivers cannot verify the sender. Add a signature header.',
      subscription:
        '"{operation}" subscribes a URL, but no signature of the deliveries is documented, so the receiver cannot verify the sender. Add a signing secret and a signature header.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { operations, cache } = description;
      const sent = cache.select(operations, isSent);
      const delivered = cache.select(operations, isDelivered);
      const open = cache.select(delivered, isOpen);
      const managing = cache.select(operations, managesHooks);
      if ((open.length === 0 && managing.length === 0) || documentsSignature(description, managing)) return;
      yield* summarize(open, (left) => signFixes(description, left));
      // Webhooks that are described say themselves how they are signed.
      if (sent.length > 0) return;
      const subscribing = managing.filter((operation) => cache.get(subscribes, operation));
      yield* groupReports(subscribing, methodKey, function* (left) {
        const [first, ...others] = left;
        if (first === undefined) return;
        yield {
          at: methodKey(first),
          message: 'subscription',
          data: { operation: nameOf(first) },
          operations: left.length,
          related: relatedOperations(others),
        };
      });
    },
  },
});

const isSent = pure('unsigned-webhook.isSent', ({ kind }: Operation): boolean => kind !== 'operation');

/** What the API sends, and what others deliver to it, unless the sender has a key or the path a secret. */
const isDelivered = pure('unsigned-webhook.isDelivered', (operation: Operation): boolean => {
  if (operation.kind !== 'operation') return true;
  if (!isServed(operation) || takesKey(operation)) return false;
  return hasRole(operation, 'hook') && !lastSegment(operation.path).startsWith('{');
});

const isOpen = pure('unsigned-webhook.isOpen', ({ security, parameters }: Operation): boolean => {
  return (
    security.authentication === 'none' &&
    !parameters.some(({ name, in: where }) => where === 'header' && senderProofs.matches(wordsIn(name)))
  );
});

/** `/webhooks`, `/webhooks/{id}`, `/hooks/subscribe`: the webhooks of the client are managed here. */
const managesHooks = pure('unsigned-webhook.managesHooks', (operation: Operation): boolean => {
  if (!isServed(operation)) return false;
  const last = wordsIn(lastSegment(operation.path));
  if (hookWords.matches(last) || subscriptions.matches(last)) return true;
  return (
    managingWords.matches(last) && operation.path.split('/').some((segment) => hookWords.matches(wordsIn(segment)))
  );
});

const subscribes = query('unsigned-webhook.subscribes', (cache: ReferenceCache, operation: Operation): boolean => {
  if (!isWrite(operation)) return false;
  const names = [
    ...operation.parameters.filter(({ in: where }) => where !== 'path').map(({ name }) => name),
    ...propertiesOf(operation.requestSchemas, cache),
  ];
  return names.some((name) => deliveryAddresses.matches(writtenWordsIn(name)));
});

/** What is sent and returned about webhooks has a secret, or some text tells how deliveries are signed. */
function documentsSignature(description: OpenApiDescription, managing: readonly Operation[]): boolean {
  const { root, cache, operations } = description;
  const tags = new Set([...managing, ...cache.select(operations, isSent)].flatMap((operation) => operation.tags));
  const described = (root.get('tags')?.items() ?? []).filter((tag) => tags.has(tag.get('name')?.string ?? ''));
  const texts = [root.at('info', 'description'), ...described.map((tag) => tag.get('description'))];
  const introduction = proseOf('introduction', description, ...texts.map((text) => text?.string));
  if (signedDeliveries.find(introduction) !== undefined) return true;
  return (
    cache.select(operations, saysSigned).length > 0 || managing.some((operation) => cache.get(takesProof, operation))
  );
}

const saysSigned = pure('unsigned-webhook.saysSigned', (operation: Operation): boolean => {
  return (
    (operation.kind !== 'operation' || managesHooks(operation)) &&
    signedDeliveries.find(proseOfOperation(operation)) !== undefined
  );
});

const takesProof = query('unsigned-webhook.takesProof', (cache: ReferenceCache, operation: Operation): boolean => {
  const responses = operation.responses.flatMap(({ schemas }) => schemas);
  const names = [
    ...operation.parameters.filter(({ in: where }) => where === 'query').map(({ name }) => name),
    ...propertiesOf([...operation.requestSchemas, ...responses], cache),
  ];
  const headers = operation.parameters.filter(({ in: where }) => where === 'header');
  return (
    names.some((name) => deliveryProofs.matches(wordsIn(name))) ||
    headers.some(({ name }) => signatureSchemes.matches(writtenWordsIn(name)))
  );
});

function propertiesOf(schemas: Operation['requestSchemas'], { resolve }: ReferenceCache): readonly string[] {
  return schemas.flatMap((schema) => partsNear(schema, resolve).flatMap(({ property }) => property ?? []));
}
