import assert from 'node:assert/strict';
import { test } from 'node:test';
import { boundsLength } from '../../server/src/engine/patterns/lengths.ts';
import { matches } from '../../server/src/engine/patterns/matches.ts';
import {
  restrictsHost,
  restrictsPath,
  restrictsTarget,
  restrictsText,
} from '../../server/src/engine/patterns/restrictions.ts';

test('agrees with the matcher of JavaScript', () => {
  const patterns = [
    ...[
      '',
      'a',
      '^a*$',
      '^(a|b)+$',
      '^[^/]+$',
      'x?',
      '^a{2,3}$',
      '^(ab){2}$',
      '^a+?b$',
      '\\bb\\b',
      '^(?=.*1)[a-z0-9]+$',
    ],
    ...[
      '^(?!.*aa)[ab]+$',
      '(^a$|^b$)',
      '^\\d+\\.\\d{2}$',
      '^[\\w.-]+@[\\w-]+$',
      '^\\p{L}+$',
      '^(a*)*$',
      '^((a|b)*c?)*$',
    ],
    ...[
      '^(?:)*$',
      '^a{0}$',
      '\\Bb',
      '^[a-c&&b]$',
      '^\\u0061$',
      '^.$',
      '^[^]$',
      '^\\s\\S$',
      '$^',
      'a$',
      '^(|a)+$',
      '^a{3,}$',
    ],
  ];
  const texts = [
    '',
    'a',
    'b',
    'ab',
    'aab',
    'abab',
    'aaa',
    'a/b',
    '1.50',
    'x@y',
    '\u00e9',
    ' b',
    'b a',
    'a1',
    'aaaa',
    '\n',
  ];
  for (const pattern of patterns) {
    for (const text of texts) {
      const flags = isUnicode(pattern) ? 'u' : '';
      assert.equal(matches(pattern, text), new RegExp(pattern, flags).test(text), `${pattern} on "${text}"`);
    }
  }
});

function isUnicode(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') !== undefined;
  } catch {
    return false;
  }
}

test('gives up at what it cannot tell, and ends for a pattern of nested repetitions', () => {
  assert.equal(matches('^(a)\\1$', 'aa'), undefined);
  assert.equal(matches('(?<=a)b', 'ab'), undefined);
  assert.equal(matches('(', 'a'), undefined);
  assert.equal(matches('a'.repeat(3000), 'a'), undefined);
  assert.equal(matches(`^${'('.repeat(30)}a*${')*'.repeat(30)}$`, `${'a'.repeat(30)}b`), false);
  assert.equal(matches(`^${'('.repeat(300)}a*${')*'.repeat(300)}$`, `${'a'.repeat(30)}b`), undefined);
  assert.equal(matches('^(a{1,1000}){1,1000}$', 'aaab'), false);
});

const table: readonly (readonly [pattern: string, text: boolean, host: boolean, path: boolean, length: boolean])[] = [
  ['.*', false, false, false, false],
  ['^.*$', false, false, false, false],
  ['^[\\s\\S]*$', false, false, false, false],
  ['[\\P{M}\\p{M}]{0,256}', false, false, false, false],
  ['\\S', false, false, false, false],
  ['^https?://.+$', true, false, true, false],
  ['https://', true, false, false, false],
  ['^https://[\\w.-]+\\.(com|net|org)(/.*)?$', true, false, true, false],
  ['^https://[a-z]+\\.bank\\.example/', true, true, true, false],
  ['^/[^/].*$', true, true, true, false],
  ['^.{1,50}$', false, false, false, true],
  ['^[^/]+$', true, true, false, false],
  ['^(?!.*\\.\\.)[\\w./-]+$', true, false, true, false],
  ['^\\p{ASCII}{0,80}$', true, false, false, true],
  ['(^a$|^b$)', true, true, true, true],
  ['^[a-z]+$', true, true, true, false],
  ['^[A-Z]{2}\\d{2}$', true, true, true, true],
];

for (const [pattern, text, host, path, length] of table) {
  test(`"${pattern}" restricts what it does`, () => {
    assert.deepEqual(
      [restrictsText(pattern), restrictsHost(pattern), restrictsPath(pattern), boundsLength(pattern)],
      [text, host, path, length],
    );
  });
}

test('tells patterns that exclude the network of the server from those that do not', () => {
  for (const [pattern, isRestricted] of [
    ['^https://([\\w-]+\\.)+[A-Za-z][\\w-]*([:/?#]|$)', true],
    ['^https://[\\w.-]+\\.(com|net|org)(/.*)?$', true],
    ['^https://hooks\\.partner\\.example/', true],
    ['^([\\w-]+\\.)+[A-Za-z][\\w-]*(:\\d+)?$', true],
    ['^https?://', false],
    ['^https://[^/]+/', false],
    ['^https://[\\w.-]+/', false],
    ['^http://(?!localhost)[\\w.]+', false],
  ] as const) {
    assert.equal(restrictsTarget(pattern), isRestricted, pattern);
  }
});
