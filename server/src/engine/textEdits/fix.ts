import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Scalar, SourceNode } from '../syntax/sourceNode.ts';

/** A text that a person has to complete. Editors with snippets make it a tab stop; elsewhere it is written as it is. */
export class Placeholder {
  readonly text: string;
  readonly type: 'string' | 'number';
  constructor(text: string, type: 'string' | 'number' = 'string') {
    this.text = text;
    this.type = type;
  }
}

export type PatchValue = Scalar | Placeholder | readonly PatchValue[] | { readonly [key: string]: PatchValue };

/**
 * A change in terms of nodes. `patch.ts` alone turns it into text.
 *
 * - `set`: writes `value` under `path` below the map `at`; missing maps on the way are made, aliases on the way are
 *   followed; an existing value is replaced. `after`: the keys to come after, the first that exists, where the key is
 *   new; without one the key goes to the end of the map.
 * - `replace`: the node's value; an alias itself, not its anchor. `rename`: the key of the node.
 * - `remove`: the node with its key or dash and the comment on its line. The last one leaves `{}` or `[]`.
 * - `append` / `insert`: an item into the sequence `at`; `index` counts the items before all patches.
 * - `comment`: a YAML comment, `#` excluded, on a line of its own above the line on which `at` or its key begins.
 *   `recomment`: other text for the comment from `start` to `end`, `#` included in both; without text it is removed,
 *   and its line if nothing else is on it.
 *
 * An absent value (`get:`) counts as an empty map or sequence. Comments on lines of their own always stay: a patch that
 * would remove one with the node around it fails.
 */
export type Patch =
  | {
      readonly op: 'set';
      readonly at: SourceNode;
      readonly path: readonly string[];
      readonly value: PatchValue;
      readonly after?: readonly string[];
    }
  | { readonly op: 'replace'; readonly at: SourceNode; readonly value: PatchValue }
  | { readonly op: 'rename'; readonly at: SourceNode; readonly key: string }
  | { readonly op: 'remove'; readonly at: SourceNode }
  | { readonly op: 'append'; readonly at: SourceNode; readonly value: PatchValue }
  | { readonly op: 'insert'; readonly at: SourceNode; readonly index: number; readonly value: PatchValue }
  | { readonly op: 'comment'; readonly at: SourceNode; readonly text: CommentText }
  | {
      readonly op: 'recomment';
      /** Any node of the document. */
      readonly at: SourceNode;
      readonly start: number;
      readonly end: number;
      readonly text?: CommentText;
    };

export type CommentText = readonly (string | Placeholder)[];

/** `safe`: the contract stays the same for clients. `unsafe`: it changes, or a person has to complete it. */
export type FixSafety = 'safe' | 'unsafe';

export interface Fix {
  /** What happens, in the imperative, without the rule's name: `Use "https"`. Unique within a finding. */
  readonly title: string;
  readonly safety: FixSafety;
  readonly patches: readonly Patch[];
  /** True if it contains a placeholder for the reason of a suppression: it has no effect until an author writes one. */
  readonly asksReason?: boolean;
  /** True if nothing in the description suggests it: an editor prefers no such fix. */
  readonly isGuess?: boolean;
}

/** The fix that needs no input: preferred in an editor, and applied in bulk. */
export function bestOf(fixes: readonly Fix[]): Fix | undefined {
  return fixes.find(({ asksReason }) => asksReason !== true);
}

/** The patches are computed when the fix is applied: a list of findings needs the title alone. */
export function lazyFix(title: string, safety: FixSafety, patches: () => readonly Patch[]): Fix {
  return {
    title,
    safety,
    get patches() {
      return patches();
    },
  };
}

/** A change in terms of text: UTF-16 offsets of the text as it was before any of the edits of the same list. */
export interface SourceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
  /** Where placeholders stand in `text`, in order. */
  readonly placeholders: readonly { readonly start: number; readonly end: number }[];
}

/** The edits of one fix by document: sorted, without overlap. */
export type DocumentEdits = ReadonlyMap<SourceDocument, readonly SourceEdit[]>;
