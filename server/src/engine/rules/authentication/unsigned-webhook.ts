import { pure } from '../../incremental/pure.ts';
import { senderProofs } from '../../lexicon/proofs.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unsigned-webhook',
    title: 'Webhook sender cannot be verified',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [345, 306],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    versions: ['3.0', '3.1', '3.2'],
    messages: {
      one: '"{operation}" has neither authentication nor a signature, so the receiver cannot verify the sender. Add a signature header.',
      many: 'Neither authentication nor a signature is documented for {operations:webhook}, so receivers cannot verify the sender. Add a signature header.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* summarize(cache.select(operations, isOpen));
    },
  },
});

const isOpen = pure('unsigned-webhook.isOpen', ({ kind, security, parameters }: Operation): boolean => {
  return (
    kind !== 'operation' &&
    security.authentication === 'none' &&
    !parameters.some(({ name, in: where }) => where === 'header' && senderProofs.matches(wordsIn(name)))
  );
});
