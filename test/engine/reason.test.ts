import assert from 'node:assert/strict';
import { test } from 'node:test';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { parseConfig } from '../../server/src/engine/config/parseConfig.ts';
import { isReason } from '../../server/src/engine/openapi/reason.ts';
import { acceptFix, acceptScopes } from '../../server/src/engine/suppression/accept.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { type Patch, Placeholder } from '../../server/src/engine/textEdits/fix.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { changeConfig, createConfig } from '../../server/src/lsp/configEdit.ts';
import { analyzeText } from '../support/openapi.ts';

for (const text of [
  'The gateway limits this path',
  'VPN',
  'Prices are public',
  'Todo lists are published on the home page',
  'Für alle',
  '公開データ',
  'JIRA-1234',
  'See ticket 4711',
  'Accepted risk of the pilot',
  'Legacy clients send no token',
  'Internal',
  'False positive: the gateway checks it',
  'The linter cannot see the gateway',
  "Partners can't reach it",
  'Known issue, tracked in 4711',
  'False positive: prices are public',
  'Für das Testsystem',
  'Zugriff nur im VPN',
  'Accès réservé',
  '社内のみ',
]) {
  test(`"${text}" is a reason`, () => assert.ok(isReason(text)));
}

for (const text of [
  undefined,
  '',
  ' \t',
  '...',
  '-- !',
  '<reason>',
  'reason',
  'The reason goes here.',
  'State why',
  'Public on purpose: state why.',
  'Why this is public',
  'TODO',
  'TODO: ask the platform team',
  'legacy',
  'Legacy!',
  'False positive',
  'fp',
  'noise',
  'Just noise, not a finding',
  'make CI green',
  'To make the build pass',
  'The linter is wrong',
  'tech debt',
  'To do',
  'Coming soon',
  'Work in progress',
  "Won't fix",
  'To be confirmed',
  'None given',
  'See ticket',
  'Accepted risk',
  'By design',
  'Not sure',
  'Known',
  '# FIXME later',
  'todo',
  'true',
  'n/a',
  'N.A.',
  'because',
  'just because',
  'see above',
  'same as above',
  'tbc',
  'later',
  'WIP: Anna writes this',
  'x',
  'aaa',
  '1',
  'asdf',
  'foo bar',
  'lorem ipsum',
  'blah blah',
  'test',
  'ok for now',
  'not needed',
  'string',
  'CHANGE_ME',
  'replaceMe',
  '{{reason}}',
  '<why>',
  '✅',
  '🤷🏽',
  '\u200b',
  '\u3164',
  'Grund',
  'Begründung',
  'siehe oben',
  'à compléter',
  'voir ci-dessus',
  'motivo aquí',
  'por definir',
  'não',
  'da definire',
  'zie boven',
  '理由',
  '待定',
  '이유',
  'причина',
  'см. выше',
  'none',
]) {
  test(`${JSON.stringify(text)} is not a reason`, () => assert.ok(!isReason(text)));
}

/** Every text that a fix leaves for a person to replace. */
function placeholdersOf(value: unknown): string[] {
  if (value instanceof Placeholder) return [value.text];
  if (Array.isArray(value)) return value.flatMap(placeholdersOf);
  if (typeof value !== 'object' || value === null) return [];
  // Nodes of the document are reached through `at` alone.
  return Object.entries(value).flatMap(([key, held]) => (key === 'at' ? [] : placeholdersOf(held)));
}

const api = (operation: string): string => `openapi: 3.1.0
servers: [{ url: https://bank.example }]
security: [{ key: [] }]
paths:
  /transfers:
    post:
      responses: { "201": { description: Made }, "401": { description: Who }, "429": { description: Slow down, headers: { Retry-After: { schema: { type: integer } } } } }
${operation}components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
`;

const open = api('      security: []\n');

