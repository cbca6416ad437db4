import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { findSecrets } from '../../server/src/engine/sensitive/secrets.ts';
import { describeText } from '../support/openapi.ts';

/** Put together here, so that no scanner takes this file for a leak. */
const github = (body: string): string => `${'gh'}${'p_'}${body}`;

const body = 'Qm7Kp2Rt4Zx8Wv3Ns6Ly1Ab0Jc5Hd9Gf';
const hex = '9f3ac17be2d84056b1c7e4a2908d6f53';

const cases: readonly (readonly [string, string | undefined])[] = [
  [github('kT9wQzR4mXv2LpYc7HsJ8dFgN3aBuE2gKbl4'), undefined],
  [`Bearer ${'gl'}${'pat-'}Xk3vQ9ZrT2mWc7HsJ8dF`, 'a GitLab token'],
  [`${'AKIA'}Q3EGRTZ7VN5KWL2M`, 'an AWS access key'],
  ['AKIAIOSFODNN7EXAMPLE', undefined],
  [`${'xox'}b-123412341234-Qm7Kp2Rt9Zx4`, 'a Slack token'],
  [`${'sk_'}live_9Qm7Kp2Rt4Zx8Wv3Ns6Ly1`, 'a Stripe key'],
  [`${'sk_'}test_9Qm7Kp2Rt4Zx8Wv3Ns6Ly1`, undefined],
  [`${'sk-'}proj-${body}${body}`, 'an OpenAI key'],
  [`${'sk-'}ant-api03-${body}${body}`, 'an Anthropic key'],
  [`${'S'}K${hex}`, 'a Twilio key'],
  [`${'hv'}s.CAESI${body}`, 'a Vault token'],
  [`${'xa'}pp-1-A02B3C4D5E6-9234098765432-${hex}`, 'a Slack token'],
  [`${'ATAT'}T3xFfGF0${body}${body}`, 'an Atlassian token'],
  [`${'PM'}AK-${hex.slice(0, 24)}-${hex}ab`, 'a Postman key'],
  [`${'da'}pi${hex}`, 'a Databricks token'],
  [`${'lin'}_api_${body}${body.slice(0, 8)}`, 'a Linear key'],
  [`${'NR'}AK-Q7RJ4Z2XBVN5LPWKT9M3C8D6F1G`, 'a New Relic key'],
  [`${'sq0'}atp-${body.slice(0, 22)}`, 'a Square token'],
  [`${'gl'}sa_${body}_9f3ac17b`, 'a Grafana token'],
  [`${'ruby'}gems_${hex}${hex.slice(0, 16)}`, 'a RubyGems key'],
  [`${'dp'}.pt.${body}${body.slice(0, 11)}`, 'a Doppler token'],
  [`7093184265:${'A'}AF${body}`, 'a Telegram token'],
  [`${'psc'}ale_tkn_${body}${body.slice(0, 11)}`, 'a PlanetScale token'],
  [`${'wh'}sec_${body}`, 'a Stripe webhook secret'],
  [`${'gl'}dt-${body.slice(0, 20)}`, 'a GitLab token'],
  [`${'ke'}y-${hex}`, 'a Mailgun key'],
  [`${'AGE'}-SECRET-KEY-1${hex.toUpperCase()}${body.toUpperCase().slice(0, 26)}`, 'an age key'],
  [`https://${'discord'}.com/api/webhooks/109318426512345678/${body}${body}`, 'a Discord webhook'],
  [`Endpoint=sb://x/;${'Shared'}AccessKey=${body}${body.slice(0, 11)}=`, 'an Azure access key'],
  ['whsec_ and hvs.x and key-1 and SKU9 and dp.x', undefined],
  ['https://deploy:hXq7-rT2vLm@api.bank.example/v1', 'a password in a URL'],
  ['https://user:password@api.bank.example/v1', undefined],
  ['https://{user}:{secret}@api.bank.example', undefined],
  ['mailto:a@b.example and 12:30@noon', undefined],
];

for (const [text, kind] of cases) {
  test(`${kind ?? 'nothing'} in ${text.slice(0, 4)}…${text.length}`, () => {
    assert.deepEqual(
      findSecrets(text).map((secret) => secret.kind),
      kind === undefined ? [] : [kind],
    );
  });
}

test('accepts a GitHub token only with a valid checksum', () => {
  const body = 'kT9wQzR4mXv2LpYc7HsJ8dFgN3aBuE';
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  let crc = 0xffffffff;
  for (const character of body) {
    crc ^= character.charCodeAt(0);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  let rest = (crc ^ 0xffffffff) >>> 0;
  let checksum = '';
  for (; checksum.length < 6; rest = Math.floor(rest / 62)) checksum = alphabet[rest % 62] + checksum;
  assert.equal(findSecrets(github(body + checksum)).length, 1);
  assert.equal(findSecrets(github(`${body}000000`)).length, 0);
});

test('finds a private key that begins on a later line, and marks the key alone', () => {
  const body = `MIIB${'Qm7Kp2Rt4Zx8Wv3Ns6Ly1Ab0'.repeat(20)}`;
  // The header of DER says how long the key is.
  const bytes = Math.floor(((body.length + 4) * 3) / 4) - 4;
  const header = Buffer.from([0x30, 0x82, bytes >> 8, bytes & 255, 2, 1]).toString('base64');
  const key = header + body.slice(4);
  const text = `-----BEGIN EC PRIVATE KEY-----\\n \n\n${key}\n-----END EC PRIVATE KEY-----`;
  const [secret] = findSecrets(text);
  assert.equal(secret?.kind, 'a private key');
  assert.equal(text.slice(secret.start, secret.end).trim(), key);
});

test('finds a token that is broken over lines, and marks all of it', () => {
  const token = `${'sk_'}live_9Qm7Kp2R\\\n        t4Zx8Wv3Ns6Ly1`;
  const text = `openapi: 3.1.0\npaths: {}\ninfo:\n  description: "Send a long text with ${token} in it."\n`;
  const [finding] = analyze(describeText(text), defaultConfig).findings.filter(
    ({ ruleId }) => ruleId === 'secret-in-document',
  );
  assert.ok(finding !== undefined);
  assert.equal(text.slice(finding.range.start, finding.range.end), token);
});

test('code that is cut for a message gives no part of a key away', () => {
  const key = `${'AKIA'}Q3EGRTZ7VN5KWL2M`;
  for (const before of ['', 'get', 'fetch', 'fetch(1,']) {
    const text = `openapi: 3.1.0\npaths: {}\ninfo: { description: 'Look: <img src=x onerror="${before}(${key})">' }\n`;
    const found = analyze(describeText(text), defaultConfig).findings.find(
      ({ ruleId }) => ruleId === 'unsafe-markdown',
    );
    assert.match(found?.message ?? '', /AKIA…/);
    assert.ok(!found?.message.includes('AKIAQ'), found?.message);
  }
});
