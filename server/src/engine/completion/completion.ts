import type { OffsetRange } from '../syntax/sourceNode.ts';

export type CompletionKind =
  | 'scheme'
  | 'scope'
  | 'reference'
  | 'file'
  | 'name'
  | 'response'
  | 'header'
  | 'extension'
  | 'rule'
  | 'setting'
  | 'value';

/** Something that can be written at a position. */
export interface Completion {
  readonly label: string;
  readonly kind: CompletionKind;
  /** A few words beside the label. */
  readonly detail: string;
  /** What it means: plain text, which may quote the document. */
  readonly documentation: string;
  readonly replace: OffsetRange;
  readonly text: string;
  /** Where in `text` a person has something to fill in. */
  readonly placeholders: readonly OffsetRange[];
  /** What the text in `replace` is compared with. */
  readonly filter: string;
  /** Lower ones come first. */
  readonly rank: number;
}

export interface Completions {
  readonly items: readonly Completion[];
  /** True if there are more than are listed: ask again when more is typed. */
  readonly isCut: boolean;
}

/** An editor shows a dozen; so that a large description is as fast as a small one, the others are left out. */
const maxItems = 50;

/** The candidates that fit what is typed, made only as far as they are listed. */
export function chosen<Candidate>(
  candidates: Iterable<Candidate>,
  typed: string,
  nameOf: (candidate: Candidate) => string,
  make: (candidate: Candidate) => Completion,
): Completions {
  const wanted = typed.toLowerCase();
  const others: Candidate[] = [];
  const fitting: Candidate[] = [];
  for (const candidate of candidates) {
    if (nameOf(candidate).toLowerCase().includes(wanted)) fitting.push(candidate);
    else if (fitting.length === 0) others.push(candidate);
    if (fitting.length > maxItems) break;
  }
  // Scattered letters count where nothing holds them together.
  if (fitting.length === 0)
    fitting.push(...others.filter((candidate) => holdsInOrder(nameOf(candidate).toLowerCase(), wanted)));
  return { items: fitting.slice(0, maxItems).map(make), isCut: fitting.length > maxItems };
}

/** As editors filter: all letters in this order. */
function holdsInOrder(name: string, wanted: string): boolean {
  let next = 0;
  for (let at = 0; at < name.length && next < wanted.length; at++) if (name[at] === wanted[next]) next++;
  return next === wanted.length;
}

export const nothing: Completions = { items: [], isCut: false };

export function together(...lists: readonly Completions[]): Completions {
  return { items: lists.flatMap(({ items }) => items), isCut: lists.some(({ isCut }) => isCut) };
}
