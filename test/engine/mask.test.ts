import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hiddenParts, maskedSlice, maskSecrets } from '../../server/src/engine/sensitive/mask.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const key = `${'AKIA'}Q3EGRTZ7VN5KWL2M`;
const rest = 'Q3EGRTZ7VN5KWL2M';

const cases: readonly (readonly [name: string, text: string, masked: string])[] = [
  ['a key keeps its first four characters', `use ${key} here`, 'use AKIA… here'],
  ['a password in a URL', 'http://bob:Tr0ub4dor@api.bank.test/v1', 'http://bob:…@api.bank.test/v1'],
  ['a password that holds "@"', 'http://bob:p@ss@api.bank.test/v1', 'http://bob:…@api.bank.test/v1'],
  ['a short password for a host without a dot', 'amqp://bob:pw@localhost:5672', 'amqp://bob:…@localhost:5672'],
  ['several URLs', 'http://a:b@c http://d:e@f', 'http://a:…@c http://d:…@f'],
  ['a key with escaped characters', `"AKIA\\u00513EG\\x52TZ7VN5KWL2M"`, '"AKIA…"'],
  ['a key behind an escaped line break', `"for\\n${key}\\n"`, '"for\\nAKIA…\\n"'],
  ['a URL with escaped slashes', '"http:\\/\\/bob:pw@host\\/v1"', '"http:\\/\\/bob:…@host\\/v1"'],
  ['a key over an escaped line break', `"AKIAQ3EG\\\n    RTZ7VN5KWL2M"`, '"AKIA…"'],
  ['a signed token', 'eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3jVmNHl0w', 'eyJh…'],
  [
    'an unsigned token is no secret',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0In0.',
    'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxMjM0In0.',
  ],
  ['variables are no password', 'https://{user}:{password}@host', 'https://{user}:{password}@host'],
  ['an address without a password', 'https://bob@host:8080/a:b@c', 'https://bob@host:8080/a:b@c'],
  ['an IPv6 address', 'http://[::1]:8080', 'http://[::1]:8080'],
];

for (const [name, text, masked] of cases) {
  test(`masks secrets: ${name}`, () => {
    assert.equal(maskSecrets(text), masked);
  });
}

test('a masked slice keeps its columns and line breaks', () => {
  const text = `a: ${key} # end\nb: "AKIAQ3EG\\\n  RTZ7VN5KWL2M"\n`;
  const hidden = hiddenParts(text);
  for (let start = 0; start < text.length; start++) {
    for (let end = start; end <= text.length; end++) {
      const slice = maskedSlice(text, start, end, hidden);
      assert.equal(slice.length, end - start);
      assert.ok(!slice.includes('Q3EG') && !slice.includes('KWL2M'));
      assert.deepEqual(
        [...slice.matchAll(/\n/g)].map(({ index }) => index),
        [...text.slice(start, end).matchAll(/\n/g)].map(({ index }) => index),
      );
    }
  }
  assert.equal(maskedSlice(text, 0, text.indexOf('\n'), hidden), `a: AKIA${'*'.repeat(rest.length)} # end`);
});
