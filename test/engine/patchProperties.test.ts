import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { parseDocument } from 'yaml';
import { parseSource, tryEdits } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceNode } from '../../server/src/engine/syntax/sourceNode.ts';
import { toValue } from '../../server/src/engine/syntax/toValue.ts';
import type { Patch } from '../../server/src/engine/textEdits/fix.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';

type Plain = string | number | boolean | null | Plain[] | { [key: string]: Plain };
type Path = readonly (string | number)[];

/** How a random document is laid out. `dice` answers every "here?" in turn, so that one value has many texts. */
interface Layout {
  readonly eol: string;
  readonly step: number;
  readonly isIndentedList: boolean;
  readonly isCompactJson: boolean;
  readonly hasFinalBreak: boolean;
  readonly hasMark: boolean;
  readonly hasAnchors: boolean;
  readonly dice: readonly number[];
}

const word = fc.constantFrom('a', 'b', 'c', 'get', '200', '429', 'x y', 'x-a', 'ключ', 'no', 'a: b', '$ref2', '');
const leaf: fc.Arbitrary<Plain> = fc.oneof(
  fc.constantFrom<Plain>(
    'x',
    'two words',
    '012',
    'yes',
    '',
    'a # b',
    'é漢😀',
    '- x',
    "it's",
    'say "x"',
    null,
    true,
    1,
    1.5,
    -3,
  ),
  fc.constantFrom<Plain>('line\nline\n', 'line\n\nline'),
);
const { value } = fc.letrec<{ value: Plain }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, depthSize: 'small' },
    leaf,
    fc.dictionary(word, tie('value'), { maxKeys: 4 }) as fc.Arbitrary<Plain>,
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));
const root = fc.dictionary(word, value, { minKeys: 1, maxKeys: 4 }) as fc.Arbitrary<{ [key: string]: Plain }>;
const layout: fc.Arbitrary<Layout> = fc.record({
  eol: fc.constantFrom('\n', '\r\n'),
  step: fc.constantFrom(2, 4, 3),
  isIndentedList: fc.boolean(),
  isCompactJson: fc.boolean(),
  hasFinalBreak: fc.boolean(),
  hasMark: fc.boolean(),
  hasAnchors: fc.boolean(),
  dice: fc.array(fc.nat(99), { minLength: 40, maxLength: 40 }),
});

/** Writes a value as YAML with comments in every position; every comment has a number of its own. */
class YamlWriter {
  readonly #layout: Layout;
  #rolls = 0;
  #comments = 0;
  #anchors = 0;

  constructor(layout: Layout) {
    this.#layout = layout;
  }

  write(value: { [key: string]: Plain }): string {
    const body = `${this.#roll(20) ? this.#comment('') : ''}${this.#map(value, '')}`.slice(this.#layout.eol.length);
    const aliases = Array.from({ length: this.#anchors }, (_, index) => `${this.#layout.eol}z${index}: *n${index}`);
    const end = this.#layout.hasFinalBreak ? this.#layout.eol : '';
    return (
      (this.#layout.hasMark ? '\uFEFF' : '') + body + aliases.join('') + (this.#roll(20) ? this.#comment('') : '') + end
    );
  }

  #roll(chance: number): boolean {
    const { dice } = this.#layout;
    return dice[this.#rolls++ % dice.length]! < chance;
  }

  #comment(indent: string): string {
    return `${this.#layout.eol}${indent}# c${this.#comments++};`;
  }

  #trailing(): string {
    return this.#roll(15) ? ` # t${this.#comments++};` : '';
  }

  #map(value: { [key: string]: Plain }, indent: string): string {
    const { eol } = this.#layout;
    return Object.entries(value)
      .map(([key, held]) => {
        const above = `${this.#roll(8) ? eol : ''}${this.#roll(12) ? this.#comment(indent) : ''}`;
        return `${above}${eol}${indent}${this.#key(key)}:${this.#value(held, indent, false)}`;
      })
      .join('');
  }

  #value(value: Plain, indent: string, isItem: boolean): string {
    // In a compact item, an anchor would belong to the first key.
    if (!isItem && value !== null && this.#layout.hasAnchors && this.#roll(15)) {
      const name = ` &n${this.#anchors++}`;
      return name + this.#bare(value, indent, isItem);
    }
    return this.#bare(value, indent, isItem);
  }

