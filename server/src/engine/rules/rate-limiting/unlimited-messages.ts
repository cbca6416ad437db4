import { limitApiFixes } from '../../fixes/rateLimitFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { namesOf, proseOfOperation } from '../../heuristics/operationWords.ts';
import { limitsNothing } from '../../heuristics/rateLimitProse.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { humanProofs } from '../../lexicon/guessing.ts';
import { otherVerbs, recipientFields, sendingNames, sendingTexts } from '../../lexicon/sentMessages.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';
import { fieldsIn, requestFields } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'unlimited-messages',
    title: 'Messages are sent without limit',
    pillar: 'rate-limiting',
    owasp: 'API6:2023',
    cwe: [799, 770],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" sends messages to an address in the request, but documents no limit. Limit them for each sender and recipient, and document "429".',
      many: '"{name}" and {others:more operation} send messages to an address in the request, but document no limit. Limit them for each sender and recipient, and document "429".',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const { operations, cache } = description;
      const candidates = cache.select(operations, sendsByName);
      if (candidates.length === 0 || !limitsNothing(description, cache.select(operations, isServed))) return;
      const sending = candidates.filter((operation) => cache.get(takesRecipient, operation));
      // One decision of the author, however many operations there are.
      yield* groupNamed(sending, {
        ...operationNaming,
        few: 1,
        fixes: (left) => limitApiFixes(description, left, config.gateway),
      });
    },
  },
});

const sendsByName = pure('unlimited-messages.sendsByName', (operation: Operation): boolean => {
  if (!isServed(operation) || operation.method === 'delete' || operation.path.endsWith('}')) return false;
  if (sendingTexts.find(proseOfOperation(operation)) !== undefined) return true;
  const names = namesOf(operation);
  // A GET may send as well, if its name says so: `GET /messages/send`.
  const own = operation.method === 'get' ? names.slice(0, 1) : names;
  return own.some((name) => sendingNames.matches(name)) && !names.some((name) => otherVerbs.matches(name));
});

const takesRecipient = query('unlimited-messages.takesRecipient', (cache: ReferenceCache, operation: Operation) => {
  const items = operation.requestSchemas.flatMap((schema) => effectiveOf(schema, cache).get('items') ?? []);
  const inItems = items.flatMap((item) => fieldsIn(item, 'request', cache));
  const fields = [...requestFields(operation, cache), ...inItems].map(writtenWordsIn);
  return fields.some((words) => recipientFields.matches(words)) && !fields.some((words) => humanProofs.matches(words));
});
