import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { lastSegment } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { listActions } from '../../lexicon/listPaths.ts';
import { pagingParameters } from '../../lexicon/lists.ts';
import { proseOf } from '../../lexicon/subject.ts';
import {
  ageFields,
  analyzedTexts,
  emailFields,
  ownPositions,
  ownWords,
  personalContacts,
  personNames,
  positionWords,
  searchedTexts,
  sexFields,
  writtenTexts,
} from '../../lexicon/urlContents.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';

export default defineRule({
  meta: {
    id: 'personal-data-in-url',
    title: 'URL holds personal data or a message',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [598, 359],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['GDPR Art. 5(1)(f)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" sends personal data or a text in the URL, and so into logs and browser histories. Send it in the request body.',
      many: '"{name}" and {others:more parameter} send personal data or texts in URLs, and so into logs and browser histories. Send them in request bodies.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      const found = new Set(cache.collect(operations, personalOf));
      const open = [...found].filter((parameter) => cache.get(isOpenText, parameter));
      yield* groupNamed(open, {
        at: ({ node }) => node.get('name') ?? { keyOf: node },
        name: ({ name }) => name,
        // One habit of the author, however many parameters there are.
        few: 1,
      });
    },
  },
});

const personalOf = pure('personal-data-in-url.personalOf', (operation: Operation): readonly Parameter[] => {
  if (!isServed(operation) || operation.parameters.length === 0) return [];
  const isRead = !isWrite(operation);
  const isFiltered = isRead && isList(operation);
  const isPerson = describesPerson(operation);
  return operation.parameters.filter((parameter) => {
    const { in: where, name, node } = parameter;
    if (where !== 'query') return false;
    const words = writtenWordsIn(name);
    if (ownWords.matches(words) && positionWords.matches(words)) return true;
    const description = proseOf('parameter', parameter, node.get('description')?.string);
    if (ownPositions.find(description) !== undefined) return true;
    if (isPerson && ageFields.matches(words)) return true;
    // A filter selects objects, and rarely one person.
    if (isFiltered) return false;
    if (personalContacts.matches(words) || emailFields.matches(words)) return true;
    if (!isRead) return writtenTexts.matches(words) || personNames.matches(words);
    return analyzedTexts.matches(words) && searchedTexts.find(description) === undefined;
  });
});

/** `?sex=female&age.value=35` */
function describesPerson({ parameters }: Operation): boolean {
  const named = parameters.filter(({ in: where }) => where === 'query').map(({ name }) => writtenWordsIn(name));
  return named.some((words) => sexFields.matches(words)) && named.some((words) => ageFields.matches(words));
}

/** `/users`, `/search`, `/users/count` */
function isList({ path, parameters }: Operation): boolean {
  if (parameters.some(({ name, in: where }) => where === 'query' && pagingParameters.matches(wordsIn(name))))
    return true;
  if (path.endsWith('}')) return false;
  const last = lastSegment(path);
  return wordsIn(last).at(-1) !== writtenWordsIn(last).at(-1) || listActions.matches(writtenWordsIn(last));
}

/** A number or a text of any content: the values of a list, and booleans, say nothing about anybody. */
const isOpenText = query('personal-data-in-url.isOpenText', (cache: ReferenceCache, { schema }: Parameter): boolean => {
  if (schema === undefined) return false;
  const effective = effectiveOf(schema, cache);
  return !effective.isListed && !effective.types.includes('boolean') && !effective.types.includes('object');
});