  #bare(value: Plain, indent: string, isItem: boolean): string {
    const { eol, step, isIndentedList } = this.#layout;
    if (typeof value === 'string' && value.includes('\n') && this.#roll(60)) {
      const lines = value.replace(/\n$/, '').split('\n');
      const inner = indent + ' '.repeat(step);
      return ` |${value.endsWith('\n') ? '' : '-'}${lines.map((line) => eol + (line === '' ? '' : inner + line)).join('')}`;
    }
    if (value === null && this.#roll(50)) return this.#trailing();
    const isEmpty = typeof value === 'object' && value !== null && Object.keys(value).length === 0;
    if (typeof value !== 'object' || value === null || isEmpty || this.#roll(20)) {
      return ` ${this.#flow(value)}${this.#trailing()}`;
    }
    if (Array.isArray(value)) {
      const inner = isIndentedList || isItem ? indent + ' '.repeat(isItem ? 2 : step) : indent;
      const lines = value
        .map((item) => `${this.#roll(12) ? this.#comment(inner) : ''}${eol}${inner}-${this.#value(item, inner, true)}`)
        .join('');
      return isItem && this.#roll(50) && /^\r?\n *-/.test(lines)
        ? ` ${lines.trimStart()}`
        : `${this.#trailing()}${lines}`;
    }
    const inner = indent + ' '.repeat(isItem ? 2 : step);
    const lines = this.#map(value, inner);
    // Compact: `- key: value`.
    if (isItem && this.#roll(80) && /^\r?\n *[^ #\r\n]/.test(lines)) return ` ${lines.trimStart()}`;
    return `${this.#trailing()}${lines}`;
  }

  #flow(value: Plain): string {
    if (typeof value !== 'object' || value === null) return this.#scalar(value);
    const space = this.#roll(50) ? ' ' : '';
    if (Array.isArray(value)) return `[${space}${value.map((item) => this.#flow(item)).join(', ')}${space}]`;
    const entries = Object.entries(value).map(([key, held]) => `${this.#key(key)}: ${this.#flow(held)}`);
    return `{${space}${entries.join(', ')}${space}}`;
  }

  #key(key: string): string {
    return /^[a-z-]+$/.test(key) && key !== 'no' && this.#roll(80) ? key : this.#quoted(key);
  }

  #scalar(value: string | number | boolean | null): string {
    if (typeof value !== 'string') return String(value);
    return /^[a-z ]+$/.test(value) && value !== 'yes' && this.#roll(80) ? value : this.#quoted(value);
  }

  #quoted(text: string): string {
    return !text.includes('\n') && this.#roll(50) ? `'${text.replaceAll("'", "''")}'` : JSON.stringify(text);
  }
}

function writeJson(value: Plain, { eol, step, isCompactJson, hasFinalBreak, hasMark, dice }: Layout): string {
  const indent = isCompactJson ? undefined : dice[0]! < 30 ? '\t' : step;
  const text = JSON.stringify(value, null, indent).replaceAll('\n', eol);
  return (hasMark ? '\uFEFF' : '') + text + (hasFinalBreak ? eol : '');
}

interface Choice {
  readonly op: Patch['op'];
  /** Picks a node among those that the operation fits. */
  readonly pick: number;
  readonly path: readonly string[];
  readonly value: Plain;
}

const choice: fc.Arbitrary<Choice> = fc.record({
  op: fc.constantFrom('set', 'replace', 'rename', 'remove', 'append', 'insert'),
  pick: fc.nat(),
  path: fc.array(fc.oneof(word, fc.constant('new')), { minLength: 1, maxLength: 3 }),
  value,
});

interface Planned {
  readonly patch: Patch;
  readonly path: Path;
}

function pathOf(node: SourceNode): Path {
  return node.parent === undefined ? [] : [...pathOf(node.parent), node.key!];
}

function nodesBelow(node: SourceNode): SourceNode[] {
  const children = [...node.ownEntries().map((entry) => entry.value), ...node.ownItems()];
  return [node, ...children.flatMap(nodesBelow)];
}

function plan(root: SourceNode, { op, pick, path, value }: Choice): Planned | undefined {
  const kind = { set: 'map', append: 'sequence', insert: 'sequence' }[op as string];
  const nodes = nodesBelow(root).filter((node) => {
    if (kind !== undefined) return node.kind === kind;
    if (node.parent === undefined) return false;
    return op !== 'rename' || typeof node.key === 'string';
  });
  const at = nodes[pick % Math.max(1, nodes.length)];
  if (at === undefined) return undefined;
  const where = pathOf(at);
  switch (op) {
    case 'set':
      return { patch: { op, at, path, value }, path: where };
    case 'insert':
      return { patch: { op, at, index: pick % (at.ownItems().length + 1), value }, path: where };
    case 'append':
      return { patch: { op, at, value }, path: where };
    case 'replace':
      return { patch: { op, at, value }, path: where };
    case 'rename':
      return at.parent!.has(path[0]!) ? undefined : { patch: { op, at, key: path[0]! }, path: where };
    case 'remove':
      return { patch: { op, at }, path: where };
  }
}

/** An anchored value that is replaced: its aliases follow, which plain data cannot show. */
function replacesAnchored(patch: Patch): boolean {
  if (patch.op === 'replace') return patch.at.isAnchored;
  if (patch.op !== 'set') return false;
  const held = patch.path.map((_, index) => patch.at.at(...patch.path.slice(0, index + 1)));
  return held.some((node, index) => node?.isAnchored && (index === held.length - 1 || node.kind === 'scalar'));
}