test('no placeholder that a fix leaves is a reason or accepts a finding', () => {
  const finding = analyzeText(open).findings.find(({ ruleId }) => ruleId === 'public-operation');
  assert.ok(finding);
  const bare = api('      security: []\n      x-portcullis-ignore: public-operation\n');
  const unexplained = analyzeText(bare).findings.find(({ ruleId }) => ruleId === 'suppression-without-reason');
  const fixes = [
    ...acceptScopes.flatMap((scope) => acceptFix(finding, scope) ?? []),
    ...finding.fixes(),
    ...(unexplained?.fixes() ?? []),
  ].filter(({ asksReason }) => asksReason === true);
  assert.ok(fixes.length >= 5, `${fixes.length} ways to accept`);
  for (const { title, patches } of fixes) {
    const placeholders = patches.flatMap((patch: Patch) => placeholdersOf(patch));
    assert.equal(placeholders.length, 1, title);
    assert.ok(!isReason(placeholders[0]), title);
    const [[document, edits] = []] = toEdits(patches) ?? [];
    assert.ok(document && edits, title);
    const after = analyzeText(applyEdits(document.text, edits)).findings.map(({ ruleId }) => ruleId);
    assert.ok(after.includes('public-operation'), `"${title}" accepts without a reason`);
    assert.ok(after.includes('suppression-without-reason'), title);
  }
});

test('accepts a finding once the reason is written', () => {
  for (const line of [
    'x-portcullis-public: Customers without a login send money here.',
    'x-portcullis-ignore: { public-operation: Customers without a login send money here. }',
  ]) {
    const ids = analyzeText(api(`      security: []\n      ${line}\n`)).findings.map(({ ruleId }) => ruleId);
    assert.ok(!ids.includes('public-operation') && !ids.includes('suppression-without-reason'), `${line}: ${ids}`);
  }
});

for (const value of ['true', '""', '" "', '"..."', 'TODO', '42', '[]', '{}', '']) {
  test(`"x-portcullis-public: ${value}" leaves the operation reported, and is reported itself`, () => {
    const ids = analyzeText(api(`      security: []\n      x-portcullis-public: ${value}\n`)).findings.map(
      ({ ruleId }) => ruleId,
    );
    assert.ok(ids.includes('public-operation') && ids.includes('suppression-without-reason'), ids.join());
  });
}

const known = { rules: ['missing-rate-limit'] };

test('a configuration does not turn a rule off with a placeholder for a reason', () => {
  const change = { ruleId: 'missing-rate-limit', severity: 'off', reason: '' } as const;
  const existing = parseSource('file:///portcullis.yaml', 'profile: strict\n');
  const edited = changeConfig(existing, change);
  assert.ok(edited && 'edits' in edited);
  const created = createConfig('file:///portcullis.yaml', defaultConfig, change);
  assert.ok('text' in created);
  for (const text of [
    applyEdits(existing.text, edited.edits.get(existing) ?? []),
    created.text,
    'rules: { missing-rate-limit: { severity: off, reason: "" } }',
    'rules: { missing-rate-limit: { severity: off, reason: TODO } }',
    'rules: { missing-rate-limit: { severity: off, reason: true } }',
  ]) {
    const { config, problems } = parseConfig(parseSource('file:///portcullis.yaml', text), known);
    assert.deepEqual({ ...config.rules }, {}, text);
    assert.deepEqual(
      problems.map(({ code, severity }) => `${code} ${severity}`),
      ['suppression-without-reason warning'],
      text,
    );
  }
});

test('a configuration reports a placeholder next to another severity, which still applies', () => {
  const text = 'rules: { missing-rate-limit: { severity: hint, reason: TODO } }';
  const { config, problems } = parseConfig(parseSource('file:///portcullis.yaml', text), known);
  assert.deepEqual({ ...config.rules }, { 'missing-rate-limit': 'hint' });
  assert.equal(problems.length, 1);
});

test('a configuration turns a rule off with a reason, or without one', () => {
  for (const text of [
    'missing-rate-limit: off',
    'missing-rate-limit: { severity: off, reason: The gateway limits. }',
  ]) {
    const { config, problems } = parseConfig(parseSource('file:///portcullis.yaml', `rules: { ${text} }`), known);
    assert.deepEqual({ ...config.rules }, { 'missing-rate-limit': 'off' });
    assert.deepEqual(problems, []);
  }
});
