/** Where a fact keeps what was worked out from it, by the number of the computation. */
const memory: unique symbol = Symbol('memory');

interface Remembering {
  [memory]?: unknown[];
}

/** In place of a value that is `undefined`. */
const nothing = Symbol('nothing');

let computations = 0;

/**
 * Remembers what was worked out from a fact (an operation, a schema, a scheme). A fact whose nodes have not changed is
 * the same object in the next version of its description, so a rule about the whole description pays for what changed.
 * `compute` may look at the fact alone. The fact itself holds the values: weak maps of all facts cost more time than
 * most computations do.
 */
export function perFact<Fact extends object, Value>(compute: (fact: Fact) => Value): (fact: Fact) => Value {
  const number = computations++;
  return (fact) => {
    let values = (fact as Remembering)[memory];
    if (values === undefined) {
      values = [];
      // Not to be copied: a fact that is made of another one is another one.
      Object.defineProperty(fact, memory, { value: values, enumerable: false });
    }
    const known = values[number];
    if (known !== undefined) return (known === nothing ? undefined : known) as Value;
    const value = compute(fact);
    values[number] = value === undefined ? nothing : value;
    return value;
  };
}