/** What the patch means, without any regard to text. `undefined`: it does not fit. */
function model(before: Plain, { patch, path }: Planned): Plain | undefined {
  if (replacesAnchored(patch)) return undefined;
  const after = structuredClone(before);
  const held = path.reduce<Plain>((inner, step) => (inner as Record<string | number, Plain>)[step]!, after);
  const holder = path
    .slice(0, -1)
    .reduce<Plain>((inner, step) => (inner as Record<string | number, Plain>)[step]!, after);
  const last = path.at(-1) as string;
  const value = 'value' in patch ? (structuredClone(patch.value) as Plain) : null;
  switch (patch.op) {
    case 'set': {
      let map = held as { [key: string]: Plain };
      for (const key of patch.path.slice(0, -1)) {
        if (map[key] === undefined || map[key] === null) map[key] = {};
        const inner = map[key]!;
        if (typeof inner !== 'object' || inner === null || Array.isArray(inner)) return undefined;
        map = inner;
      }
      map[patch.path.at(-1)!] = value;
      return after;
    }
    case 'append':
      (held as Plain[]).push(value);
      return after;
    case 'insert':
      (held as Plain[]).splice(patch.index, 0, value);
      return after;
    case 'replace':
      (holder as { [key: string]: Plain })[last] = value;
      return after;
    case 'rename': {
      const map = holder as { [key: string]: Plain };
      const entries = Object.entries(map).map(([key, inner]): [string, Plain] => [
        key === last ? patch.key : key,
        inner,
      ]);
      for (const key of Object.keys(map)) delete map[key];
      Object.assign(map, Object.fromEntries(entries));
      return after;
    }
    case 'remove':
      if (Array.isArray(holder)) holder.splice(Number(last), 1);
      else delete (holder as { [key: string]: Plain })[last];
      return after;
  }
}

/** Read by a parser that is not ours. */
function read(text: string): Plain {
  const document = parseDocument(text, { uniqueKeys: true });
  assert.deepEqual(document.errors, []);
  return document.toJS() as Plain;
}

const plainOf = (node: SourceNode | undefined): Plain => JSON.parse(JSON.stringify(node && toValue(node))) as Plain;

const comments = (text: string, kind: string): readonly string[] =>
  [...text.matchAll(new RegExp(`# ${kind}\\d+;`, 'g'))].map(([comment]) => comment).sort();

function check(text: string, language: 'yaml' | 'json', chosen: Choice): 'done' | 'refused' | 'none' {
  const before = read(text);
  const document = parseSource(`file:///a.${language}`, text, { language });
  assert.deepEqual(document.problems, []);
  const planned = plan(document.root!, chosen);
  const expected = planned && model(before, planned);
  if (planned === undefined || expected === undefined) return 'none';
  const edits = toEdits([planned.patch])?.get(document);
  if (edits === undefined) {
    // The two reasons to refuse: a comment on a line of its own, or an anchor in use, within what would be taken away.
    const isTaking = ['set', 'replace', 'remove'].includes(chosen.op);
    assert.ok(isTaking && /# c| &n/.test(text), `this can be done: ${JSON.stringify([text, planned.path])}`);
    return 'refused';
  }
  const after = applyEdits(text, edits);
  assert.deepEqual(read(after), expected);
  // What the proof looks at is what a reader of the new text finds, and looking leaves the document as it was.
  const tried = tryEdits(document, edits, after);
  assert.deepEqual(plainOf(tried.root), expected);
  assert.equal(tried.problems.length, 0);
  assert.deepEqual(plainOf(document.root), before);
  assert.deepEqual(comments(after, 'c'), comments(text, 'c'), 'comments on their own lines stay');
  const isAdding = planned.patch.op === 'append' || planned.patch.op === 'insert' || planned.patch.op === 'rename';
  if (isAdding) assert.deepEqual(comments(after, 't'), comments(text, 't'), 'nothing is taken away');
  if (planned.patch.op === 'set') {
    const again = parseSource(document.uri, after, { language });
    const at = planned.path.reduce<SourceNode | undefined>((node, step) => node?.at(step), again.root);
    assert.ok(at);
    assert.deepEqual(toEdits([{ ...planned.patch, at }])?.get(again), [], 'a second time changes nothing');
  }
  return 'done';
}

for (const language of ['yaml', 'json'] as const) {
  test(`${language}: random documents, random patches`, () => {
    let done = 0;
    fc.assert(
      fc.property(root, layout, choice, (value, style, chosen) => {
        const text = language === 'yaml' ? new YamlWriter(style).write(value) : writeJson(value, style);
        if (check(text, language, chosen) === 'done') done++;
      }),
      { numRuns: Number(process.env['RUNS'] ?? 400) },
    );
    assert.ok(done > 200, `${done} patches were tried`);
  });
}
