import type { Chunk, OffsetRange, SourceNode } from './sourceNode.ts';
import type { EditedText } from './text/editedText.ts';

export type SourceLanguage = 'yaml' | 'json';

/** Something wrong with the text itself. `error`: the tree has holes. `warning`: the tree is whole, the text is doubtful. */
export interface SyntaxProblem {
  /** Stable name, such as `duplicate-key` or `unexpected-token`. */
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly range: OffsetRange;
  /** What is probably meant in place of the range. */
  readonly meant?: string | undefined;
  readonly related?: readonly { readonly range: OffsetRange; readonly message: string }[];
}

/** A parsed file. Parsing never throws: a broken file is a tree with holes and a list of problems. */
export interface SourceDocument {
  readonly uri: string;
  /** All of it. For a part use `slice`, which does not put together a text that is being edited. */
  readonly text: string;
  /** UTF-16 units. */
  readonly length: number;
  /** What was parsed: the same object for the same text of an editor. */
  readonly content: string | EditedText;
  readonly language: SourceLanguage;
  readonly root: SourceNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** True while some problem is an error: findings of rules about absence are then carried over. */
  readonly isBroken: boolean;
  readonly chunks: readonly Chunk[];
  /** As of a string, for offsets that are not negative. */
  slice(start: number, end?: number): string;
  readonly hasAliases: boolean;
  /** How many aliases stand for an anchored node. */
  aliasesOf(node: SourceNode): number;
}
