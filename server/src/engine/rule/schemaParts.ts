import { query } from '../incremental/query.ts';
import { methodsOf } from '../openapi/grammar.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import { unescapeToken } from '../openapi/uri.ts';
import { type EffectiveSchema, effectiveOf, effectiveOfAll, type SchemaSource } from '../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import { isSent, type Schema, sentWholes } from '../schemas/schemaUsage.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { groupNamed, type Naming } from './group.ts';
import type { RuleContext } from './rule.ts';

/** Parts of schemas as the places of `groupNamed`, named by property, by the array around an item, or by `ownerName`. */
export const partNaming: Naming<SchemaPart> = {
  at: ({ node }) => ({ keyOf: node }),
  name: nameOfPart,
};

export function nameOfPart(part: SchemaPart): string {
  return part.property ?? part.enclosing[0] ?? ownerName(part);
}

/** The name of the parameter, header, operation or component that a schema without a name belongs to. */
function ownerName(part: SchemaPart): string {
  let root = part;
  while (root.parent !== undefined) root = root.parent;
  let at: SourceNode | undefined = root.node;
  // Within a parameter: its schema, or that of its `content`.
  for (let steps = 0; at !== undefined && steps < 4; steps++, at = at.parent) {
    const where = at.get('in')?.string;
    const name = at.get('name')?.string;
    // In Swagger 2.0, the name of a body parameter has no meaning.
    if (where !== undefined && where !== 'body' && name !== undefined) return name;
    if (at.parent?.key === 'headers') return String(at.key);
  }
  const [, top = '', name = '', method = ''] = root.node.pointer.split('/').map(unescapeToken);
  if (top === 'paths' || top === 'webhooks') {
    return method === 'parameters' ? nameOfPath(name, root.node) : `${method.toUpperCase()} ${name}`;
  }
  return (top === 'components' ? method : name) || top || 'schema';
}

/** A body at the path belongs to all operations there: one has its method, several have the path alone. */
function nameOfPath(path: string, { document }: SourceNode): string {
  const item = document.root?.at('paths', path);
  const methods = [...methodsOf['2.0']].filter((method) => item?.has(method));
  return methods.length === 1 ? `${methods[0]!.toUpperCase()} ${path}` : path;
}

/** What a part of a schema accepts. `part`: for what its place says about it. */
type IsWeak = (schema: EffectiveSchema, part: SchemaPart, unit: Schema) => boolean;

/** Values that clients send and whose schema is weak, for a visit of `OpenAPI`. `types`: those in question. */
export function weakParts(name: string, isWeak: IsWeak, types?: readonly string[]) {
  return query(name, (cache: ReferenceCache, schema: Schema) =>
    weakIn(sentWholes(schema), cache, bound(isWeak, schema), types),
  );
}

function bound(isWeak: IsWeak, unit: Schema) {
  return (schema: EffectiveSchema, part: SchemaPart) => isWeak(schema, part, unit);
}

/** The parts that are weak, with all that applies to their values. */
export function weakIn(
  parts: readonly SchemaPart[],
  source: SchemaSource,
  isWeak: (schema: EffectiveSchema, part: SchemaPart) => boolean,
  types?: readonly string[],
): readonly SchemaPart[] {
  const compositions = new Map<SchemaPart, Composition>();
  return parts.filter((part) => {
    if (types !== undefined && part.types.length > 0 && !types.some((type) => part.types.includes(type))) return false;
    const schema = effectiveOf(part.node, source);
    if (types !== undefined && !types.some((type) => schema.types.includes(type))) return false;
    if (!isWeak(schema, part)) return false;
    const whole = part.property === undefined ? undefined : compositionOf(part);
    if (whole === undefined) return true;
    let composition = compositions.get(whole);
    if (composition === undefined) {
      composition = new Composition(effectiveOf(whole.node, source), source);
      compositions.set(whole, composition);
    }
    return composition.isWeak(part, isWeak);
  });
}

const composing: ReadonlySet<string> = new Set(['allOf', 'oneOf', 'anyOf', 'then', 'else', 'dependentSchemas']);

/** The outermost schema that applies to the object of a property, if it is composed of several. */
function compositionOf({ parent }: SchemaPart): SchemaPart | undefined {
  let whole = parent;
  while (whole?.parent !== undefined && composing.has(whole.keyword)) whole = whole.parent;
  if (whole === undefined || whole !== parent) return whole;
  return ['allOf', 'oneOf', 'anyOf', '$ref', 'if'].some((key) => whole.node.has(key)) ? whole : undefined;
}

/** A larger composition is not asked once more for each property. */
const maxAsked = 100;

/** What the schemas that apply to one object say about its properties. */
class Composition {
  readonly #whole: EffectiveSchema;
  readonly #source: SchemaSource;
  /** How many schemas there are, and how many of them describe a property of a name. */
  readonly #size: number;
  readonly #counts = new Map<string, number>();
  readonly #answers = new Map<string, boolean>();

  constructor(whole: EffectiveSchema, source: SchemaSource) {
    this.#whole = whole;
    this.#source = source;
    let size = 0;
    for (const schema of whole.everySchema()) {
      size++;
      schema.get('properties')?.each((key) => this.#counts.set(key, (this.#counts.get(key) ?? 0) + 1));
    }
    this.#size = size;
  }

  /** True if the schemas of a property are weak together, as the one of `part` is alone. */
  isWeak(part: SchemaPart, isWeak: (schema: EffectiveSchema, part: SchemaPart) => boolean): boolean {
    const { property = '' } = part;
    if ((this.#counts.get(property) ?? 0) < 2) return true;
    let answer = this.#answers.get(property);
    if (answer === undefined) {
      const of = (schema: SourceNode): SourceNode | undefined => schema.get('properties')?.get(property);
      const together = this.#whole.parts.flatMap((one) => of(one) ?? []);
      const isStrong = (schema: SourceNode | undefined): boolean =>
        schema !== undefined && !isWeak(effectiveOf(schema, this.#source), part);
      answer =
        !(together.length > 0 && !isWeak(effectiveOfAll(together, this.#source), part)) &&
        !(this.#size <= maxAsked && this.#whole.every((one) => isStrong(of(one)), 'object'));
      this.#answers.set(property, answer);
    }
    return answer;
  }
}

/** A visit of `Schema` about properties by their names, whatever their schemas reference, grouped for each schema. */
export function sentProperties(isNamed: (name: string) => boolean, isWeak: IsWeak) {
  return (schema: Schema, { cache }: RuleContext) =>
    groupNamed(weakProperties(schema, cache, isNamed, isWeak), partNaming);
}

/** The properties that clients send, and what is known of their values. */
export function weakProperties(
  schema: Schema,
  source: SchemaSource,
  isNamed: (name: string) => boolean,
  isWeak: IsWeak,
): readonly SchemaPart[] {
  if (!schema.usage.request) return [];
  return weakIn(
    schema.parts.filter((part) => part.property !== undefined && isSent(schema, part) && isNamed(part.property)),
    source,
    bound(isWeak, schema),
  );
}
