import { specified } from '../lexicon/specified.ts';
import { boundsLength } from '../patterns/lengths.ts';
import { matches } from '../patterns/matches.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Resolve, typesOf } from './schemaUnit.ts';
import { alternativeToNull, meantBy } from './schemaView.ts';
import type { Direction } from './sensitiveSchemas.ts';

/** Follows the references of schemas. A `ReferenceCache` does, and tracks where they lead. */
export interface SchemaSource {
  readonly resolve: Resolve;
  /** One reference. */
  step(node: SourceNode): SourceNode | undefined;
  /** True where keywords next to `$ref` apply. */
  readonly siblingsApply: boolean;
}

/** What a schema accepts, whichever schemas say so. README.md lists the questions. */
export function effectiveOf(schema: SourceNode, source: SchemaSource): EffectiveSchema {
  return new Reading(source).of(schema);
}

/** The same for several schemas of one value. */
export function effectiveOfAll(schemas: readonly SourceNode[], source: SchemaSource): EffectiveSchema {
  return new EffectiveSchema(schemas, new Reading(source));
}

/** A schema that is composed of more is not read to its end; `limits.ts` tells. */
export const maxSchemas = 1000;

/** Schemas that are read together, each once. */
class Reading {
  readonly source: SchemaSource;
  readonly #known = new Map<SourceNode, EffectiveSchema>();
  left = maxSchemas;

  constructor(source: SchemaSource) {
    this.source = source;
  }

  of(schema: SourceNode): EffectiveSchema {
    const node = schema.resolved;
    let known = this.#known.get(node);
    if (known === undefined) {
      known = new EffectiveSchema([node], this);
      this.#known.set(node, known);
    }
    return known;
  }
}

/** A test of one schema for all that it says itself. */
type Test = (part: SourceNode) => boolean;

export class EffectiveSchema {
  readonly node: SourceNode;
  /** The schemas that apply together: this one, those that it references, and the members of their `allOf`. */
  readonly parts: readonly SourceNode[];
  /** True if some part cannot be read, so what it says is not known: an unresolved reference, or `$dynamicRef`. */
  readonly isUnknown: boolean;
  /** True if it has more parts than are read. */
  readonly isCut: boolean;
  /** True for the schema `false`, which no value meets. */
  readonly #isImpossible: boolean;
  readonly #reading: Reading;
  #choices: readonly (readonly (EffectiveSchema | undefined)[])[] | undefined;
  #types: readonly string[] | undefined;

  constructor(schemas: readonly SourceNode[], reading: Reading) {
    const parts: SourceNode[] = [];
    let isUnknown = false;
    let isCut = false;
    let isImpossible = false;
    const { source } = reading;
    const members = new Set(schemas.map((schema) => schema.resolved));
    // The set grows while it is read.
    for (const part of members) {
      if (reading.left-- <= 0) {
        isCut = true;
        break;
      }
      if (part.scalar === false) isImpossible = true;
      if (part.kind !== 'map') continue;
      if (part.has('$ref')) {
        const target = source.siblingsApply ? source.step(part) : source.resolve(part);
        if (target === undefined) isUnknown = true;
        else members.add(target.resolved);
        if (!source.siblingsApply) continue;
      }
      isUnknown ||= part.has('$dynamicRef');
      parts.push(part);
      for (const member of part.get('allOf')?.items() ?? []) members.add(member.resolved);
      const present = alternativeToNull(part, source.resolve);
      if (present !== undefined) members.add(present.resolved);
    }
    this.node = schemas[0]!;
    this.parts = parts;
    this.isUnknown = isUnknown || isCut;
    this.isCut = isCut;
    this.#isImpossible = isImpossible;
    this.#reading = reading;
  }

