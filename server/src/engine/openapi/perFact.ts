/**
 * Remembers what was worked out from a fact (an operation, a schema, a scheme). A fact whose nodes have not changed is
 * the same object in the next version of its description, so a rule about the whole description pays for what changed.
 * `compute` may look at the fact alone.
 */
export function perFact<Fact extends object, Value>(compute: (fact: Fact) => Value): (fact: Fact) => Value {
  const known = new WeakMap<Fact, { readonly value: Value }>();
  return (fact) => {
    let entry = known.get(fact);
    if (entry === undefined) {
      entry = { value: compute(fact) };
      known.set(fact, entry);
    }
    return entry.value;
  };
}
