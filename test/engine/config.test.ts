import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { Ajv } from 'ajv';
import { parse as parseYaml } from 'yaml';
import { configTemplate } from '../../server/src/configTemplate.ts';
import { isDay } from '../../server/src/engine/config/day.ts';
import { globProblem, matchesGlob } from '../../server/src/engine/config/glob.ts';
import { parseConfig } from '../../server/src/engine/config/parseConfig.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';

function read(text: string): ReturnType<typeof parseConfig> {
  return parseConfig(parseSource('file:///portcullis.yaml', text), { rules: ['missing-security'] });
}

const numbers = (count: number): string => Array.from({ length: count }, (_, index) => index).join(',');

const matching: readonly (readonly [glob: string, path: string])[] = [
  ['a{b,c{d,e}}f', 'abf'],
  ['a{b,c{d,e}}f', 'acef'],
  [`{${numbers(64)}}.yaml`, 'apis/63.yaml'],
  ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', 'bababa'],
  ['{a}{a}{a}{a}{a}{a}{a}{a}', 'aaaaaaaa'],
  ['a{b', 'a{b'],
  [`${'a'.repeat(1000)}`, 'a'.repeat(1000)],
];

for (const [glob, path] of matching) {
  test(`the pattern ${glob.slice(0, 40)} matches ${path.slice(0, 40)}`, () => {
    assert.equal(globProblem(glob), undefined);
    assert.ok(matchesGlob(path, glob));
  });
}

const refused: readonly (readonly [glob: string, path: string])[] = [
  [`{${numbers(65)}}.yaml`, '0.yaml'],
  ['{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}{a,b}', 'aaaaaaa'],
  ['{a}{a}{a}{a}{a}{a}{a}{a}{a}', 'aaaaaaaaa'],
  ['a'.repeat(1001), 'a'.repeat(1001)],
  [`{${'a,'.repeat(100_000)}}`, 'a'],
  ['{'.repeat(100_000) + '}'.repeat(100_000), 'a'],
];

for (const [glob, path] of refused) {
  test(`the pattern ${glob.slice(0, 40)} of ${glob.length} characters is refused and matches nothing`, () => {
    assert.match(globProblem(glob) ?? '', /at most\. Split it into several\.$/);
    assert.equal(matchesGlob(path, glob), false);
  });
}

for (const glob of ['', '../other/**', 'a\\\\b', '!keep.yaml']) {
  test(`warns of the pattern "${glob}", which cannot mean what its author wants`, () => {
    const { problems } = read(JSON.stringify({ ignore: [glob] }));
    assert.deepEqual(
      problems.map(({ code, severity }) => [code, severity]),
      [['invalid-pattern', 'warning']],
    );
  });
}

test('asks for a reason where a map turns a rule off, and turns it off all the same', () => {
  const { config, problems } = read('rules: { missing-security: { severity: off } }');
  assert.deepEqual(
    [config.rules['missing-security'], problems.map(({ code }) => code)],
    ['off', ['suppression-without-reason']],
  );
  assert.deepEqual(read('rules: { missing-security: off }').problems, []);
});

test('names what is probably meant', () => {
  const { problems } = read('profil: strict\nrules: { missing-securty: off }\nconfidence: hihg\n');
  assert.deepEqual(
    problems.map(({ meant }) => meant),
    ['profile', 'missing-security', 'high'],
  );
});

test('reports a pattern that asks for too much at its place, and keeps the others', () => {
  const text = `ignore:\n  - drafts/**\n  - "{${numbers(65)}}"\n  - old.yaml\n`;
  const { config, problems } = read(text);
  assert.deepEqual(config.ignore, ['drafts/**', 'old.yaml']);
  assert.deepEqual(
    problems.map(({ code, range }) => [code, text.slice(range.start, range.start + 5)]),
    [['pattern-too-long', '"{0,1']],
  );
});

test('keeps an extension that is honored once, however often it is named', () => {
  const { config, problems } = read(`honor: [${Array(1000).fill('x-zally-ignore').join(', ')}]\n`);
  assert.deepEqual(problems, []);
  assert.deepEqual(config.honor, ['x-zally-ignore']);
});

function problemsIn(text: string): readonly string[] {
  const known = { rules: rules.map(({ meta }) => meta.id) };
  return parseConfig(parseSource('file:///portcullis.yaml', text), known).problems.map(({ message }) => message);
}

