import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

const engine = join(import.meta.dirname, '../../server/src/engine');
const countsPath = join(import.meta.dirname, 'lexicon-guard.tsv');
const longPath = join(import.meta.dirname, 'long-expressions.tsv');

/** A longer expression is a list, or two expressions. */
const longest = 120;

/** Lists shorter than this are read at a glance. */
const fewest = 3;

const comment = '//.*|/\\*[^]*?\\*/';
const quoted = '\'(?:\\\\.|[^\'\\\\\\n])*\'|"(?:\\\\.|[^"\\\\\\n])*"|`(?:\\\\.|[^`\\\\])*`';
const regex =
  '(?<=[(,=:[!&|?{};+\\n]\\s*|return\\s)/(?![*/])(?:\\\\.|\\[(?:\\\\.|[^\\]\\\\\\n])*\\]|[^/\\\\\\n[])+/[a-z]*';
const token = new RegExp(`(?<comment>${comment})|(?<quoted>${quoted})|(?<regex>${regex})|specified\\(|[()[\\]]`, 'g');

interface Found {
  readonly kind: 'quoted' | 'regex' | 'open' | 'close' | 'specified';
  readonly text: string;
  readonly index: number;
}

function tokensIn(source: string): readonly Found[] {
  return [...source.matchAll(token)].flatMap(({ 0: text, index, groups = {} }): readonly Found[] => {
    if (groups['comment'] !== undefined) return [];
    if (groups['quoted'] !== undefined) return [{ kind: 'quoted', text: text.slice(1, -1), index }];
    if (groups['regex'] !== undefined) return [{ kind: 'regex', text, index }];
    if (text === 'specified(') return [{ kind: 'specified', text: '(', index }];
    return [{ kind: text === '(' || text === '[' ? 'open' : 'close', text, index }];
  });
}

/** Names that the specification defines: fields, keywords, types, formats and other fixed values. */
function specifiedNames(): ReadonlySet<string> {
  const known = new Set<string>();
  const modules = join(import.meta.dirname, '../../node_modules');
  const folders = ['@seriousme/openapi-schema-validator/schemas', 'ajv/dist/refs/json-schema-2020-12/meta'];
  function collect(value: unknown): void {
    if (typeof value === 'string') known.add(value);
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      known.add(key);
      if (key !== 'description' && key !== 'title') collect(inner);
    }
  }
  for (const folder of folders) {
    for (const file of readdirSync(join(modules, folder), { recursive: true }).map(String)) {
      if (file.endsWith('.json')) collect(JSON.parse(readFileSync(join(modules, folder, file), 'utf8')));
    }
  }
  return known;
}

const specification = specifiedNames();

const natural = (words: readonly string[]): readonly string[] =>
  words.filter((word) => /^[a-z]{2,}( [a-z]+)*$/i.test(word) && !specification.has(word));

function wordsOfRegex(text: string): readonly string[] {
  const plain = text
    .replaceAll(/\\p\{\w+\}|\\[a-zA-Z]|\(\?<?\w*[=!>:]?|\[[^\]]*\]|\{\d*,?\d*\}|\/[a-z]*$/g, '#')
    .replaceAll(/\\(.)/g, '$1');
  return natural(plain.match(/[a-z]{3,}/gi) ?? []);
}

/** Words of every list or expression outside the lexicons that holds at least three, what is `specified` left out. */
function wordsThatDecide(source: string): readonly string[] {
  const tokens = tokensIn(source);
  const lists: (readonly string[])[] = [];
  const open: { readonly isSpecified: boolean; readonly isList: boolean; readonly items: string[] }[] = [];
  for (const { kind, text, index } of tokens) {
    if (kind === 'specified' || kind === 'open') {
      const isSpecified = kind === 'specified' || open.at(-1)?.isSpecified === true;
      open.push({ isSpecified, isList: text === '[', items: [] });
    } else if (kind === 'close') {
      const closed = open.pop();
      if (closed?.isList === true && !closed.isSpecified) lists.push(natural(closed.items));
    } else if (open.at(-1)?.isSpecified !== true) {
      if (kind === 'regex') lists.push(wordsOfRegex(text));
      else if (isCut(source, index, text)) lists.push(natural(text.split(/[\s,]+/)));
      else open.at(-1)?.items.push(text);
    }
  }
  return lists.filter((list) => list.length >= fewest).flat();
}

