/**
 * The names of all declarations, in the order in which their modules are loaded. Written while modules load and never
 * afterwards, so it is the same for every description.
 */
const names: string[] = [];

/** The number of a new declaration. Throws if the name is taken: two declarations would share their values. */
export function declare(name: string): number {
  if (names.includes(name)) throw new Error(`"${name}" is declared twice.`);
  return names.push(name) - 1;
}

export function nameOf(declaration: number): string {
  return names[declaration] ?? '';
}
