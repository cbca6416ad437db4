import { isServed } from '../../heuristics/operationKind.ts';
import { firstSentence, lastSegment, proseOfOperation, textsOf } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { listActions } from '../../lexicon/listPaths.ts';
import {
  actionParameters,
  changingActions,
  changingSummaries,
  futureWords,
  makingActions,
  messageTargets,
  messageTexts,
  performingSummaries,
  renderings,
} from '../../lexicon/serviceControl.ts';
import { slice, wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'state-changing-get',
    title: 'GET operation changes state',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [650, 352],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" changes state, but links, prefetching and retries send GET requests without asking. Use POST.',
      many: '"{name}" and {others:more operation} change state, but links, prefetching and retries send GET requests without asking. Use POST.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      // One habit of the author, however many operations there are.
      yield* groupNamed(cache.select(operations, changesState), { ...operationNaming, few: 1 });
    },
  },
});

/** A GET that says so twice: in its path, its ID or its parameters, and in its text. */
const changesState = pure('state-changing-get.changesState', (operation: Operation): boolean => {
  const { method, path, operationId = '' } = operation;
  if (method !== 'get' || !isServed(operation)) return false;
  // RFC 8615: an address to go to, such as the page that changes a password.
  if (path.includes('/.well-known/')) return false;
  if (sendsMessage(operation)) return true;
  const summaries = textsOf(operation).map((text) => writtenWordsIn(firstSentence(text)));
  if (path.endsWith('}')) return isAction(path) && summaries.some((words) => performingSummaries.matches(words));
  const names = [lastSegment(path), operationId].map(writtenWordsIn);
  if (!names.some((name) => changingActions.matches(name) || makingActions.matches(name))) return false;
  if (renderings.find(proseOfOperation(operation)) !== undefined) return false;
  return summaries.some((words) => changingSummaries.matches(futureWords.matches(words) ? slice(words, 1) : words));
});

/** `/pods/{id}/{action}` */
function isAction(path: string): boolean {
  return actionParameters.matches(wordsIn(path.slice(path.lastIndexOf('{') + 1, -1)));
}

/** `GET /sms?to=&message=`, and not a list of messages. */
function sendsMessage({ path, parameters }: Operation): boolean {
  const last = lastSegment(path);
  if (wordsIn(last).at(-1) !== writtenWordsIn(last).at(-1) || listActions.matches(writtenWordsIn(last))) return false;
  const named = parameters.filter(({ in: where }) => where === 'query').map(({ name }) => writtenWordsIn(name));
  return named.some((words) => messageTexts.matches(words)) && named.some((words) => messageTargets.matches(words));
}