test('the published schema takes what the reader takes, and no more', () => {
  const root = join(import.meta.dirname, '../..');
  const schema = JSON.parse(readFileSync(join(root, 'docs/reference/portcullis.schema.json'), 'utf8'));
  const validate = new Ajv({ strict: false }).compile(schema);
  const isValid = (text: string): boolean => validate(parseYaml(text));
  const page = readFileSync(join(root, 'docs/reference/configuration.md'), 'utf8');
  const template = configTemplate.replaceAll(/^# (?=[a-z]+:| {2})/gm, '');
  for (const text of [/```yaml\n([\s\S]*?)```/.exec(page)![1]!, '', template, 'ignore: a']) {
    assert.ok(isValid(text), JSON.stringify(validate.errors));
    assert.deepEqual(problemsIn(text), []);
  }
  for (const text of [
    'profil: strict',
    'profile: all',
    'rules: { nonsense: off }',
    'roles: { /a: king }',
    'honor: [x-other]',
    'accept: { rule: plaintext-server }',
    'accept: [{ rule: plaintext-server, at: openapi.yaml }]',
    'accept: [{ rule: nonsense, at: openapi.yaml, reason: behind the VPN }]',
    'accept: [{ rule: plaintext-server, reason: behind the VPN }]',
    'accept: [{ rule: plaintext-server, at: openapi.yaml, reason: behind the VPN, until: soon }]',
    'accept: [{ rule: plaintext-server, at: openapi.yaml, reason: behind the VPN, by: me }]',
    'attest: { backups: { reason: every night } }',
    'attest: { advisories: { owner: platform } }',
    'attest: { advisories: { reason: read every week, owner: "" } }',
  ]) {
    assert.ok(!isValid(text), text);
    assert.notDeepEqual(problemsIn(text), [], text);
  }
});

test('reads what is accepted and attested, and what of it has ended', () => {
  const text = `accept:
  - { rule: missing-security, at: "apis/a b.yaml#/paths/~1a%7E1b", reason: nightly export, owner: data, until: 2027-03-31 }
  - { rule: missing-security, at: ../b.yaml, reason: in its own network }
attest:
  advisories: { reason: read every week, until: 2027-03-30 }
`;
  const source = parseSource('file:///repo/x/portcullis.yaml', text);
  const { config, problems } = parseConfig(source, { rules: ['missing-security'], today: '2027-03-31' });
  assert.deepEqual(problems, []);
  assert.deepEqual(config.accept, [
    {
      ruleId: 'missing-security',
      file: 'file:///repo/x/apis/a b.yaml',
      pointer: '/paths/~1a~1b',
      index: 0,
      reason: 'nightly export',
      owner: 'data',
      until: '2027-03-31',
      hasEnded: false,
    },
    {
      ruleId: 'missing-security',
      file: 'file:///repo/b.yaml',
      pointer: '',
      index: 1,
      reason: 'in its own network',
      owner: undefined,
      until: undefined,
      hasEnded: false,
    },
  ]);
  assert.deepEqual(config.attest, [
    { id: 'advisories', reason: 'read every week', owner: undefined, until: '2027-03-30', hasEnded: true },
  ]);
});

test('without a present day nothing ends', () => {
  const { config } = read('attest: { advisories: { reason: read every week, until: 1999-12-31 } }\n');
  assert.equal(config.attest[0]?.hasEnded, false);
});

test('a day is one of the calendar', () => {
  for (const day of ['2027-03-31', '2028-02-29', '2000-02-29']) assert.ok(isDay(day), day);
  for (const day of [
    '2027-02-29',
    '1900-02-29',
    '2027-04-31',
    '2027-13-01',
    '2027-00-10',
    '2027-1-1',
    '2027-01-00',
    '27-01-01',
    '',
  ])
    assert.ok(!isDay(day), day);
});

test('a placeholder accepts and attests nothing', () => {
  const text =
    'accept: [{ rule: missing-security, at: a.yaml, reason: TODO }]\nattest: { advisories: { reason: state why } }\n';
  const { config, problems } = read(text);
  assert.deepEqual([config.accept, config.attest], [[], []]);
  assert.deepEqual(
    problems.map(({ code, severity }) => [code, severity]),
    [
      ['suppression-without-reason', 'warning'],
      ['suppression-without-reason', 'warning'],
    ],
  );
});
