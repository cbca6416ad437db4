import { pure } from '../../incremental/pure.ts';
import { titleFillers } from '../../lexicon/roles.ts';
import { select, type Words, wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { firstSentence, textsOf } from '../operationWords.ts';

/** The first sentences of the summary and of the description, without articles: "Logs in a user" is `log in user`. */
export const titlesOf = pure('titles.titlesOf', (operation: Operation): readonly Words<'singular'>[] =>
  textsOf(operation).map((text) => {
    // Case divides names, and not sentences: "OAuth" is one word.
    const sentence = firstSentence(text);
    const words = wordsIn(sentence.includes(' ') ? sentence.toLowerCase() : sentence);
    return select(words, (index) => !titleFillers.has(words[index] ?? ''));
  }),
);
