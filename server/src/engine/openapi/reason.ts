/** The extension that accepts an operation as public, with a reason. */
export const publicExtension = 'x-portcullis-public';

/** What fixes and actions write where a person has to give a reason. It is not a reason itself. */
export const reasonPlaceholder = 'state why';

/**
 * True for text that can be a reason to accept a finding. Not a reason: nothing, punctuation, a note that the reason is
 * still to be written (`TODO: ask the team`), and text that only asks for a reason or repeats that something is accepted
 * ("state why", "the reason", "public on purpose").
 */
export function isReason(text: string | undefined): text is string {
  if (text === undefined || unfinished.test(text)) return false;
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.some((word) => !emptyWords.has(word));
}

/** In capitals, as people mark what they still have to do: "Todo lists are public" is a sentence. */
const unfinished = /^\P{L}*(TODO|FIXME|TBD|XXX)(?![\p{L}\p{N}])/u;

/** Words that, by themselves and together, give no reason. */
const emptyWords: ReadonlySet<string> = new Set(
  [
    reasonPlaceholder,
    'a an the my our some your this that it is be to for of in on here now goes and or',
    'reason reasons why justification rationale explanation explain explained comment text placeholder',
    'state say give write add insert enter put fill describe provide document tell please',
    'todo tbd tba fixme xxx done determined defined written decided',
    'none no yes ok okay true false null undefined nil na n',
    'accept accepted ignore ignored suppress suppressed public purpose operation intentional intentionally',
  ]
    .join(' ')
    .split(' '),
);
