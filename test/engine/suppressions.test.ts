import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { fixAll } from '../../server/src/engine/analyze/fixAll.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { parseConfig } from '../../server/src/engine/config/parseConfig.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

const operation = 'paths:\n  /a:\n    get:\n      responses: { "200": { description: ok } }\n';

function unused(text: string): readonly Finding[] {
  return analyze(describeText(text), defaultConfig).findings.filter(({ ruleId }) => ruleId === 'unused-suppression');
}

/** The text after the first fix, and how much the fix writes. */
function fixed(text: string, finding: Finding): { readonly text: string; readonly written: number } {
  const [edits = []] = [...(toEdits(finding.fixes()[0]!.patches)?.values() ?? [])];
  return { text: applyEdits(text, edits), written: edits.reduce((sum, edit) => sum + edit.text.length, 0) };
}

test('removes one rule id from a comment and leaves the others as they are written', () => {
  const text = `openapi: 3.1.0\n# portcullis-ignore  one,two ,  three -- because\n${operation}`;
  const found = unused(text);
  const lines = found.map((finding) => fixed(text, finding).text.split('\n')[1]);
  assert.deepEqual(lines, [
    '# portcullis-ignore  two ,  three -- because',
    '# portcullis-ignore  one,three -- because',
    '# portcullis-ignore  one,two -- because',
  ]);
});

test('writes as much to remove one of a thousand rule ids as to remove one of ten', () => {
  const written = [10, 1000].map((count) => {
    const ids = Array.from({ length: count }, (_, index) => `id${index}`).join(', ');
    const text = `openapi: 3.1.0\n# portcullis-ignore ${ids}\n${operation}`;
    const found = unused(text);
    assert.equal(found.length, count);
    return fixed(text, found[count / 2]!).written;
  });
  assert.equal(written[0], written[1]);
});

test('removes all of many unused rule ids from a comment, and then the comment', () => {
  const ids = Array.from({ length: 300 }, (_, index) => `id${index}`).join(', ');
  const text = `openapi: 3.1.0\n# portcullis-ignore ${ids}\n${operation}`;
  const { texts } = fixAll({
    entry: parseSource('file:///openapi.yaml', text),
    loader: { load: () => 'pending' },
    config: defaultConfig,
    choose: ({ ruleId, fixes }) => (ruleId === 'unused-suppression' ? fixes()[0] : undefined),
  });
  assert.deepEqual([...texts.values()], [`openapi: 3.1.0\n${operation}`]);
});

test('gives each rule id of a short list a place for its reason, and leaves a long list as it is', () => {
  const isOffered = [3, 101].map((count) => {
    const ids = Array.from({ length: count }, () => 'unauthenticated-operation').join(', ');
    const text = `openapi: 3.1.0\n${operation.replace('get:', `get:\n      x-portcullis-ignore: [${ids}]`)}`;
    const [finding] = analyze(describeText(text), defaultConfig).findings.filter(
      ({ ruleId }) => ruleId === 'suppression-without-reason',
    );
    return finding?.fixes().some(({ title }) => title.startsWith('State why'));
  });
  assert.deepEqual(isOffered, [true, false]);
});

test('applies each of several comments above one line to that line', () => {
  const comments = ['missing-429-response', 'unbounded-map', 'not-a-rule'].map(
    (id) => `    # portcullis-ignore ${id} -- ok\n`,
  );
  const text = `openapi: 3.1.0\n${operation.replace('    get:', `${comments.join('    # and\n')}    get:`)}`;
  const { findings } = analyze(describeText(text), defaultConfig);
  assert.ok(!findings.some(({ ruleId }) => ruleId === 'missing-429-response'));
  assert.equal(unused(text).length, 2);
});

test('reads a comment to the end of its line, whatever it mentions', () => {
  const text = `openapi: 3.1.0\n# portcullis-ignore one -- not # portcullis-ignore two\n${operation}`;
  assert.deepEqual(
    unused(text).map(({ range }) => text.slice(range.start, range.end)),
    ['one'],
  );
});

test('reads a comment once in a file of several documents', () => {
  const text = `openapi: 3.1.0\n# portcullis-ignore one\n${operation}---\n# portcullis-ignore two\na: 1\n`;
  assert.deepEqual(
    unused(text).map(({ range }) => text.slice(range.start, range.end)),
    ['one', 'two'],
  );
});

test('applies a comment behind the dash of an item to the first line of the item', () => {
  for (const dash of ['-', '-  ']) {
    const servers = `x-servers:\n  - url: a\nservers:\n  ${dash} # portcullis-ignore plaintext-server -- laboratory\n    url: http://lab.bank.example\n  - url: http://api.bank.example\n`;
    const text = `openapi: 3.1.0\n${servers}${operation}`;
    const { findings } = analyze(describeText(text), defaultConfig);
    assert.deepEqual(
      findings.filter(({ ruleId }) => ruleId === 'plaintext-server').map(({ pointer }) => pointer),
      ['/servers/1/url'],
    );
    assert.deepEqual(unused(text), []);
  }
});

