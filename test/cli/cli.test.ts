import assert from 'node:assert/strict';
import { type SpawnSyncReturns, spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { formatNames } from '../../server/src/cli/formats/format.ts';
import type { RuleMeta } from '../../server/src/engine/rule/rule.ts';
import { built } from '../support/dist.ts';

/** Runs the built command line as a process. */
const cli = built('cli.cjs');
const examples = join(import.meta.dirname, '../../examples');
const folder = mkdtempSync(join(tmpdir(), 'portcullis-cli-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Result {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

function run(args: readonly string[], cwd = folder, input = ''): Result {
  return spawnSync(process.execPath, [cli, ...args], { cwd, input, encoding: 'utf8', maxBuffer: 1 << 28 });
}

function write(name: string, text: string): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

interface SarifResult {
  readonly ruleId: string;
  readonly locations: readonly { readonly physicalLocation: { readonly artifactLocation: { readonly uri: string } } }[];
}

const open = 'openapi: 3.1.0\npaths:\n  /orders:\n    post:\n      responses: {}\n';

// What several tests read.
write('codes/bad.yaml', open);
write('codes/good.yaml', readFileSync(join(examples, 'bank.fixed.yaml'), 'utf8'));
write('codes/other.yaml', 'kind: Deployment\n');

test('returns 1 for findings, 0 for none, 2 for wrong usage and 3 without input', () => {
  assert.equal(run(['check', 'codes/bad.yaml']).status, 1);
  assert.equal(run(['check', 'codes/good.yaml']).status, 0);
  assert.equal(run(['check', '--exit-zero', 'codes/bad.yaml']).status, 0);
  assert.equal(run(['check', 'codes/other.yaml']).status, 3);
  for (const args of [
    ['nonsense'],
    ['check', '--nonsense'],
    ['check', 'missing/*.yaml'],
    ['check', '--fail-on', 'x', 'codes'],
    ['explain', 'x'],
    [],
  ]) {
    const { status, stdout, stderr } = run(args);
    assert.equal(status, 2, args.join(' '));
    assert.equal(stdout, '');
    assert.ok(stderr !== '' && !/\n\s+at /.test(stderr), stderr);
  }
});

test('returns 4 for a link to itself, and checks the other files', () => {
  symlinkSync('loop.yaml', join(folder, 'codes/loop.yaml'));
  for (const more of [[], ['--concurrency', '2']]) {
    const { status, stdout } = run(['check', ...more, '--format', 'sarif', 'codes/loop.yaml', 'codes/bad.yaml']);
    assert.equal(status, 4);
    const [{ results, invocations }] = JSON.parse(stdout).runs;
    assert.equal(invocations[0].executionSuccessful, false);
    const files = results.map((result: SarifResult) => result.locations[0]?.physicalLocation.artifactLocation.uri);
    for (const name of ['loop.yaml', 'bad.yaml'])
      assert.ok(
        files.some((uri: string) => uri.endsWith(name)),
        name,
      );
  }
  assert.match(run(['check', 'codes/loop.yaml']).stdout, /loop\.yaml" is a link that leads back to itself/);
});

test('returns 4 where nothing is known of the version, as nothing is checked', () => {
  write('versions/old.yaml', 'swagger: "1.2"\ninfo: { title: A }\napis: []\n');
  const { status, stdout } = run(['check', 'versions/old.yaml']);
  assert.equal(status, 4);
  assert.match(stdout, /"1\.2" is not a supported OpenAPI version, so nothing/);
  write('versions/new.yaml', 'openapi: 4.0.0\npaths: {}\n');
  assert.equal(run(['check', 'versions/new.yaml']).status, 0);
});

test('suggests the command, the option or the rule that may be meant', () => {
  for (const [args, expected] of [
    [['chekc'], /"chekc" is not a command\. Did you mean "check"\?/],
    [['nonsense'], /"portcullis --help" lists/],
    [['check', '--fomat', 'json'], /There is no option "--fomat"\. Did you mean "--format"\?/],
    [['fix', '--nonsense'], /There is no option "--nonsense"\. Add "--help"/],
    [['explain', 'missing-rate'], /Did you mean "missing-rate-limit"\?/],
    [['check', 'https://bank.example/openapi.yaml'], /is a URL, which is not fetched/],
  ] as const) {
    const { status, stderr } = run([...args]);
    assert.equal(status, 2);
    assert.match(stderr, expected);
  }
});

test('shows no password that was typed or written in the wrong place', () => {
  const { stdout, stderr } = run(['check', 'bob:hunter2secret@host/api.yaml']);
  assert.match(stdout, /bob:…@host/);
  write('keys/api.yaml', open);
  write('keys/portcullis.yaml', 'password=hunter2secret: 1\n');
  const wrong = run(['check', 'keys/api.yaml']).stderr;
  assert.match(wrong, /There is no setting "password…"/);
  assert.ok(!`${stdout}${stderr}${wrong}`.includes('hunter2'));
});

test('finds the nearest configuration wherever it is started', () => {
  write('above/portcullis.yaml', 'rules: { missing-security-scheme: off }\n');
  write('above/svc/api.yaml', open);
  for (const [args, cwd] of [
    [['check', 'above/svc/api.yaml'], folder],
    [['check', 'api.yaml'], join(folder, 'above/svc')],
  ] as const)
    assert.doesNotMatch(run([...args], cwd).stdout, /missing-security-scheme/);
  assert.match(run(['check', '--root', '.', 'api.yaml'], join(folder, 'above/svc')).stdout, /missing-security-scheme/);
});

test('a file whose check fails is an error in every format, and the exit code is 2', () => {
  const path = write('failing/large.yaml', `openapi: 3.1.0\npaths: {}\nx: [${'{ a: [1, 2, 3] }, '.repeat(400_000)}]\n`);
  write('failing/bad.yaml', open);
  const args = ['--max-old-space-size=40', cli, 'check', '--concurrency', '2', '--format'];
  const check = (format: string, attempts = 5): SpawnSyncReturns<string> => {
    const result = spawnSync(process.execPath, [...args, format, 'failing'], { cwd: folder, encoding: 'utf8' });
    // Out of memory, V8 now and then aborts the process instead of the thread.
    const isAborted = result.status === null || result.status === 134;
    return isAborted && attempts > 1 ? check(format, attempts - 1) : result;
  };
  const sarif = check('sarif');
  assert.equal(sarif.status, 2, sarif.stderr);
  const [{ results, invocations }] = JSON.parse(sarif.stdout).runs;
  assert.equal(invocations[0].executionSuccessful, false);
  assert.ok(results.some(({ ruleId }: SarifResult) => ruleId === 'check-failed'));
  assert.match(check('stylish').stdout, /large\.yaml:1:1\n.*\[check-failed\]/s);
  rmSync(path);
});

test('json: follows the documented format', () => {
  const { stdout } = run(['check', '--format', 'json', 'codes/bad.yaml']);
  const result = JSON.parse(stdout);
  assert.equal(result.version, 1);
  const [file] = result.files;
  assert.equal(file.path, 'codes/bad.yaml');
  assert.equal(file.openapi, '3.1.0');
  const finding = file.findings.find(({ ruleId }: { ruleId: string }) => ruleId === 'missing-security-scheme');
  assert.deepEqual(finding.range, { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } });
  assert.deepEqual(Object.keys(finding), [
    'ruleId',
    'compliance',
    'severity',
    'confidence',
    'message',
    'file',
    'pointer',
    'range',
    'pillar',
    'owasp',
    'cwe',
    'related',
    'operations',
    'echo',
    'fixes',
    'fingerprint',
  ]);
  assert.deepEqual(Object.keys(finding.fixes[0]), ['title', 'safety']);
  assert.deepEqual(finding.compliance, ['PCI DSS 8.3.1', 'GDPR Art. 32', 'HIPAA 164.312(d)']);
  assert.equal(typeof file.score.value, 'number');
  const isCounted = ({ echo, severity }: { echo: boolean; severity: string }): boolean => !echo && severity !== 'hint';
  assert.equal(result.summary.findings, file.findings.filter(isCounted).length);
});

test('sarif: writes rules, results without echoes, and one-based regions', () => {
  const log = JSON.parse(run(['check', '--format', 'sarif', 'codes/bad.yaml']).stdout);
  const [{ tool, results, columnKind }] = log.runs;
  assert.equal(log.version, '2.1.0');
  assert.equal(columnKind, 'utf16CodeUnits');
  for (const rule of tool.driver.rules) {
    for (const text of [rule.shortDescription.text, rule.fullDescription.text])
      assert.ok(text.length > 0 && text.length <= 1024);
    assert.match(rule.properties['security-severity'], /^\d+\.\d$/);
  }
  assert.ok(results.length > 0);
  for (const result of results) {
    assert.equal(tool.driver.rules[result.ruleIndex].id, result.ruleId);
    assert.ok(result.locations[0].physicalLocation.region.startLine >= 1);
    assert.ok(result.partialFingerprints.primaryLocationLineHash);
  }
  assert.ok(!results.some(({ ruleId }: { ruleId: string }) => ruleId === 'unauthenticated-operation'));
});

test('tells the score, and what it would be with what is accepted', () => {
  const text = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: https://a.example }]
security: [{ key: [] }]
paths:
  /orders/export:
    post:
      security: [] # portcullis-ignore public-operation -- run by a partner
      responses: { "202": { description: Started }, "429": { description: Too many } }
components: { securitySchemes: { key: { type: apiKey, in: header, name: X-Key } } }
`;
  write('scores/a.yaml', text);
  const score = JSON.parse(run(['check', '--format', 'json', 'scores/a.yaml']).stdout).files[0].score;
  assert.ok(score.withAccepted < score.value);
  const told = `${score.value.toFixed(1)} (${score.withAccepted.toFixed(1)} with what is accepted), letter ${score.letter}`;
  assert.ok(run(['check', 'scores']).stdout.includes(`\nScore: ${told}.\nAccepted: 1 finding.\n`));
  write('scores/b.yaml', text.replace(/ # portcullis.*/, ''));
  const { stdout } = run(['check', 'scores']);
  assert.match(stdout, /^Lowest score: [\d.]+, letter \w, scores\/b\.yaml\.$/m);
  // Another profile needs a second check for the score, which is made where it is asked for.
  write('scores/portcullis.yaml', 'profile: strict\n');
  assert.doesNotMatch(run(['check', 'scores']).stdout, /^(?:Lowest s|S)core/m);
  assert.match(run(['check', '--min-score', '0', 'scores']).stdout, /^Lowest score: /m);
});

test('stylish: writes 80 columns, the place in the source, and no color into a pipe', () => {
  const { stdout } = run(['check', join(examples, 'bank.yaml')]);
  assert.ok(!stdout.includes('\u001B'));
  for (const line of stdout.split('\n'))
    assert.ok(
      // A place is not wrapped, so that a terminal can open it.
      line.length <= 80 || /^\s*(fix|see|error|warning|information|hint|\d+ \|)/.test(line) || !line.includes(' '),
      line,
    );
  assert.match(stdout, /^ {2}warning \S*bank\.yaml:12:10 plaintext-server$/m);
  assert.match(stdout, /12 \| {3}- url: http:\/\/api\.harbourbank\.example\/v2\n +\| {10}\^{33}\n/);
  assert.ok(run(['check', '--color', 'codes/bad.yaml']).stdout.includes('\u001B[31m'));
});

test('counts findings only, and ends with the next steps', () => {
  const bank = join(examples, 'bank.yaml');
  const { summary, files } = JSON.parse(run(['check', '--format', 'json', bank]).stdout);
  const counted = files[0].findings.filter((one: { echo: boolean; severity: string }) => {
    return !one.echo && one.severity !== 'hint';
  });
  assert.equal(summary.findings, counted.length);
  const repaired = counted.filter(({ fixes }: { fixes: unknown[] }) => fixes.length > 0).length;
  const { stdout } = run(['check', bank]);
  assert.match(stdout, new RegExp(`^${summary.findings} findings \\(4 errors, .* in 1 description\\.$`, 'm'));
  assert.match(stdout, new RegExp(`^Not counted: ${summary.echoes} echoes \\(--echoes shows them\\)\\.$`, 'm'));
  assert.match(stdout, new RegExp(`^${repaired} have a fix: portcullis fix`, 'm'));
  assert.match(stdout, /^To explain a rule: portcullis explain unauthenticated-operation$/m);
  assert.equal(JSON.parse(run(['check', '--format', 'sarif', bank]).stdout).runs[0].results.length, counted.length);
});

test('shows hints on request or if they fail the check, and never counts them', () => {
  write('hints/api.yaml', 'openapi: 3.1.0\nservers: [{ url: http://a.example }]\npaths: {}\n');
  write('hints/portcullis.yaml', 'rules: { plaintext-server: hint }\n');
  const check = (...args: string[]): Result => run(['check', ...args, 'hints/api.yaml']);
  assert.doesNotMatch(check().stdout, /plaintext-server/);
  assert.match(check().stdout, /^No findings in 1 description\.\nNot counted: 1 hint \(--echoes shows them\)\.$/m);
  assert.match(check('--echoes').stdout, /hint hints\/api\.yaml:2:18 plaintext-server/);
  assert.equal(check('--fail-on', 'hint').status, 1);
  assert.match(check('--fail-on', 'hint').stdout, /plaintext-server/);
  assert.deepEqual(JSON.parse(check('--format', 'sarif').stdout).runs[0].results, []);
});

test('counts a place in a shared file once, even if several descriptions reach it', () => {
  const entry = 'openapi: 3.1.0\nsecurity: [{ key: [] }]\npaths: { /a: { $ref: "part.yml" } }\n';
  const scheme = 'components: { securitySchemes: { key: { type: http, scheme: bearer } } }\n';
  write('once/one.yaml', entry + scheme);
  write('once/part.yml', 'post: { security: [], responses: { "200": { description: Any } } }\n');
  const one = JSON.parse(run(['check', '--format', 'json', 'once']).stdout).summary.findings;
  write('once/two.yaml', entry + scheme);
  const both = JSON.parse(run(['check', '--format', 'json', 'once']).stdout);
  const inPart = both.files.map(({ findings }: { findings: { file: string; echo: boolean }[] }) => {
    return findings.filter(({ file, echo }) => file === 'once/part.yml' && !echo).length;
  });
  assert.ok(inPart[0] > 0 && inPart[0] === inPart[1], 'each description has its own list');
  const inEntries = 2 * (one - inPart[0]);
  assert.equal(both.summary.findings, inEntries + inPart[0]);
  const { stdout } = run(['check', 'once']);
  assert.equal(stdout.match(/once\/part\.yml:1:\d+ public-operation/g)?.length, 1);
});

test('runs the structure check if the option or the configuration turns it on', () => {
  const text = 'openapi: 3.0.3\ninfo: { title: x, version: "1" }\npaths: {}\nsecurityy: []\n';
  write('structure/off/api.yaml', text);
  write('structure/on/api.yaml', text);
  write('structure/on/portcullis.yaml', 'structure: true\n');
  const finds = (...args: string[]): boolean => run(['check', ...args]).stdout.includes('invalid-openapi');
  assert.equal(finds('structure/off/api.yaml'), false);
  assert.equal(finds('--structure', 'structure/off/api.yaml'), true);
  assert.equal(finds('structure/on/api.yaml'), true);
  write('structure/wrong/api.yaml', text);
  write('structure/wrong/portcullis.yaml', 'structure: often\n');
  assert.match(run(['check', 'structure/wrong/api.yaml']).stderr, /"true" or "false" is expected here/);
});

test('reports a placeholder reason in the configuration and turns nothing off', () => {
  write('todo/api.yaml', open);
  write('todo/portcullis.yaml', 'rules:\n  missing-security-scheme: { severity: off, reason: TODO }\n');
  const { status, stdout, stderr } = run(['check', 'todo/api.yaml']);
  assert.equal(status, 1);
  assert.match(stdout, /missing-security-scheme/);
  assert.match(stderr, /todo\/portcullis\.yaml:2:53 This is not a reason/);
});

test('reads folders, globs, stdin and names that look like options', () => {
  assert.match(run(['check', 'codes']).stdout, /in 2 descriptions/);
  assert.match(run(['check', 'codes/**/b*.yaml']).stdout, /in 1 description\b/);
  assert.match(run(['check', '-', '--stdin-filename', 'api/x.yaml'], folder, open).stdout, /^api\/x\.yaml/);
  write('-odd.yaml', open);
  assert.equal(run(['check', '--', '-odd.yaml']).status, 1);
  assert.match(run(['check', 'none/*.yaml']).stderr, /matches no file/);
});

test('reports what has ended once for all descriptions, as of a day', () => {
  const plain = 'openapi: 3.1.0\nservers: [{ url: http://a.example }]\npaths: {}\n';
  write('ended/a.yaml', plain);
  write('ended/b.yaml', plain);
  write(
    'ended/portcullis.yaml',
    `accept:
  - { rule: plaintext-server, at: a.yaml, reason: behind the VPN, owner: platform, until: 2027-03-31 }
attest:
  advisories: { reason: read every week, until: 2027-03-31 }
`,
  );
  const check = (today: string, concurrency: string) => {
    const args = ['check', '--today', today, '--concurrency', concurrency, '--format', 'json', 'ended'];
    const { files, accepted, summary } = JSON.parse(run(args).stdout);
    const found = files.flatMap((file: { findings: { ruleId: string; file: string }[] }) =>
      file.findings.map(({ ruleId, file: name }) => `${ruleId} ${name}`),
    );
    return { found, accepted, counted: [summary.findings, summary.accepted] };
  };
  for (const threads of ['1', '2']) {
    const before = check('2027-03-31', threads);
    assert.deepEqual(before.found, ['plaintext-server ended/b.yaml']);
    assert.deepEqual(before.counted, [1, 1]);
    assert.equal(before.accepted[0].ruleId, 'plaintext-server');
    assert.deepEqual(before.accepted[0].acceptance, {
      kind: 'configuration',
      reason: 'behind the VPN',
      owner: 'platform',
      until: '2027-03-31',
      file: 'ended/portcullis.yaml',
      range: { start: { line: 1, character: 12 }, end: { line: 1, character: 28 } },
    });
    const after = check('2027-04-01', threads);
    assert.deepEqual(after.found, [
      'plaintext-server ended/a.yaml',
      'expired-acceptance ended/portcullis.yaml',
      'expired-acceptance ended/portcullis.yaml',
      'plaintext-server ended/b.yaml',
      'expired-acceptance ended/portcullis.yaml',
    ]);
    assert.deepEqual(after.counted, [4, 0]);
  }
  assert.match(run(['check', '--today', 'soon', 'ended']).stderr, /"--today" takes a day such as 2027-03-31/);
});

test('applies the nearest configuration and reports its mistakes', () => {
  write('conf/api.yaml', open);
  write('conf/portcullis.yaml', 'rules:\n  missing-security-scheme: off\n  missing-rate-limit: hint\n');
  const { findings } = JSON.parse(run(['check', '--format', 'json', 'conf/api.yaml']).stdout).files[0];
  assert.deepEqual(
    findings
      .filter(({ echo }: { echo: boolean }) => !echo)
      .map(({ ruleId, severity }: { ruleId: string; severity: string }) => [ruleId, severity]),
    [['missing-rate-limit', 'hint']],
  );
  assert.equal(run(['check', '--no-config', 'conf/api.yaml']).status, 1);
  write('conf2/api.yaml', open);
  write('conf2/portcullis.yaml', 'rules:\n  missing-security-sheme: off\nfoo: 1\n');
  const wrong = run(['check', 'conf2/api.yaml']);
  assert.equal(wrong.status, 2);
  assert.match(
    wrong.stderr,
    /portcullis\.yaml:2:3 There is no rule "missing-security-sheme"\. Did you mean "missing-security-scheme"\?/,
  );
  assert.match(wrong.stderr, /portcullis\.yaml:3:1 There is no setting "foo"/);
  write('conf3/api.yaml', open);
  write('conf3/portcullis.yaml', 'ignore: ["*.yaml"]\n');
  assert.equal(run(['check', 'conf3']).status, 3);
});

test('fix: names the places of waiting fixes in the file that is on disk', () => {
  const operation = '    get:\n      responses:\n        "200": { description: x }\n';
  const scheme = 'components: { securitySchemes: { k: { type: apiKey, in: header, name: K } } }\n';
  const paths = `paths:\n  /a:\n${operation}  /b:\n${operation}`;
  const text = `openapi: 3.1.0\nsecurity: [{ k: [] }]\n${paths}${scheme}servers: [{ url: http://a.example }]\n`;
  write('fix/places.yaml', text);
  const place = (output: string): string | undefined => /places\.yaml:(\d+):18: Use "https"/.exec(output)?.[1];
  assert.equal(place(run(['fix', '--dry-run', 'fix/places.yaml']).stderr), '13');
  assert.equal(place(run(['fix', 'fix/places.yaml']).stderr), '15');
});

test('fix: prints the difference, writes the file with its mode, and changes nothing the second time', () => {
  const path = write('fix/bank.yaml', readFileSync(join(examples, 'bank.yaml'), 'utf8').replaceAll('\n', '\r\n'));
  chmodSync(path, 0o640);
  const dry = run(['fix', '--dry-run', '--unsafe', '--rule', 'plaintext-server', 'fix/bank.yaml']);
  assert.match(dry.stdout, /^- {2}- url: http:\/\/api/m);
  assert.match(dry.stdout, /^\+ {2}- url: https:\/\/api/m);
  run(['fix', '--unsafe', '--rule', 'plaintext-server', 'fix/bank.yaml']);
  const fixed = readFileSync(path, 'utf8');
  assert.ok(!/url: http:/.test(fixed) && !/[^\r]\n/.test(fixed));
  assert.equal(statSync(path).mode & 0o777, 0o640);
  assert.equal(run(['fix', '--dry-run', '--unsafe', '--rule', 'plaintext-server', 'fix/bank.yaml']).stdout, '');
  run(['fix', '--unsafe', 'fix/bank.yaml']);
  const all = readFileSync(path, 'utf8');
  run(['fix', '--unsafe', 'fix/bank.yaml']);
  assert.equal(readFileSync(path, 'utf8'), all);
});

test('fix: changes only what check lists, and lists fixes that need --unsafe, the worst first', () => {
  const bank = readFileSync(join(examples, 'bank.yaml'), 'utf8');
  write('fix/listed.yaml', bank);
  const { stderr } = run(['fix', 'fix/listed.yaml']);
  const applied = [...stderr.matchAll(/ applied? .*\((\S+)\)$/gm)].map(([, id]) => id);
  assert.deepEqual(
    applied,
    ['undefined-security-scheme', 'missing-429-response'],
    'no echo is fixed while findings stay',
  );
  const waiting = [...stderr.matchAll(/needs --unsafe: (\S+) .*\((\S+)\)$/gm)].map(([, place, id]) => `${place} ${id}`);
  // The place is that of the text as fixed: one line further down.
  assert.equal(waiting[0], 'fix/listed.yaml:91:5: unauthenticated-operation');
  const { stdout } = run(['check', 'fix/listed.yaml']);
  assert.match(stdout, new RegExp(`^${waiting.length} have a fix: portcullis fix --unsafe$`, 'm'));
  assert.match(stderr, new RegExp(`${waiting.length} more fixes need --unsafe`));
  const named = write('fix/named.yaml', bank);
  run(['fix', '--rule', 'missing-retry-after', 'fix/named.yaml']);
  assert.match(readFileSync(named, 'utf8'), /Retry-After:/, 'a rule that is named is fixed everywhere');
});

test('reads nothing outside the roots, whatever the reference', () => {
  const secret = join(mkdtempSync(join(tmpdir(), 'portcullis-secret-')), 'secret.yaml');
  writeFileSync(secret, 'get: { summary: topsecret, responses: {} }\n');
  mkdirSync(join(folder, 'refs'), { recursive: true });
  symlinkSync(secret, join(folder, 'refs/link.yaml'));
  spawnSync('mkfifo', [join(folder, 'refs/pipe.yaml')]);
  const references = [
    secret,
    `file://${secret}`,
    `FILE://${secret}`,
    '/etc/passwd',
    '/dev/zero',
    '/proc/self/environ',
    'file://host/etc/passwd',
    '//host/share/x',
    '../../../../../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    'link.yaml',
    'pipe.yaml',
    '.',
    'data:text/plain,x',
    'jar:x',
    'javascript:x',
    'C:\\Windows\\win.ini',
    'a%00b',
  ];
  const paths = references
    .map((reference, index) => `  /p${index}:\n    $ref: ${JSON.stringify(reference)}\n`)
    .join('');
  write('refs/openapi.yaml', `openapi: 3.1.0\npaths:\n${paths}  /real:\n    get: { responses: {} }\n`);
  const { stdout } = run(['check', '--format', 'json', '--root', 'refs', 'refs/openapi.yaml']);
  const { files } = JSON.parse(stdout);
  assert.equal(files[0].errors.length, references.length);
  assert.ok(!stdout.includes('topsecret'));
  const inventory = JSON.parse(run(['inventory', '--format', 'json', '--root', 'refs', 'refs/openapi.yaml']).stdout);
  assert.deepEqual(
    inventory.files[0].operations.map(({ path }: { path: string }) => path),
    ['/real'],
  );
});

test('opens no socket', async () => {
  let connections = 0;
  const server = createServer((socket) => {
    connections++;
    socket.destroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  write(
    'net/openapi.yaml',
    `openapi: 3.0.3\npaths:\n  /a:\n    $ref: http://127.0.0.1:${port}/a.yaml\n  /b:\n    get:\n      responses:\n        "200": { $ref: "http://127.0.0.1:${port}/r.yaml" }\n`,
  );
  // Not spawnSync: it would block the server in this process.
  const child = spawn(process.execPath, [cli, 'check', '--structure', '--format', 'json', 'net/openapi.yaml'], {
    cwd: folder,
  });
  let stdout = '';
  child.stdout.on('data', (data) => (stdout += data));
  await new Promise((resolve) => child.on('close', resolve));
  server.close();
  assert.equal(connections, 0);
  assert.deepEqual(
    JSON.parse(stdout).files[0].errors.map(({ code }: { code: string }) => code),
    ['remote', 'remote'],
  );
});

test('reads UTF-16 and a byte order mark', () => {
  writeFileSync(join(folder, 'utf16.yaml'), Buffer.from(`\uFEFF${open}`, 'utf16le'));
  writeFileSync(join(folder, 'bom.yaml'), `\uFEFF${open}`);
  for (const name of ['utf16.yaml', 'bom.yaml']) {
    const { findings } = JSON.parse(run(['check', '--format', 'json', name]).stdout).files[0];
    assert.deepEqual(findings[0].range.start, { line: 0, character: 1 }, name);
  }
});

test('writes the same bytes for any order of inputs, locale and time zone', () => {
  const first = run(['check', '--format', 'json', 'codes']).stdout;
  const other = spawnSync(process.execPath, [cli, 'check', '--format', 'json', 'codes'], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, LANG: 'tr_TR.UTF-8', TZ: 'Asia/Tokyo' },
  });
  assert.equal(other.stdout, first);
});

test('exits quietly when the reader closes the pipe', async () => {
  const child = spawn(
    'sh',
    ['-c', `"${process.execPath}" "${cli}" check --format json --echoes "${examples}" | head -c 10`],
    { cwd: folder },
  );
  let stderr = '';
  child.stderr.on('data', (data) => (stderr += data));
  await new Promise((resolve) => child.on('close', resolve));
  assert.equal(stderr, '');
});

test('lists rules, explains one, writes a configuration and prints the version', () => {
  assert.match(run(['rules']).stdout, /^ {2}plaintext-server +error/m);
  const transport = JSON.parse(run(['rules', '--format', 'json', '--pillar', 'transport']).stdout).rules;
  assert.ok(transport.length >= 3 && transport.every(({ pillar }: { pillar: string }) => pillar === 'transport'));
  for (const [option, value, holds] of [
    ['owasp', 'API2', ({ owasp }) => owasp === 'API2:2023'],
    ['severity', 'error', ({ severity }) => severity === 'error'],
    ['profile', 'recommended', ({ recommended }) => recommended],
    ['profile', 'minimal', ({ severity, confidence }) => severity === 'error' && confidence === 'high'],
    ['compliance', 'hipaa', ({ compliance = [] }) => compliance.some((id) => id.startsWith('HIPAA'))],
    ['fixable', undefined, ({ fixable }) => fixable],
  ] as [string, string | undefined, (rule: RuleMeta & { fixable: boolean }) => boolean][]) {
    const listed = JSON.parse(
      run(['rules', '--format', 'json', `--${option}`, ...(value ? [value] : [])]).stdout,
    ).rules;
    assert.ok(listed.length > 0 && listed.every(holds), option);
  }
  assert.match(
    run(['rules', '--severity', 'fatal']).stderr,
    /"fatal" is not a value of "--severity"\. Use one of: error, /,
  );
  const page = run(['explain', 'plaintext-server']).stdout;
  assert.ok(page.startsWith('# plaintext-server') && !page.includes('# finding:'));
  assert.match(run(['explain', 'plaintext-sever']).stderr, /Did you mean "plaintext-server"\?/);
  mkdirSync(join(folder, 'init'));
  assert.equal(run(['init'], join(folder, 'init')).status, 0);
  assert.equal(run(['init'], join(folder, 'init')).status, 2);
  assert.match(run(['--version']).stdout, /^\d+\.\d+\.\d+\n$/);
});

test('--min-score returns 1 for a description that scores less, and says which', () => {
  write('score/api.yaml', 'openapi: 3.1.0\npaths:\n  /a:\n    get: { responses: { "200": { description: OK } } }\n');
  const low = run(['check', '--fail-on', 'error', '--exit-zero', 'score']);
  assert.equal(low.status, 0);
  const failed = run(['check', '--min-score', '95', 'score']);
  assert.equal(failed.status, 1);
  assert.match(failed.stderr, /"score\/api\.yaml" scores \d+\.\d \([A-E]\), less than 95\./);
  assert.doesNotMatch(run(['check', '--min-score', '0', 'score']).stderr, /scores/);
  for (const bad of ['x', '101', '-1']) assert.equal(run(['check', `--min-score=${bad}`, 'score']).status, 2);
});

test('writes the same bytes with any number of threads; all shards together are the whole', () => {
  for (let index = 0; index < 60; index++) {
    const paths = Array.from(
      { length: 1 + (index % 7) },
      (_unused, path) => `  /p${path}:\n    post: { responses: {} }\n`,
    );
    write(`many/${index % 3}/api${index}.yaml`, `openapi: 3.1.0\npaths:\n${paths.join('')}`);
  }
  write('many/broken.yaml', 'openapi: 3.1.0\npaths:\n  /a:\n    get: { responses: {\n');
  // Its findings about several places are sent between threads as well.
  write('many/bank.yaml', readFileSync(join(examples, 'bank.yaml'), 'utf8'));
  for (const format of formatNames) {
    const [one, ...others] = [1, 2, 4].map((threads) =>
      run(['check', '--format', format, '--concurrency', String(threads), 'many']),
    );
    assert.equal(one?.status, 4);
    for (const { status, stdout, stderr } of others) {
      assert.deepEqual({ status, stdout, stderr }, { status: one?.status, stdout: one?.stdout, stderr: one?.stderr });
    }
  }
  const files = (args: readonly string[]): readonly string[] =>
    JSON.parse(run(['check', '--format', 'json', ...args, 'many']).stdout).files.map(
      ({ path }: { path: string }) => path,
    );
  const shards = [1, 2, 3].map((part) => files(['--shard', `${part}/3`]));
  assert.deepEqual(shards.flat().sort(), [...files([])].sort());
  assert.ok(shards.every((shard) => shard.length > 10));
  for (const bad of ['0/3', '4/3', 'x', '1/0']) assert.equal(run(['check', '--shard', bad, 'many']).status, 2);
  for (const bad of ['0', '-1', 'x']) assert.equal(run(['check', `--concurrency=${bad}`, 'many']).status, 2);
});

/** Inputs that cannot be read, or only in part. */
const unread: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  'syntax-error': { 'api.yaml': 'openapi: 3.1.0\npaths: { /a: { get: { \n' },
  tab: { 'api.yaml': 'openapi: 3.1.0\ninfo:\n\ttitle: t\npaths: {}\n' },
  truncated: { 'api.json': '{ "openapi": "3.0.3", "paths": {' },
  'missing-target': { 'api.yaml': 'openapi: 3.1.0\npaths: { /a: { $ref: "#/components/pathItems/gone" } }\n' },
  'missing-file': { 'api.yaml': 'openapi: 3.0.3\npaths: { /a: { $ref: gone.yaml } }\n' },
  'missing-file-2.0': { 'api.json': '{ "swagger": "2.0", "paths": { "/a": { "$ref": "gone.json#/a" } } }' },
  'outside-roots': { 'api.yaml': 'openapi: 3.1.0\npaths: { /a: { $ref: /etc/passwd } }\n' },
  circular: { 'api.yaml': 'openapi: 3.1.0\ncomponents: { schemas: { A: { $ref: "#/components/schemas/A" } } }\n' },
  'not-a-string': { 'api.yaml': 'openapi: 3.1.0\npaths: { /a: { $ref: [x] } }\n' },
  'broken-fragment': {
    'api.yaml': 'openapi: 3.1.0\npaths: { /a: { $ref: part/a.yaml } }\n',
    'part/a.yaml': 'get: { responses: {\n',
  },
};

for (const [name, files] of Object.entries(unread)) {
  test(`check, inventory and fix return 4 for an unreadable input: ${name}`, () => {
    for (const [file, text] of Object.entries(files)) write(`unread/${name}/${file}`, text);
    const args = ['--root', `unread/${name}`, `unread/${name}`];
    for (const command of [['check'], ['check', '--exit-zero'], ['inventory'], ['fix', '--dry-run']]) {
      assert.equal(run([...command, ...args]).status, 4, command.join(' '));
      const { status } = run([...command, '--allow-unreadable', ...args]);
      assert.ok(status === 0 || (command.length === 1 && status === 1), `${command.join(' ')}: ${status}`);
    }
    const stylish = run(['check', ...args]).stdout;
    assert.match(stylish, /^ {2}error \S*\d+:\d+$/m);
    assert.match(stylish.replaceAll('\n', ' '), /so not everything was checked/);
    const [{ errors }] = JSON.parse(run(['check', '--format', 'json', ...args]).stdout).files;
    const [log] = JSON.parse(run(['check', '--format', 'sarif', ...args]).stdout).runs;
    const results = log.results.filter(({ ruleId }: { ruleId: string }) => ruleId === errors[0].code);
    assert.deepEqual([errors[0].severity, results[0]?.level], ['error', 'error']);
    assert.equal(log.tool.driver.rules[results[0].ruleIndex].id, errors[0].code);
    assert.equal(log.invocations[0].executionSuccessful, false);
    const lowered = JSON.parse(run(['check', '--format', 'sarif', '--allow-unreadable', ...args]).stdout).runs[0];
    assert.equal(lowered.invocations[0].executionSuccessful, true);
    assert.ok(
      lowered.results.some(
        ({ level, ruleId }: { level: string; ruleId: string }) => ruleId === errors[0].code && level === 'warning',
      ),
    );
  });
}

test('returns 4 for a missing file and still checks the others', () => {
  const { status, stdout } = run(['check', '--format', 'json', 'codes/good.yaml', 'gone.yaml']);
  assert.equal(status, 4);
  const files = JSON.parse(stdout).files as { path: string; openapi: string | null; errors: { code: string }[] }[];
  assert.deepEqual(
    files.map(({ path, openapi, errors }) => [path, openapi === null, errors.map(({ code }) => code)]),
    [
      ['codes/good.yaml', false, []],
      ['gone.yaml', true, ['missing-file']],
    ],
  );
  assert.equal(run(['check', '--allow-unreadable', 'codes/good.yaml', 'gone.yaml']).status, 0);
  assert.equal(run(['inventory', 'gone.yaml']).status, 4);
});

test('reports a remote reference as information, without changing the exit code', () => {
  write(
    'remote/api.yaml',
    'openapi: 3.1.0\ncomponents: { schemas: { A: { $ref: "https://schemas.bank.test/a.json" } } }\n',
  );
  const { status, stdout } = run(['check', '--format', 'json', 'remote']);
  assert.equal(status, 0);
  assert.deepEqual(
    JSON.parse(stdout).files[0].errors.map(({ code, severity }: { code: string; severity: string }) => [
      code,
      severity,
    ]),
    [['remote', 'information']],
  );
});

test('prefers exit code 2 to 4, 4 to 1, and 1 to 3', () => {
  write('several/bad.yaml', open);
  write('several/broken.yaml', 'openapi: 3.1.0\npaths: {\n');
  assert.equal(run(['check', 'several']).status, 4);
  assert.equal(run(['check', 'several', '--fail-on', 'x']).status, 2);
  assert.equal(run(['check', 'several', '--allow-unreadable']).status, 1);
  assert.equal(run(['check', 'gone.yaml', 'codes/other.yaml']).status, 4);
  assert.equal(run(['check', 'gone.yaml', '--allow-unreadable', '--fail-on', 'warning']).status, 1);
  assert.equal(run(['check', 'gone.yaml', '--allow-unreadable']).status, 3);
});

test('rejects a URL as input, and says what to do', () => {
  const { status, stderr } = run(['check', 'https://api.bank.test/openapi.yaml']);
  assert.equal(status, 2);
  assert.match(stderr, /is a URL, which is not fetched\. Download/);
});
