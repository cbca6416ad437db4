/** The present day in UTC, as `2027-03-31`. Shells give it to the engine, which has no clock. */
export function today(): string {
  return new Date().toISOString().slice(0, 10);
}
