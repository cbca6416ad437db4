import type { SourceNode } from '../syntax/sourceNode.ts';
import type { ReferenceProblem } from './model.ts';

/** Where a reference leads, or why nowhere. */
export type Found =
  | { readonly target: SourceNode }
  | { readonly kind: ReferenceProblem['kind']; readonly message: string }
  | 'pending';

/** Where references of one meaning lead in one version of a description. */
export interface Slot {
  readonly owner: Slots;
  version: object | undefined;
  found: Found;
}

/** One for all versions of a description: a reference that was asked for once finds its answer without a search by name. */
export class Slots {
  readonly #byKey = new Map<string, Slot>();

  of(reference: { readonly key: string; slot: unknown }): Slot {
    const known = reference.slot as Slot | undefined;
    if (known?.owner === this) return known;
    let slot = this.#byKey.get(reference.key);
    if (slot === undefined) {
      // What was typed once and nobody means any more.
      if (this.#byKey.size > maxSlots) this.#byKey.clear();
      slot = { owner: this, version: undefined, found: 'pending' };
      this.#byKey.set(reference.key, slot);
    }
    reference.slot = slot;
    return slot;
  }
}

const maxSlots = 100_000;
