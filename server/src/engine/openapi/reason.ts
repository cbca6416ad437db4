import { unfinishedMarks } from '../lexicon/placeholders.ts';
import { emptyWords, verdictWords } from '../lexicon/reasons.ts';
import { writtenWordsIn } from '../lexicon/words.ts';

/** The extension that marks an operation as intentionally public, with a reason. */
export const publicExtension = 'x-portcullis-public';

/** Fixes and actions write it where an author has to give a reason. It is not a reason itself. */
export const reasonPlaceholder = 'state why';

/**
 * True for text that can be a reason for a suppression. Not a reason: nothing, punctuation, a picture, a note that the
 * reason is still to be written (`TODO: ask the team`), text that only asks for a reason or repeats that something is
 * accepted ("state why", "the reason", "see above"), and text that says nothing of the API: a verdict about the finding
 * ("false positive", "noise", "legacy") or a wish for the build ("make CI green").
 */
export function isReason(text: string | undefined): text is string {
  if (text === undefined) return false;
  const [, mark = ''] = capitals.exec(text) ?? [];
  if (unfinishedMarks.has(mark.toLowerCase())) return false;
  return writtenWordsIn(text.slice(0, 1000).replaceAll(/['’]/g, '')).some(saysSomething);
}

/** In capitals, as authors mark open tasks: "Todo lists are public" is a sentence. */
const capitals = /^\P{L}*(\p{Lu}+)(?![\p{L}\p{N}])/u;

/** One letter or digit, one character repeated, a word for "reason" and a verdict say nothing. */
function saysSomething(word: string): boolean {
  return !/^(.)\1*$/u.test(word) && !/^\p{N}{1,2}$/u.test(word) && !emptyWords.has(word) && !verdictWords.has(word);
}
