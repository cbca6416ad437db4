/**
 * Marks names that a specification or a vendor defines, and says where. They are facts, not our choice of words, so the
 * lists of words (README.md) do not have to hold them.
 */
export function specified<T extends readonly unknown[] | RegExp>(_source: string, names: T): T {
  return names;
}
