import type { Dependency } from '../incremental/queryCache.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { ReferenceProblem } from './model.ts';
import { pointerTokens, schemeOf } from './uri.ts';

/** Where a reference leads, or why nowhere. */
export type Found = { readonly target: SourceNode } | Lost | 'pending';

export interface Lost {
  readonly kind: ReferenceProblem['kind'];
  /** What is to be said besides; `undefined` where the kind says it all. */
  readonly message: string | undefined;
}

/** What a reference means: the same for all references that mean the same from their documents. */
export interface Meaning {
  /** The URI of the document in which it stands. */
  readonly base: string;
  /** Of the document to which it leads. */
  readonly uri: string;
  readonly fragment: string;
}

/** Where references of one meaning lead in one version of a description. */
export interface Slot extends Dependency {
  readonly owner: Slots;
  readonly meaning: Meaning;
  /** The keys on the way; `undefined` where the fragment is no pointer. */
  readonly tokens: readonly string[] | undefined;
  /** Why the document that is meant is never read, unless its URI is the entry's own. */
  readonly unread: Lost | undefined;
  found: Found;
  /** Where it was found. */
  document: SourceDocument | undefined;
}

/** One for all versions of a description: a reference that was asked for once finds its answer without a search by name. */
export class Slots {
  readonly #byKey = new Map<string, Slot>();

  of(reference: { readonly key: string; readonly meaning: Meaning; slot: Slot | undefined }): Slot {
    const known = reference.slot;
    if (known?.owner === this) return known;
    let slot = this.#byKey.get(reference.key);
    if (slot === undefined) {
      // What was typed once and nobody means any more.
      if (this.#byKey.size > maxSlots) this.#byKey.clear();
      const { meaning } = reference;
      const tokens = pointerTokens(meaning.fragment);
      const unread = unreadOf(meaning);
      slot = { owner: this, meaning, tokens, unread, version: 0, changedAt: 0, found: 'pending', document: undefined };
      this.#byKey.set(reference.key, slot);
    }
    reference.slot = slot;
    return slot;
  }
}

function unreadOf({ base, uri }: Meaning): Lost | undefined {
  if (uri === base) return undefined;
  const scheme = schemeOf(uri);
  if (scheme === 'http' || scheme === 'https') return { kind: 'remote', message: undefined };
  return scheme === schemeOf(base) ? undefined : { kind: 'unsupported-scheme', message: undefined };
}

export function targetOf(found: Found): SourceNode | undefined {
  return typeof found === 'object' && 'target' in found ? found.target : undefined;
}

const maxSlots = 100_000;
