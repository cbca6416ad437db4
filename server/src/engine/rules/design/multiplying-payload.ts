import { defineRule } from '../../rule/rule.ts';
import { nameOfPart } from '../../rule/schemaParts.ts';
import { type Resolve, readUnit, type SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'multiplying-payload',
    title: 'Nested arrays allow excessively large payloads',
    pillar: 'design',
    owasp: 'API4:2023',
    cwe: [770, 674],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      product: 'Nested arrays allow {items:item} in one request, because their limits multiply. Lower one "maxItems".',
      recursive:
        '"{name}" contains itself in an unbounded array, so a request may be arbitrarily deep and wide. Add "maxItems".',
    },
  },

  visit: {
    *Schema(schema, { resolve }) {
      if (!schema.usage.request) return;
      const parts = schema.parts.filter((part) => isSent(schema, part));
      const behind = new Behind(resolve);
      for (const part of parts) {
        const items = part.node.has('$ref') ? productBehind(part, behind) : productOf(part);
        if (items <= budget) continue;
        yield {
          at: part.node.get('maxItems') ?? { keyOf: part.node },
          message: 'product',
          data: { items },
        };
        break;
      }
      const again = parts.find((part) => isInOpenList(part) && leadsTo(part.node, schema, behind, maxSteps));
      if (again !== undefined) {
        yield { at: { keyOf: again.node }, message: 'recursive', data: { name: schema.name ?? nameOfPart(again) } };
      }
    },
  },
});

/** Legitimate requests have fewer items. */
const budget = 1_000_000;

/** How many items the bounded arrays around and including this one allow; 0 unless there are at least two. */
function productOf(part: SchemaPart): number {
  const { product, arrays } = around(part);
  return arrays > 1 && part.node.has('maxItems') ? product : 0;
}

/** Of the arrays around a reference and those behind it; 0 where one side alone exceeds the budget and is reported. */
function productBehind(part: SchemaPart, behind: Behind): number {
  const { product, arrays } = around(part);
  if (arrays === 0 || product === 0 || product > budget) return 0;
  const most = behind.most(part.node);
  return most > budget ? 0 : product * most;
}

/** How many references are followed: to the items of an array, and on to their properties. */
const maxSteps = 2;

/** Schemas with more parts are not items of an array. */
const maxParts = 200;

/** The schemas behind references, each read once for all references of a unit. */
class Behind {
  readonly #resolve: Resolve;
  readonly #parts = new Map<SourceNode, readonly SchemaPart[]>();
  readonly #most = new Map<SourceNode, number>();

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  target(reference: SourceNode): SourceNode | undefined {
    return this.#resolve(reference);
  }

  parts(reference: SourceNode): readonly SchemaPart[] {
    const target = this.#resolve(reference);
    if (target === undefined || target === reference) return [];
    let parts = this.#parts.get(target);
    if (parts === undefined) {
      const isLarge = (target.get('properties')?.entries().length ?? 0) > maxParts;
      parts = isLarge ? [] : readUnit(target, this.#resolve).parts;
      if (parts.length > maxParts) parts = [];
      this.#parts.set(target, parts);
    }
    return parts;
  }

  /** The most items that the arrays of a referenced schema allow together, those behind it included. */
  most(reference: SourceNode): number {
    const target = this.#resolve(reference) ?? reference;
    let most = this.#most.get(target);
    if (most === undefined) {
      most = this.#mostIn(reference, maxSteps);
      this.#most.set(target, most);
    }
    return most;
  }

  #mostIn(reference: SourceNode, steps: number): number {
    let most = 1;
    for (const part of this.parts(reference)) {
      const { product } = around(part);
      const isFollowed = part.node.has('$ref') && steps > 1 && product > 0;
      most = Math.max(most, isFollowed ? product * this.#mostIn(part.node, steps - 1) : product);
    }
    return most;
  }
}

/** The bounded arrays around and including a part; 0 within an unbounded array, which other rules report. */
function around(part: SchemaPart): { readonly product: number; readonly arrays: number } {
  let product = 1;
  let arrays = 0;
  for (let at: SchemaPart | undefined = part; at !== undefined; at = at.parent) {
    const bound = at.node.get('maxItems')?.scalar;
    if (typeof bound === 'number') {
      product *= bound;
      arrays++;
    } else if (at.types.includes('array')) {
      return { product: 0, arrays };
    }
  }
  return { product, arrays };
}

function isInOpenList(part: SchemaPart): boolean {
  if (!part.node.has('$ref')) return false;
  for (let at: SchemaPart | undefined = part; at?.parent !== undefined; at = at.parent) {
    if (at.keyword === 'items' && !at.parent.node.has('maxItems')) return true;
  }
  return false;
}

/** True if the reference is to the schema itself, or to one that contains it. */
function leadsTo(reference: SourceNode, schema: Schema, behind: Behind, steps: number): boolean {
  if (behind.target(reference) === schema.node) return true;
  return (
    steps > 1 &&
    behind
      .parts(reference)
      .some(({ node, readOnly }) => !readOnly && node.has('$ref') && leadsTo(node, schema, behind, steps - 1))
  );
}
