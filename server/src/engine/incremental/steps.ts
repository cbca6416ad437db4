/** Takes all steps of a computation at once. */
export function finish<Value>(steps: Generator<undefined, Value>): Value {
  let step = steps.next();
  while (step.done !== true) step = steps.next();
  return step.value;
}
