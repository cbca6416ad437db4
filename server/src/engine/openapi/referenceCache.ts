import type { Dependency } from '../incremental/dependency.ts';
import { QueryCache } from '../incremental/queryCache.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type ReferenceTarget, ReferenceTargets } from './referenceTarget.ts';

/** Follows the references of one revision to their end. `onTarget` gets the target on which the answer depends. */
export type Follow = (node: SourceNode, onTarget?: (target: ReferenceTarget) => void) => SourceNode | undefined;

/** A cache whose queries may follow references: where they lead is tracked. */
export class ReferenceCache extends QueryCache {
  readonly targets = new ReferenceTargets();
  #follow: Follow = (node) => node;
  #step: Follow = (node) => node;
  #siblings = { apply: false, changedAt: 0, refresh: () => {} };
  readonly #onTarget = (target: ReferenceTarget): void => this.track(target);

  begin(follow: Follow, step: Follow, renew: (target: ReferenceTarget) => void): void {
    this.#follow = follow;
    this.#step = step;
    this.targets.begin(this.beginRevision(), renew);
  }

  /** True where keywords next to `$ref` apply, as they do since 3.1 (JSON Schema 2020-12 §8.2.3.1); tracked. */
  get siblingsApply(): boolean {
    this.track(this.#siblings);
    return this.#siblings.apply;
  }

  /** For the version of the present revision. */
  set siblingsApply(apply: boolean) {
    if (this.#siblings.apply !== apply) Object.assign(this.#siblings, { apply, changedAt: this.revision });
  }

  /** Follows references; the node itself if it is none, `undefined` where they lead nowhere. */
  readonly resolve = (node: SourceNode): SourceNode | undefined => {
    const target = this.#follow(node, this.#onTarget);
    if (target === undefined) this.track(new UnresolvedReference(() => this.#follow(node)));
    return target;
  };

  /** Follows one reference; `undefined` where it leads nowhere. `resolve` reports why. */
  step(node: SourceNode): SourceNode | undefined {
    return this.#step(node, this.#onTarget);
  }
}

/** Each revision reports its own unresolved references, so those of a cached value are followed again. */
class UnresolvedReference implements Dependency {
  /** A target that appears is a change of the reference's target. */
  readonly changedAt = 0;
  readonly refresh: () => void;

  constructor(follow: () => void) {
    this.refresh = follow;
  }
}
