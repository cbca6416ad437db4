import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Counter, literalsOf, slowText } from './regexes.ts';

const source = join(import.meta.dirname, '../../server/src');

test('every regular expression of the server is linear in the length of its text', () => {
  const slow: string[] = [];
  let count = 0;
  for (const file of readdirSync(source, { recursive: true }).map(String)) {
    if (!file.endsWith('.ts')) continue;
    for (const literal of literalsOf(readFileSync(join(source, file), 'utf8'))) {
      count++;
      const text = slowText(literal);
      if (text !== undefined) slow.push(`${file}:${literal.line} on ${JSON.stringify(text)}…`);
    }
  }
  assert.deepEqual(slow, []);
  assert.ok(count > 400, `only ${count} expressions were found`);
});

test('flags regular expressions that are not linear', () => {
  const slow = [
    / +$/,
    /^(a+)+$/,
    /^(a|aa)*b/,
    /^\s*,?\s*$/,
    /<b>[\s\S]*?<\/b>/g,
    /(?<=<[^>]*)x/g,
    /\{[^}]*\}/g,
    /[a-z][a-z0-9.]*:\/\//,
    /(?=.*=x)y/,
    /^(?:\\n|\s)*([\s\\]{100,}?)end/m,
    /(\w)\w*\1$/,
    /[|>][-+0-9]*(#[^\n]*)?\n*$/,
  ];
  for (const expression of slow) assert.notEqual(slowText(expression), undefined, String(expression));
});

test('passes regular expressions that are linear', () => {
  const quick = [
    /(?<! ) +$/,
    /^a+b/,
    /^\s*(,\s*)?$/,
    /\{[^{}]*\}/g,
    /<b>[^<]{0,300}<\/b>/g,
    /\b(no|without)\b.{0,30}\bauth\b/i,
    /(.)\1{4,}/,
    /\p{L}\p{N}+/gu,
    /'(?:[^'\\\n]|\\.)*'/y,
  ];
  for (const expression of quick) assert.equal(slowText(expression), undefined, String(expression));
});

test('counts the steps of a backtracking matcher', () => {
  const steps = (expression: RegExp, text: string): number => new Counter(expression).count(text, 1_000_000);
  assert.ok(steps(/^a*b/, 'a'.repeat(100)) < 1000);
  assert.ok(steps(/a*b/, 'a'.repeat(100)) > 5000);
  assert.equal(steps(/(a*)*c/, 'a'.repeat(100)), 1_000_000);
});

test('finds exactly the regular expression literals of a source file', () => {
  const code = [
    'const half = size / 2 / count; // no /comment/',
    'const path = \'/a/b/\' + "/c/";',
    'const found = /[/"]\\/x/giu.exec(text);',
    'const text = `$' + '{list.map((one) => one.replace(/`/g, `/$' + '{one}/`))} /no/ $' + '{{ a: /b/ }}`;',
    'if (isOpen) return /c/.test(text);',
    '/* /no/ */ check(/d/, !/e/y);',
  ].join('\n');
  assert.deepEqual(
    literalsOf(code).map(({ source: pattern, flags, line }) => `${line}: /${pattern}/${flags}`),
    ['3: /[/"]\\/x/giu', '4: /`/g', '4: /b/', '5: /c/', '6: /d/', '6: /e/y'],
  );
});