  /** The place for a keyword that is to be added: where the schema is written in the end. */
  get place(): SourceNode {
    return meantBy(this.node, this.#reading.source.resolve);
  }

  /** Of each list, at least one applies; `undefined` stands for a schema that says nothing. */
  get choices(): readonly (readonly (EffectiveSchema | undefined)[])[] {
    this.#choices ??= this.parts.flatMap((part) => {
      const { resolve } = this.#reading.source;
      const lists = ['oneOf', 'anyOf'].flatMap((key) => {
        const items = part.get(key)?.items() ?? [];
        // What is not null is one of the parts.
        const isPart = items.length > 0 && alternativeToNull(part, resolve, key) !== undefined;
        return items.length === 0 || isPart ? [] : [items.map((item) => this.#reading.of(item))];
      });
      if (!part.has('if')) return lists;
      const branches = ['then', 'else'].map((key) => {
        const branch = part.get(key);
        return branch === undefined ? undefined : this.#reading.of(branch);
      });
      return [...lists, branches];
    });
    return this.#choices;
  }

  /** The types of the values that it accepts, without "null"; none where it states none. */
  get types(): readonly string[] {
    return this.#statedTypes(new Set()).filter((type) => type !== 'null');
  }

  #statedTypes(visiting: Set<EffectiveSchema>): readonly string[] {
    if (this.#types !== undefined) return this.#types;
    if (visiting.has(this)) return [];
    visiting.add(this);
    let types: readonly string[] = [];
    for (const part of this.parts) types = common(types, typesOf(part.get('type')));
    for (const choice of this.choices) {
      const each = choice.map((one) => (one === undefined ? [] : one.#statedTypes(visiting)));
      if (each.every((list) => list.length > 0)) types = common(types, [...new Set(each.flat())]);
    }
    visiting.delete(this);
    this.#types = types;
    return types;
  }

  /** The outermost value of a keyword among the parts. Alternatives are not asked. */
  get(key: string): SourceNode | undefined {
    for (const part of this.parts) {
      const value = part.get(key);
      if (value !== undefined) return value;
    }
    return undefined;
  }

  /** True if every value has to meet the keyword: a part has it, or every alternative does. */
  has(key: string): boolean {
    return this.every((part) => part.has(key));
  }

  /**
   * True if every value is subject to a part that passes the test. Alternatives for values of other types than `type` are
   * left out. What is not known may say anything, so it passes.
   */
  every(test: Test, type?: string): boolean {
    return this.#every(test, type, new Map());
  }

  #every(test: Test, type: string | undefined, known: Map<EffectiveSchema, boolean>): boolean {
    const answer = known.get(this);
    if (answer !== undefined) return answer;
    // A schema that leads back to itself adds no values.
    known.set(this, true);
    const passes =
      this.isUnknown ||
      this.#isImpossible ||
      this.parts.some(test) ||
      this.choices.some((choice) =>
        choice.every(
          (alternative) =>
            alternative !== undefined && (!alternative.#allows(type) || alternative.#every(test, type, known)),
        ),
      );
    known.set(this, passes);
    return passes;
  }

  #allows(type: string | undefined): boolean {
    if (this.#isImpossible) return false;
    const types = this.#statedTypes(new Set());
    return type === undefined ? types.some((one) => one !== 'null') || types.length === 0 : includes(types, type);
  }

  /** True if it lists its values. */
  get isListed(): boolean {
    return this.every(lists);
  }

  /** True if its strings have a maximum length: by a bound, a list of values, a pattern or a format. */
  get isBoundedInLength(): boolean {
    return this.every(
      (part) =>
        lists(part) ||
        isBound(part.get('maxLength')) ||
        hasKnownFormat(part) ||
        part.has('contentEncoding') ||
        boundsLength(part.get('pattern')?.string ?? ''),
      'string',
    );
  }

  /** True if its strings have at least one character. */
  get isNeverEmpty(): boolean {
    return this.every((part) => {
      const pattern = part.get('pattern')?.string;
      const least = part.get('minLength')?.scalar;
      return (
        lists(part) ||
        (typeof least === 'number' && least > 0) ||
        hasKnownFormat(part) ||
        part.has('contentEncoding') ||
        (pattern !== undefined && matches(pattern, '') !== true)
      );
    }, 'string');
  }

  get hasMinimum(): boolean {
    return this.every((part) => lists(part) || hasNumber(part, ['minimum', 'exclusiveMinimum']), 'number');
  }

  get hasMaximum(): boolean {
    return this.every((part) => lists(part) || hasNumber(part, ['maximum', 'exclusiveMaximum']), 'number');
  }

  /** True if it has a maximum that is not merely the largest integer of its type. */
  get hasEffectiveMaximum(): boolean {
    return this.every(
      (part) =>
        lists(part) ||
        ['maximum', 'exclusiveMaximum'].some((key) => {
          const bound = part.get(key)?.scalar;
          return typeof bound === 'number' && !limitsOfTypes.has(bound);
        }),
      'number',
    );
  }

  /** True if its arrays have a maximum size. */
  get isBoundedInItems(): boolean {
    return this.every((part) => lists(part) || isBound(part.get('maxItems')) || this.#isTuple(part), 'array');
  }

  /** A closed tuple, or different items of a list of values. */
  #isTuple(part: SourceNode): boolean {
    const items = part.get('items');
    if (items?.scalar === false || (items?.kind === 'sequence' && part.get('additionalItems')?.scalar === false)) {
      return true;
    }
    if (part.get('unevaluatedItems')?.scalar === false && items === undefined) return true;
    return items?.kind === 'map' && part.get('uniqueItems')?.scalar === true && this.#reading.of(items).isListed;
  }

  /** True if its objects have a maximum number of properties, or known names. */
  get isBoundedInProperties(): boolean {
    return this.every(
      (part) => lists(part) || isBound(part.get('maxProperties')) || part.has('propertyNames'),
      'object',
    );
  }

  /** True if further properties are forbidden or described. */
  get isClosed(): boolean {
    return this.every((part) => {
      if (lists(part) || part.has('propertyNames')) return true;
      return ['additionalProperties', 'unevaluatedProperties'].some((key) => {
        const value = part.get(key);
        return value !== undefined && !isAnything(value);
      });
    }, 'object');
  }

  /** True if it has a format that validators and readers know. */
  get hasKnownFormat(): boolean {
    return this.every(hasKnownFormat, 'string');
  }

  /** True if its strings are those of a list, or of patterns of which one restricts them as `restricts` says. */
  isRestricted(restricts: (pattern: string) => boolean): boolean {
    return this.every((part) => {
      const pattern = part.get('pattern')?.string;
      return lists(part) || (pattern !== undefined && restricts(pattern));
    }, 'string');
  }

  /** All schemas that describe the value: the parts, those of the alternatives, and those that apply under a condition. */
  *everySchema(): Generator<SourceNode> {
    const seen = new Set<EffectiveSchema>([this]);
    const nodes = new Set<SourceNode>();
    for (const schema of seen) {
      for (const part of schema.parts) {
        if (nodes.has(part)) continue;
        nodes.add(part);
        yield part;
        for (const { value } of part.get('dependentSchemas')?.entries() ?? []) seen.add(this.#reading.of(value));
      }
      for (const choice of schema.choices) {
        for (const alternative of choice) if (alternative !== undefined) seen.add(alternative);
      }
    }
  }

  /** True if the composition has more schemas than are read. */
  get isTooLarge(): boolean {
    const seen = new Set<EffectiveSchema>([this]);
    for (const schema of seen) {
      if (schema.isCut) return true;
      for (const alternative of schema.choices.flat()) if (alternative !== undefined) seen.add(alternative);
    }
    return false;
  }

  /** True if some schema that describes the value is not known. */
  get isPartlyUnknown(): boolean {
    const seen = new Set<EffectiveSchema>([this]);
    for (const schema of seen) {
      if (schema.isUnknown) return true;
      for (const alternative of schema.choices.flat()) if (alternative !== undefined) seen.add(alternative);
    }
    return false;
  }

  /** The properties that are described, wherever they are; of several schemas of one property the outermost. */
  get properties(): ReadonlyMap<string, SourceNode> {
    const properties = new Map<string, SourceNode>();
    for (const schema of this.everySchema()) {
      schema.get('properties')?.each((key, value) => {
        if (!properties.has(key)) properties.set(key, value);
      });
    }
    return properties;
  }

  /** Those that a client can send, or that a response returns: `readOnly` and `writeOnly` leave out the others. */
  propertiesIn(direction: Direction): ReadonlyMap<string, SourceNode> {
    return new Map([...this.properties].filter(([, value]) => this.#passes(value, direction)));
  }

  /** True if values of that direction can have the property, without a look at the others. */
  hasPropertyIn(direction: Direction, name: string): boolean {
    const value = this.properties.get(name);
    return value !== undefined && this.#passes(value, direction);
  }

  #passes(property: SourceNode, direction: Direction): boolean {
    const excluded = direction === 'request' ? 'readOnly' : 'writeOnly';
    return ![property, this.#reading.source.resolve(property)].some((one) => one?.get(excluded)?.scalar === true);
  }
}

/** The types of both; those of one where the other states none. */
function common(types: readonly string[], others: readonly string[]): readonly string[] {
  if (types.length === 0 || others.length === 0) return types.length === 0 ? others : types;
  const both = types.flatMap((type) => {
    if (others.includes(type)) return type;
    if (type === 'number' && others.includes('integer')) return 'integer';
    return type === 'integer' && others.includes('number') ? type : [];
  });
  return both.length === 0 ? types : both;
}

function includes(types: readonly string[], type: string): boolean {
  return types.length === 0 || types.includes(type) || (type === 'number' && types.includes('integer'));
}

function lists(part: SourceNode): boolean {
  return part.has('enum') || part.has('const');
}

/** The largest integers of 32, 53 or 64 bits. */
const limitsOfTypes: ReadonlySet<number> = new Set([2 ** 31 - 1, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER, 2 ** 63]);

/** The largest bound that a generator writes for "none". */
const limitsNothing = 2 ** 31 - 1;

function isBound(value: SourceNode | undefined): boolean {
  return typeof value?.scalar === 'number' && value.scalar < limitsNothing;
}

/** Before 3.1, `exclusiveMaximum` is a boolean and bounds nothing by itself. */
function hasNumber(part: SourceNode, keys: readonly string[]): boolean {
  return keys.some((key) => typeof part.get(key)?.scalar === 'number');
}

/** `true`, or the empty schema that generators write. */
export function isAnything(schema: SourceNode): boolean {
  return schema.scalar === true || (schema.kind === 'map' && schema.entries().length === 0);
}

/** Formats that fix what a string is. `password`, `html` and the like say what it is for. */
const knownFormats: ReadonlySet<string> = new Set([
  ...specified('JSON Schema 2020-12 §7.3', [
    ...['date-time', 'date', 'time', 'duration', 'email', 'idn-email', 'hostname', 'idn-hostname', 'ipv4', 'ipv6'],
    ...['uri', 'uri-reference', 'iri', 'iri-reference', 'uri-template', 'uuid', 'json-pointer', 'regex'],
    'relative-json-pointer',
  ]),
  ...specified('OpenAPI Format Registry', [
    ...['byte', 'binary', 'base64url', 'char', 'decimal', 'decimal128', 'http-date', 'sf-binary', 'sf-boolean'],
    ...['int8', 'int16', 'int32', 'int64', 'uint8', 'uint16', 'uint32', 'uint64', 'float', 'double', 'double-int'],
    ...['sf-decimal', 'sf-integer', 'sf-string', 'sf-token'],
  ]),
]);

function hasKnownFormat(part: SourceNode): boolean {
  return knownFormats.has(part.get('format')?.string ?? '');
}