test('counts a suppression as used where it is written as a name, a list, a map, an alias or a merged map', () => {
  const ways = [
    ['', 'x-portcullis-ignore: plaintext-server'],
    ['', 'x-portcullis-ignore: [plaintext-server]'],
    ['', 'x-portcullis-ignore: { plaintext-server: only reachable within the cluster }'],
    ['x-name: &name plaintext-server', 'x-portcullis-ignore: *name'],
    ['x-names: &names [plaintext-server]', 'x-portcullis-ignore: *names'],
    ['x-shared: &shared { x-portcullis-ignore: plaintext-server }', '<<: *shared'],
  ];
  for (const [anchor = '', way = ''] of ways) {
    const text = `openapi: 3.1.0\n${anchor}\nservers:\n  - url: http://api.acme.com\n    ${way}\n${operation}`;
    const ids = analyze(describeText(text), defaultConfig).findings.map(({ ruleId }) => ruleId);
    assert.ok(!ids.includes('plaintext-server'), way);
    assert.ok(!ids.includes('unused-suppression'), way);
  }
});

/** `describeText` calls the entry `file:///d/a.yaml`. */
function configured(text: string, today = '2027-01-01'): Config {
  const known = { rules: rules.map(({ meta }) => meta.id), today };
  return parseConfig(parseSource('file:///portcullis.yaml', text), known).config;
}

const plain = `openapi: 3.1.0\nservers:\n  - url: http://a.example\n  - url: http://b.example\n${operation}`;

function judged(text: string, config: Config): readonly string[] {
  const { findings, accepted } = analyze(describeText(text), config);
  const placed = ({ ruleId, pointer, document }: Finding): string =>
    `${ruleId} ${document.uri.slice('file:///'.length)}#${pointer}`;
  return [
    ...findings.map(placed),
    ...accepted.map(({ finding, decision }) => `accepted ${placed(finding)} ${decision.kind} ${decision.reason}`),
  ].filter((line) => /plaintext-server|acceptance|suppression/.test(line));
}

test('the configuration accepts a rule at a place and below it', () => {
  const accept = (at: string): Config =>
    configured(`accept: [{ rule: plaintext-server, at: "${at}", reason: behind the VPN }]`);
  const [first, second] = ['/servers/0/url', '/servers/1/url'].map((pointer) => `plaintext-server d/a.yaml#${pointer}`);
  const accepted = (line: string | undefined): string => `accepted ${line} configuration behind the VPN`;
  assert.deepEqual(judged(plain, accept('d/a.yaml#/servers/1')), [first, accepted(second)]);
  assert.deepEqual(judged(plain, accept('d/a.yaml#/servers')), [accepted(first), accepted(second)]);
  assert.deepEqual(judged(plain, accept('d/a.yaml')), [accepted(first), accepted(second)]);
  assert.deepEqual(judged(plain, accept('other.yaml')), [first, second]);
  // A key that only begins with the same letters is another place.
  assert.deepEqual(judged(plain, accept('d/a.yaml#/server')), [
    first,
    second,
    'unused-suppression portcullis.yaml#/accept/0/rule',
  ]);
});

test('what has ended is reported, and so is what it accepted', () => {
  const text = 'accept: [{ rule: plaintext-server, at: d/a.yaml, reason: behind the VPN, until: 2026-12-31 }]';
  assert.deepEqual(judged(plain, configured(text)), [
    'plaintext-server d/a.yaml#/servers/0/url',
    'plaintext-server d/a.yaml#/servers/1/url',
    'expired-acceptance portcullis.yaml#/accept/0/rule',
  ]);
  assert.deepEqual(
    judged(plain, configured(text, '2026-12-31')).filter((line) => !line.startsWith('accepted')),
    [],
  );
});

test('what is accepted keeps its reason, and one with a reason wins', () => {
  const text = plain
    .replace('http://a.example', 'http://a.example # portcullis-ignore plaintext-server')
    .replace('http://b.example', 'http://b.example # portcullis-ignore plaintext-server -- until the move');
  const config = configured('accept: [{ rule: plaintext-server, at: "d/a.yaml#/servers/0", reason: behind the VPN }]');
  assert.deepEqual(
    judged(text, config).filter((line) => line.startsWith('accepted')),
    [
      'accepted plaintext-server d/a.yaml#/servers/0/url configuration behind the VPN',
      'accepted plaintext-server d/a.yaml#/servers/1/url comment until the move',
    ],
  );
});

test('of a grouped finding the accepted places are accepted and the others reported', () => {
  const paths = ['a', 'b', 'c', 'd', 'e', 'f'].map(
    (name) => `  /${name}:\n    post:\n      security: []\n      responses: { "200": { description: ok } }\n`,
  );
  const text = `openapi: 3.1.0\nsecurity: [{ key: [] }]\npaths:\n${paths.join('')}components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }\n`;
  const config = configured('accept: [{ rule: public-operation, at: "d/a.yaml#/paths/~1a", reason: a public form }]');
  const { findings, accepted } = analyze(describeText(text), config);
  const operations = (list: readonly Finding[]): number =>
    list.filter(({ ruleId }) => ruleId === 'public-operation').reduce((sum, one) => sum + one.operations, 0);
  assert.equal(operations(findings), 5);
  assert.equal(operations(accepted.map(({ finding }) => finding)), 1);
});
