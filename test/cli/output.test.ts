import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { formatNames } from '../../server/src/cli/formats/format.ts';
import { escapeForTerminal, toJson } from '../../server/src/cli/output/text.ts';
import { patchOf } from '../../server/src/cli/patches.ts';
import { built } from '../support/dist.ts';

/** Output must contain neither secrets nor commands for its readers. */
const cli = built('cli.cjs');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-output-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(...args: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [cli, ...args], { cwd: folder, encoding: 'utf8' });
  return { status, stdout, stderr, all: stdout + stderr };
}

function write(name: string, text: string): string {
  mkdirSync(join(folder, name, '..'), { recursive: true });
  writeFileSync(join(folder, name), text);
  return name;
}

/** Every command that prints parts of a document. */
const printing: readonly (readonly string[])[] = [
  ['check', '--echoes'],
  ['check', '--echoes', '--color'],
  ['check', '--structure'],
  ...formatNames.map((format) => ['check', '--format', format]),
  ['inventory'],
  ['inventory', '--format', 'json'],
  ['fix', '--dry-run', '--unsafe'],
];

// Assembled here, so that secret scanners do not report this file.
const key = `${'AKIA'}Q3EGRTZ7VN5KWL2M`;
const hidden = ['EGRTZ7', 'KWL2M', 'Hunter-2-x'];

test('prints no complete secret, wherever it is in a document', () => {
  const url = 'http://bob:Hunter-2-x@api.bank.test/v1';
  write(
    'secret/api.yaml',
    [
      'openapi: 3.1.0',
      `info: { title: t, version: "1", description: "key ${key}" }`,
      `servers: [{ url: "${url}" }]`,
      `security: [{ "${key}": [] }]`,
      'paths:',
      `  /hooks/${key}:`,
      '    post:',
      `      operationId: "${key}"`,
      '      requestBody:',
      '        content:',
      '          application/json:',
      '            schema:',
      '              type: object',
      `              properties: { "${key}": { type: string, default: "${key}", enum: ["${key}", b] } }`,
      '              example: "AKIAQ3\\',
      '                EGRTZ7VN5KWL2M"',
      '      responses:',
      `        "200": { $ref: "${url}" }`,
      `        "201": { $ref: "gone-${key}.yaml" }`,
      `        "202": { $ref: "#/components/responses/${key}" }`,
      `        "203": { description: ok, ${key}: 1, ${key}: 2 }`,
      '',
    ].join('\n'),
  );
  for (const args of printing) {
    const { all } = run(...args, 'secret');
    for (const part of hidden) assert.ok(!all.includes(part), `${args.join(' ')}: ${part}`);
    assert.ok(all.includes('api.yaml'), args.join(' '));
  }
});

test('prints the first four characters of a long secret and nothing of a short one', () => {
  write(
    'short.yaml',
    `openapi: 3.1.0\ninfo: { description: "${key} amqp://bob:Hunter-2-x@mq.bank.test" }\npaths: {}\n`,
  );
  const { stdout } = run('check', 'short.yaml');
  assert.match(stdout, /an AWS access key \("AKIA…"\)/);
  assert.match(stdout, /a password in a URL\. Revoke it/);
  assert.ok(stdout.includes(`"${'AKIA'}${'*'.repeat(16)} amqp://bob:${'*'.repeat(10)}@mq.ba`), stdout);
});

test('prints no default credential, whatever it looks like', () => {
  write(
    'default/api.yaml',
    [
      'openapi: 3.1.0',
      'servers: [{ url: http://api.bank.test }]',
      'paths:',
      '  /a:',
      '    post:',
      '      requestBody:',
      '        content:',
      '          application/json:',
      '            schema:',
      '              type: object',
      '              properties:',
      '                id: { type: string }',
      '                adminPassword:',
      '                  type: string',
      '                  default: sesame-oil',
      '                pin: { type: string }',
      '                password: { type: string, default: "open seed" }',
      '      responses: {}',
      '',
    ].join('\n'),
  );
  for (const args of [...printing, ['fix', '--dry-run', '--unsafe', '--rule', 'unbounded-string']]) {
    const { all } = run(...args, 'default');
    assert.doesNotMatch(all, /sesame|seed/, args.join(' '));
  }
  assert.match(run('check', 'default').all, /default: \*{10}$/m);
  assert.match(run('fix', '--dry-run', '--unsafe', 'default').all, /is not shown: it contains a secret/);
});

test('masks a secret in the name of a file', () => {
  write(`names/${key}.yaml`, 'openapi: 3.1.0\nservers: [{ url: http://api.bank.test }]\npaths: { /a: { get: {} } }\n');
  for (const args of printing) {
    const { all } = run(...args, 'names');
    for (const part of hidden) assert.ok(!all.includes(part), args.join(' '));
  }
  assert.ok(!run('check', `gone-${key}.yaml`).all.includes('KWL2M'));
});

const commands = [
  '##vso[task.setvariable variable=A]b',
  '##[error]x',
  '##teamcity[x]',
  '::error title=a::b',
  '::stop-commands::t',
];
/** How CI runners read a line: some commands are recognized anywhere, others at the start. */
const obeyed = /##[\w.]*\[|(^|\s)::[a-z-]+(\s[^:\n]*)?::/m;

const color = new RegExp(`${String.fromCharCode(27)}\\[\\d*m`, 'g');