/** `'a b c'.split(' ')`, `list('a, b, c')` */
function isCut(source: string, index: number, text: string): boolean {
  const after = source.slice(index + text.length + 2);
  return /^\s*\.split\(/.test(after) || /\b(list|hint)\([^()]*$/.test(source.slice(Math.max(0, index - 400), index));
}

/** Expressions, and the strings that one is made of, with more than 120 characters; what is `specified` left out. */
function longExpressions(source: string): readonly string[] {
  const long: string[] = [];
  const open: { readonly isSpecified: boolean; readonly isExpression: boolean }[] = [];
  for (const { kind, text, index } of tokensIn(source)) {
    const { isSpecified = false, isExpression = false } = open.at(-1) ?? {};
    if (kind === 'close') open.pop();
    else if (kind === 'specified' || kind === 'open') {
      const isMade = isExpression || source.slice(0, index).endsWith('RegExp');
      open.push({ isSpecified: kind === 'specified' || isSpecified, isExpression: isMade });
    } else if (!isSpecified && (kind === 'regex' || isExpression) && text.length > longest) long.push(text);
  }
  return long;
}

function counted(find: (source: string) => readonly string[], isIncluded = (_file: string) => true): string {
  const files = readdirSync(engine, { recursive: true })
    .map(String)
    .filter((file) => file.endsWith('.ts') && isIncluded(file))
    .sort();
  const counts = files.flatMap((file) => {
    const { length } = find(readFileSync(join(engine, file), 'utf8'));
    return length === 0 ? [] : [`${file}\t${length}\n`];
  });
  return counts.join('');
}

function countsIn(text: string): ReadonlyMap<string, number> {
  const rows = text.split('\n').filter((line) => line !== '');
  return new Map(rows.map((row) => row.split('\t')).map(([file = '', count]) => [file, Number(count)]));
}

const total = (counts: ReadonlyMap<string, number>): number => [...counts.values()].reduce((sum, one) => sum + one, 0);

/** The counts of files may only fall, and all of them together when files are renamed or divided. */
function checkCounts(path: string, actual: string, advice: string): void {
  const [before, now] = [countsIn(readFileSync(path, 'utf8')), countsIn(actual)];
  if (process.env['UPDATE'] === '1') {
    if (before.size > 0) assert.ok(total(now) <= total(before), advice);
    writeFileSync(path, actual);
  }
  const known = countsIn(readFileSync(path, 'utf8'));
  assert.deepEqual(
    [...now].filter(([file, count]) => count > (known.get(file) ?? 0)),
    [],
    advice,
  );
  assert.deepEqual(now, known, 'Fewer are left, or files were renamed: run it with UPDATE=1.');
}

test('words that decide are in lexicons; other files hold no more than before', () => {
  const actual = counted(wordsThatDecide, (file) => !file.startsWith('lexicon/'));
  checkCounts(countsPath, actual, 'Move the words to server/src/engine/lexicon, see its README.md.');
});

test('expressions have at most 120 characters; files that still hold longer ones hold no more than before', () => {
  checkCounts(longPath, counted(longExpressions), 'Divide the expression, or make a lexicon of its words.');
});

test('finds long expressions, and leaves out names of specifications', () => {
  const [short, long] = ['a'.repeat(118), 'a'.repeat(119)];
  assert.deepEqual(longExpressions(`const a = /${short}/;`), []);
  assert.deepEqual(longExpressions(`const a = /${long}/;`), [`/${long}/`]);
  assert.deepEqual(longExpressions(`const a = new RegExp(['b', '${long}aa'].join('|'));`), [`${long}aa`]);
  assert.deepEqual(longExpressions(`const a = specified('RFC 1', /${long}/);`), []);
  assert.deepEqual(longExpressions(`const a = '${long}aa';`), []);
});

test('finds lists and expressions of words, and nothing else', () => {
  const found = (source: string) => wordsThatDecide(source).join(' ');
  assert.equal(found("const a = new Set(['fast', 'slow', 'idle']);"), 'fast slow idle');
  assert.equal(found("const a = 'fast slow idle'.split(' ');"), 'fast slow idle');
  assert.equal(found('const a = list(`fast, slow,\n idle`);'), 'fast slow idle');
  assert.equal(found('const a = /\\b(fast(er)?|slow|idle)\\b/i;'), 'fast slow idle');
  assert.equal(found('if (/fast|slow[a-z]+|idle/.test(text)) return;'), 'fast slow idle');
  assert.equal(found("const a = ['fast', 'slow'];"), '');
  assert.equal(found("const a = ['get', 'put', 'properties', 'fast', 'slow'];"), '');
  assert.equal(found("const a = specified('RFC 1', ['fast', 'slow', 'idle']);"), '');
  assert.equal(found("const a = new Set(specified('RFC 1', [...b, 'fast', 'slow', 'idle']));"), '');
  assert.equal(found("// ['fast', 'slow', 'idle']\nconst a = 1 / 2 / 3;"), '');
  assert.equal(found("const title = 'Not fast, slow or idle.';"), '');
});
