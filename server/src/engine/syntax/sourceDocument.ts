import type { Chunk, OffsetRange, SourceNode } from './sourceNode.ts';

export type SourceLanguage = 'yaml' | 'json';

/** Something wrong with the text itself. `error`: the tree has holes. `warning`: the tree is whole, the text is doubtful. */
export interface SyntaxProblem {
  /** Stable name, such as `duplicate-key` or `unexpected-token`. */
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly range: OffsetRange;
  readonly related?: readonly { readonly range: OffsetRange; readonly message: string }[];
}

/** A parsed file. Parsing never throws: a broken file is a tree with holes and a list of problems. */
export interface SourceDocument {
  readonly uri: string;
  readonly text: string;
  readonly language: SourceLanguage;
  readonly root: SourceNode | undefined;
  readonly problems: readonly SyntaxProblem[];
  /** True while some problem is an error: rules about absence then hold their last known answer. */
  readonly isBroken: boolean;
  readonly chunks: readonly Chunk[];
  /** How many aliases stand for an anchored node. */
  aliasesOf(node: SourceNode): number;
}