test('prints no commands for CI systems or terminals', () => {
  const evil = JSON.stringify(`x ${commands.join(' ')} \u001B[31m \u009B1m \u202E end`);
  write(
    'ci/api.yaml',
    [
      'openapi: 3.1.0',
      `info: { title: ${evil}, version: ${evil} }`,
      'servers: [{ url: http://api.bank.test }]',
      'x-note: |',
      ...commands.map((command) => ` ${command}`),
      `security: [{ ${evil}: [] }]`,
      'paths:',
      `  ${evil}:`,
      `    post: { operationId: ${evil}, parameters: [{ $ref: ${evil} }], responses: { ${evil}: { description: ok } } }`,
      '',
    ].join('\n'),
  );
  for (const [index, command] of commands.entries()) {
    write(
      `ci/${index}\n${command}\u001B[2J.yaml`,
      'openapi: 3.1.0\nservers: [{ url: http://api.bank.test }]\npaths: { /a: {\n',
    );
    write(
      `ci/b${index}\r\n${command}.yaml`,
      'openapi: 3.1.0\nservers: [{ url: http://api.bank.test }]\npaths: { /a: { get: {} } }\n',
    );
  }
  for (const args of [...printing, ['check', '--concurrency', '2']]) {
    const { all, stdout } = run(...args, 'ci');
    if (args.some((arg) => /json|sarif/.test(arg))) JSON.parse(stdout);
    const text = all.replaceAll(color, '');
    assert.doesNotMatch(text, obeyed, args.join(' '));
    assert.doesNotMatch(text.replaceAll('\n', ''), /[\p{Cc}\u202A-\u202E\u2066-\u2069]/u, args.join(' '));
  }
  for (const command of commands) {
    for (const args of [
      ['check', `${command}.yaml`],
      ['explain', command],
      ['rules', '--pillar', command],
      [command],
      [`--${command}`],
    ]) {
      assert.doesNotMatch(run(...args).all, obeyed);
    }
  }
});

test('escapes JSON without changing its values', () => {
  const value = { '##vso[a]': ['::error::x', '## heading', 'a\u200Db\u2028c\u0085d', { '::debug::': 'http://[::1]' }] };
  assert.deepEqual(JSON.parse(toJson(value)), value);
  assert.doesNotMatch(toJson(value), obeyed);
});

test('leaves qualified names and IPv6 addresses as they are', () => {
  for (const text of ['std::vector<T>', 'http://[::1]:8080', 'fe80::abc]', 'a ## b [c]'])
    assert.equal(escapeForTerminal(text), text);
});

test('a dry run prints a valid patch without the omitted changes', () => {
  const lines = Array.from({ length: 60 }, (_unused, index) => `line${index}: "http://api.bank.test/${index}"`);
  lines[22] = `note: ${key}`;
  lines[42] = 'note: "##vso[task.complete]"';
  const before = `${lines.join('\n')}\n`;
  const after = before.replaceAll(/http:(.*)\/(1|21|41|58)"/g, 'https:$1/$2"');
  const path = join(folder, 'patched.txt');
  const apply = (patch: string): string => {
    writeFileSync(path, before);
    const { status, stderr } = spawnSync('git', ['apply', '-p0'], { cwd: folder, input: patch, encoding: 'utf8' });
    assert.equal(status, 0, stderr);
    return readFileSync(path, 'utf8');
  };
  const patch = patchOf('patched.txt', before, after, false);
  assert.match(patch, /^# The change at line 20 of patched\.txt is not shown: it contains a secret\.$/m);
  assert.match(patch, /^# The change at line 40 of patched\.txt is not shown: it contains control characters/m);
  const expected = before.replaceAll(/http:(.*)\/(1|58)"/g, 'https:$1/$2"');
  assert.equal(apply(patch), expected);
  // A terminal shows text only with its control characters escaped.
  assert.ok(patchOf('patched.txt', before, after, true).includes('\\u{23}#vso['));
});

test('a dry run shows what changes in a long line, and not all of it', () => {
  const paths = Array.from(
    { length: 300 },
    (_unused, index) => `"/p${index}":{"get":{"url":"http://a.test/${index}"}}`,
  );
  const before = `{"note":"${key}","paths":{${paths.join(',')}}}`;
  const after = before.replaceAll(/http:(\/\/a\.test\/(1|2|200)")/g, 'https:$1');
  const patch = patchOf('long.json', before, after, false);
  assert.match(
    patch,
    /^# long\.json:1:\d+, in a line that is too long for a patch:\n#-.*"http:\/\/a\.test\/200".*\n#\+.*"https:/m,
  );
  assert.ok(patch.length < 1200, String(patch.length));
  assert.ok(!patch.includes('@@'));
  const secret = patchOf('long.json', before, before.replace('"note"', '"text"'), false);
  assert.equal(secret, '# The change at long.json:1:2 is not shown: it contains a secret.\n');
  const marked = [{ start: before.indexOf('/p7"'), end: before.indexOf('/p7"') + 3 }];
  const changed = before.replace('a.test/7"', 'b.test/7"');
  assert.match(patchOf('long.json', before, changed, false, marked), /is not shown: it contains a secret/);
});

test('writes well-formed JSON and SARIF for lone surrogates', () => {
  write(
    'surrogates/api.json',
    '{"openapi":"3.0.3","security":[{"\\udfff":[]}],"paths":{"/\\ud800":{"get":{"operationId":"\\udc00","responses":{}}}}}',
  );
  for (const args of [
    ['check', '--echoes', '--format', 'json'],
    ['check', '--echoes', '--format', 'sarif'],
    ['inventory', '--format', 'json'],
  ]) {
    const { stdout } = run(...args, 'surrogates');
    assert.doesNotMatch(stdout, /\\ud[89a-f]/i);
    assert.doesNotMatch(JSON.stringify(JSON.parse(stdout)), /\\ud[89a-f]/i);
    assert.ok(stdout.includes('\uFFFD'));
  }
});
