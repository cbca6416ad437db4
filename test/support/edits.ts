/** Random edits as people make them: characters, lines, pastes, deletions, undo; whole text becomes broken and whole again. */

export interface Random {
  /** In [0, 1). */
  next(): number;
  below(limit: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

/** The same numbers for the same seed. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = (): number => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (limit: number): number => Math.floor(next() * limit);
  return { next, below, pick: (items) => items[below(items.length)]! };
}

/** What changes the meaning of text around it in YAML or JSON. */
const inserts = [
  ...' :"\'{}[],#-|>\t?\\a',
  ...['\n', '  ', '\n  ', '\r\n', '\r', '\0', ': ', ' # c', '- ', '&a ', '*a', '? ', 'é', '<<: *a'],
  ...[
    'x: y\n',
    '  x: y\n',
    '\n    x:\n',
    '---\n',
    '...\n',
    'paths:\n',
    'components:\n',
    '"k": 1,\n',
    '  "k": {\n',
    '},',
  ],
];

/** The texts after each of `count` edits. */
export function* edits(original: string, random: Random, count: number): Generator<string> {
  let text = random.next() < 0.1 ? original.replaceAll('\n', '\r\n') : original;
  const undo: string[] = [];
  for (let index = 0; index < count; index++) {
    const last = random.next() < 0.15 ? undo.pop() : undefined;
    if (last === undefined) undo.push(text);
    text = last ?? edit(text, random);
    yield text;
  }
}

function edit(text: string, random: Random): string {
  const at = place(text, random);
  const kind = random.next();
  if (kind < 0.08) {
    const from = random.below(text.length);
    return text.slice(0, at) + text.slice(from, from + random.below(300)) + text.slice(at);
  }
  if (kind < 0.16) {
    const start = text.lastIndexOf('\n', at - 1) + 1;
    const end = text.indexOf('\n', at);
    return text.slice(0, start) + (end < 0 ? '' : text.slice(end + 1));
  }
  const size = random.next() < 0.4 ? random.below(random.next() < 0.1 ? 400 : 6) : 0;
  const insert = random.next() < 0.75 ? random.pick(inserts) : '';
  return text.slice(0, at) + insert + text.slice(at + size);
}

/** Half of the time near the beginning of a line, where structure is. */
function place(text: string, random: Random): number {
  const anywhere = random.below(text.length + 1);
  if (random.next() < 0.5) return anywhere;
  const line = text.indexOf('\n', anywhere);
  return line < 0 ? anywhere : Math.min(line + 1 + random.below(8), text.length);
}
