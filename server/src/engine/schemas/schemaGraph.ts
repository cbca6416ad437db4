import type { Operation } from '../openapi/model.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Role, roleBehind, type SchemaUnit } from './schemaUnit.ts';
import type { SchemaUnits } from './schemaUnits.ts';
import { isSameUsage, type OperationTests, type Schema, type SchemaUsage, unused, usageOf } from './schemaUsage.ts';
import type { SensitiveSchemas } from './sensitiveSchemas.ts';

/** How schemas hang together, in numbers: two equal ones mean the same, whatever the nodes are. */
interface Snapshot {
  readonly units: readonly SchemaUnit[];
  readonly numbers: readonly number[];
}

/** One for all versions of a description. */
export class SchemaGraphs {
  #last: Snapshot | undefined;
  #list: readonly Schema[] = [];
  #usages: ReadonlyMap<SchemaUnit, SchemaUsage> = new Map();
  readonly #schemas = new WeakMap<SchemaUnit, Schema>();
  readonly #tests: OperationTests;

  constructor(tests: OperationTests) {
    this.#tests = tests;
  }

  /**
   * The schemas of the current revision. The usage of schemas is computed again if any structure has changed, and kept
   * if not: most edits change a text and no structure.
   */
  update(
    shared: readonly SourceNode[],
    operations: readonly Operation[],
    units: SchemaUnits,
    sensitive: SensitiveSchemas,
  ): readonly Schema[] {
    const snapshot = takeSnapshot(shared, operations, units, this.#tests);
    const last = this.#last;
    this.#last = snapshot;
    if (last === undefined || !isSame(last, snapshot) || !this.#takeOver(last.units, snapshot.units, sensitive)) {
      sensitive.forget();
      this.#usages = usageOf(operations, units, this.#tests);
      this.#list = snapshot.units.map((unit) => this.#schemaOf(unit));
    } else if (snapshot.units.some((unit, index) => unit !== last.units[index])) {
      const list = this.#list;
      this.#list = snapshot.units.map((unit, index) =>
        unit === last.units[index] ? list[index]! : this.#schemaOf(unit),
      );
    }
    return this.#list;
  }

  /** False if a unit that was replaced holds other data than before. */
  #takeOver(before: readonly SchemaUnit[], after: readonly SchemaUnit[], sensitive: SensitiveSchemas): boolean {
    const usages = new Map(this.#usages);
    for (let index = 0; index < after.length; index++) {
      const old = before[index]!;
      const unit = after[index]!;
      if (old === unit) continue;
      if (!sensitive.replace(old, unit)) return false;
      const usage = usages.get(old);
      usages.delete(old);
      if (usage !== undefined) usages.set(unit, usage);
    }
    this.#usages = usages;
    return true;
  }

  #schemaOf(unit: SchemaUnit): Schema {
    const usage = this.#usages.get(unit) ?? unused;
    const known = this.#schemas.get(unit);
    if (known !== undefined && isSameUsage(known.usage, usage)) return known;
    const schema = { ...unit, usage };
    this.#schemas.set(unit, schema);
    return schema;
  }
}

/** Shared schemas first, then those of the operations, and what they reference. */
function takeSnapshot(
  shared: readonly SourceNode[],
  operations: readonly Operation[],
  units: SchemaUnits,
  tests: OperationTests,
): Snapshot {
  const indexes = new Map<SchemaUnit, number>();
  const found: SchemaUnit[] = [];
  const numbers: number[] = [];
  const add = (unit: SchemaUnit | undefined): void => {
    let index = unit === undefined ? -1 : indexes.get(unit);
    if (index === undefined) {
      index = found.length;
      indexes.set(unit!, index);
      found.push(unit!);
    }
    numbers.push(index);
  };
  for (const schema of shared) add(units.unitOf(schema));
  for (const operation of operations) {
    numbers.push(marksOf(operation, tests));
    const { request, response } = units.rootsOf(operation);
    for (const unit of request) add(unit);
    numbers.push(-2);
    for (const unit of response) add(unit);
  }
  // The list grows while it is read: references of what was added are read as well.
  for (const unit of found) {
    numbers.push(-3);
    const targets = units.targetsOf(unit);
    for (let index = 0; index < targets.length; index++) {
      const reference = unit.references[index]!;
      add(targets[index]);
      numbers.push((reference.readOnly ? 1 : 0) + (reference.writeOnly ? 2 : 0) + roles[roleBehind(reference)]);
    }
  }
  return { units: found, numbers };
}

/** What of an operation itself decides who uses its schemas, as `usageOf` reads it: below the other marks, all negative. */
function marksOf(operation: Operation, { isServed, isRepeatable }: OperationTests): number {
  const isRequired = operation.security.authentication === 'required';
  return -10 - (isServed(operation) ? 1 : 0) - (isRequired ? 2 : 0) - (isRepeatable(operation) ? 4 : 0);
}

const roles: Readonly<Record<Role, number>> = { root: 0, whole: 4, member: 8 };

function isSame(a: Snapshot, b: Snapshot): boolean {
  if (a.units.length !== b.units.length || a.numbers.length !== b.numbers.length) return false;
  for (let index = 0; index < a.numbers.length; index++) if (a.numbers[index] !== b.numbers[index]) return false;
  return true;
}
