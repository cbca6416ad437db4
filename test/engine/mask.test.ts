import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createHiddenParts, hiddenParts, maskedSlice, maskSecrets } from '../../server/src/engine/sensitive/mask.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const key = `${'AKIA'}Q3EGRTZ7VN5KWL2M`;
const rest = 'Q3EGRTZ7VN5KWL2M';

const cases: readonly (readonly [name: string, text: string, masked: string])[] = [
  ['a key keeps its first four characters', `use ${key} here`, 'use AKIA… here'],
  ['a password in a URL', 'http://bob:Tr0ub4dor@api.bank.test/v1', 'http://bob:…@api.bank.test/v1'],
  ['a password in a URL read as a path', 'No "/w/http:/bob:Tr0ub4dor@api.test"', 'No "/w/http:/bob:…@api.test"'],
  ['a login without a scheme', 'No "bob:pw@host/a.yaml"', 'No "bob:…@host/a.yaml"'],
  [
    'a mail address, an image and a time',
    'mailto:bob@c.test nginx:1.25@sha256:ab 12:30@noon',
    'mailto:bob@c.test nginx:1.25@sha256:ab 12:30@noon',
  ],
  ['a bearer token', 'Authorization: Bearer zQ9vT4mK7pL2xW8r', 'Authorization: Bearer zQ9v…'],
  [
    'words behind the name of a scheme',
    'Use bearer authentication-headers only',
    'Use bearer authentication-headers only',
  ],
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
  ['a password with a slash', 'http://bob:Tr0/ub4@api.bank.test/v1', 'http://bob:…@api.bank.test/v1'],
  ['a password with "?" and "#"', 'http://bob:Tr0?ub#4@api.bank.test/v1', 'http://bob:…@api.bank.test/v1'],
  ['a password with quotes', `"http://bob:Tr0'ub\`4@api.bank.test/v1"`, '"http://bob:…@api.bank.test/v1"'],
  ['a password with a dollar sign', 'http://bob:$Tr0ub4@api.bank.test', 'http://bob:…@api.bank.test'],
  ['a password without a name', 'redis://:Tr0ub4@cache.bank.test', 'redis://:…@cache.bank.test'],
  ['a password behind a mail address', 'http://b@c.test:Tr0ub4@api.bank.test', 'http://b@c.test:…@api.bank.test'],
  ['a URL without a scheme', 'hooks///bob:Tr0ub4@api.bank.test', 'hooks///bob:…@api.bank.test'],
  ['a token in place of a name', 'http://Tr0ub9xQmZ8Lw2@api.bank.test', 'http://…@api.bank.test'],
  ['the password of a driver', 'jdbc:x://db/a?user=b&password=Tr0ub4dor&c=d', 'jdbc:x://db/a?user=b&password=…&c=d'],
  ['a key in a query', 'http://a.test/?api_key=Tr0ub4dor', 'http://a.test/?api_key=…'],
  [
    'a placeholder in a query',
    'http://a.test/?api_key=YOUR_KEY&q=long-enough',
    'http://a.test/?api_key=YOUR_KEY&q=long-enough',
  ],
  ['environment variables', 'http://$USER:$DB_PASS@a.test', 'http://$USER:$DB_PASS@a.test'],
  ['a port before quotes and an address', '["http://h:8080","a@b.test"]', '["http://h:8080","a@b.test"]'],
  ['a variable as a port', '{"a":"http://h:$PORT","b":"a@b.test"}', '{"a":"http://h:$PORT","b":"a@b.test"}'],
  ['a place on a map', 'https://maps.test/@52.1:a@b', 'https://maps.test/@52.1:a@b'],
  ['a GitHub token whose checksum is wrong', `${'gh'}p_kT9wQzR4mXv2LpYc7HsJ8dFgN3aBuE2gKbl4`, 'ghp_…'],
  ['a key behind a name', `old_${key}_2`, 'old_AKIA…_2'],
  ['a signed token behind a dash', 'a-eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.dozjgNryP4J3', 'a-eyJh…'],
  [
    'an encrypted key, with its headers',
    `-----BEGIN RSA PRIVATE ${'KEY'}-----\nDEK-Info: AES-128-CBC,3F17F5316E2BAC89\n\nQm7Kp2Rt4Zx8Wv3N\n-----END RSA PRIVATE KEY-----`,
    `-----BEGIN RSA PRIVATE ${'KEY'}-----…\n-----END RSA PRIVATE KEY-----`,
  ],
  [
    'a PGP key',
    `-----BEGIN PGP PRIVATE ${'KEY'} BLOCK-----\n\nQm7Kp2Rt4Zx8Wv3NQm7Kp2Rt\n=aB3d\n-----END`,
    `-----BEGIN PGP PRIVATE ${'KEY'} BLOCK-----…\n-----END`,
  ],
  ['a key of PuTTY', `Private-${'Lines'}: 1\nQm7Kp2Rt4Zx8Wv3NQm7Kp2Rt`, `Private-${'Lines'}: 1…`],
  ['a placeholder for a key', '-----BEGIN PRIVATE KEY-----\n...', '-----BEGIN PRIVATE KEY-----\n...'],
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

test('what is hidden around a place is what is hidden in the whole text', () => {
  const block = 65_536;
  const jwt = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIi'.repeat(3000)}.dozjgNryP4J3jVmNHl0w`;
  const long = `eyJhbGciOiJIUzI1NiJ9.${'eyJzdWIi'.repeat(6000)}.dozjgNryP4J3jVmNHl0w`;
  const pem = `-----BEGIN PRIVATE KEY-----\n${`${'MIIEvQIB'.repeat(8)}\n`.repeat(2000)}-----END PRIVATE KEY-----`;
  for (const secret of [
    key,
    `"AKIA\\u00513EG\\x52TZ7VN5KWL2M"`,
    'http://bob:Tr0ub4dor@api.bank.test/v1',
    jwt,
    long,
    pem,
  ]) {
    for (const before of [0, 1, Math.floor(secret.length / 2), secret.length]) {
      const text = `${'a: b\n'.repeat(2 * block).slice(0, 2 * block - before - 1)} ${secret} ${'c: d\n'.repeat(block)}`;
      const whole = hiddenParts(text);
      assert.ok(whole.length > 0);
      const parts = createHiddenParts(text);
      const from = text.indexOf(secret);
      for (const start of [0, from, from + 6, from + secret.length - 6, 2 * block - 10, 2 * block]) {
        const end = start + 384;
        const shown = maskedSlice(text, start, end, parts.around(start, end));
        assert.equal(shown, maskedSlice(text, start, end, whole));
      }
    }
  }
});
