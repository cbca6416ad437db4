import type { Dependency } from '../incremental/dependency.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { ReferenceProblem } from './model.ts';
import { lenientTokens, pointerTokens, schemeOf } from './uri.ts';

/** Where a reference leads, or why nowhere. */
export type Found = { readonly target: SourceNode } | Unresolved | 'pending';

/** Why a reference leads nowhere. */
export interface Unresolved {
  readonly kind: ReferenceProblem['kind'];
  /** Details, if `kind` is not enough. */
  readonly message: string | undefined;
}

/** The target of a reference, shared by all references that have the same target. */
export interface Meaning {
  /** The URI of the document that holds the reference. */
  readonly base: string;
  /** Of the document to which it leads. */
  readonly uri: string;
  readonly fragment: string;
}

/** Where all references with one meaning lead. Kept from revision to revision, and looked up at most once in each. */
export class ReferenceTarget implements Dependency {
  readonly owner: ReferenceTargets;
  readonly meaning: Meaning;
  /** The keys of the JSON Pointer; `undefined` where the fragment is not a pointer. */
  readonly tokens: readonly string[] | undefined;
  /** A candidate where those are unresolved. */
  readonly lenientTokens: readonly string[] | undefined;
  /** Why the document is never read, unless its URI is the entry's own. */
  readonly unread: Unresolved | undefined;
  /** The revision for which `found` and `end` hold. */
  verifiedAt = 0;
  /** The revision in which it, or a reference that it leads through, last led elsewhere than in the one before. */
  changedAt = 0;
  found: Found = 'pending';
  /** Where it leads in the end, through all further references; `undefined` where that is nowhere. */
  end: SourceNode | undefined = undefined;
  /** Where it was found. */
  document: SourceDocument | undefined = undefined;

  constructor(owner: ReferenceTargets, meaning: Meaning) {
    this.owner = owner;
    this.meaning = meaning;
    this.tokens = pointerTokens(meaning.fragment);
    this.lenientTokens = lenientTokens(meaning.fragment);
    this.unread = unreadOf(meaning);
  }

  refresh(): void {
    if (this.verifiedAt !== this.owner.revision) this.owner.renew(this);
  }
}

/** The targets of one description. */
export class ReferenceTargets {
  readonly #byKey = new Map<string, ReferenceTarget>();
  revision = 0;
  renew: (target: ReferenceTarget) => void = () => {};

  /** From now on, `renew` brings a target up to the present revision. */
  begin(revision: number, renew: (target: ReferenceTarget) => void): void {
    this.revision = revision;
    this.renew = renew;
  }

  of(reference: {
    readonly key: string;
    readonly meaning: Meaning;
    target: ReferenceTarget | undefined;
  }): ReferenceTarget {
    const known = reference.target;
    if (known?.owner === this) return known;
    let target = this.#byKey.get(reference.key);
    if (target === undefined) {
      // Most of so many were typed once and are gone.
      if (this.#byKey.size > maxTargets) this.#byKey.clear();
      target = new ReferenceTarget(this, reference.meaning);
      this.#byKey.set(reference.key, target);
    }
    reference.target = target;
    return target;
  }
}

function unreadOf({ base, uri }: Meaning): Unresolved | undefined {
  if (uri === base) return undefined;
  const scheme = schemeOf(uri);
  if (scheme === 'http' || scheme === 'https') return { kind: 'remote', message: undefined };
  return scheme === schemeOf(base) ? undefined : { kind: 'unsupported-scheme', message: undefined };
}

export function targetOf(found: Found): SourceNode | undefined {
  return typeof found === 'object' && 'target' in found ? found.target : undefined;
}

const maxTargets = 100_000;
