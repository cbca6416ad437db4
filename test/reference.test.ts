import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { defaultConfig } from '../server/src/engine/config/config.ts';
import { parseConfig } from '../server/src/engine/config/parseConfig.ts';
import { roles } from '../server/src/engine/openapi/role.ts';
import { rules } from '../server/src/engine/rules/index.ts';
import { parseSource } from '../server/src/engine/syntax/parseSource.ts';

/** The pages in docs/reference say what the code does. */
const root = join(import.meta.dirname, '..');

function page(name: string): string {
  return readFileSync(join(root, 'docs/reference', `${name}.md`), 'utf8');
}

/** The first cells of the tables of a section, without backticks; several names in a cell count singly. */
function firstCells(text: string): readonly string[] {
  const rows = [...text.matchAll(/^\| (.+?) \|.*\n/gm)].map((match) => match[1]!);
  return rows.filter((cell) => /^`|^\d/.test(cell)).flatMap((cell) => cell.replaceAll('`', '').split(', '));
}

function section(text: string, begin: string, end: string): string {
  const from = text.indexOf(begin);
  const to = text.indexOf(end, from);
  assert.ok(from >= 0 && to > from, `${begin} … ${end}`);
  return text.slice(from, to);
}

function portcullis(...args: readonly string[]): string {
  return spawnSync(process.execPath, [join(root, 'server/src/cli/main.ts'), ...args], { cwd: root, encoding: 'utf8' })
    .stdout;
}

/** The JSON of a description with an acceptance. */
function checkAccepted(): string {
  const text =
    'openapi: 3.1.0\nservers: [{ url: http://a.example }] # portcullis-ignore plaintext-server -- behind the VPN\npaths: {}\n';
  const args = ['check', '--no-config', '--format', 'json', '--stdin-filename', 'openapi.yaml', '-'];
  return spawnSync(process.execPath, [join(root, 'server/src/cli/main.ts'), ...args], {
    cwd: root,
    encoding: 'utf8',
    input: text,
  }).stdout;
}

test('the page about the configuration lists every key, and its example is valid', () => {
  const text = page('configuration');
  const { source: _, reasons: __, ...settings } = defaultConfig;
  assert.deepEqual(firstCells(text).toSorted(), Object.keys(settings).toSorted());
  const example = /^```yaml\n([\s\S]*?)^```/m.exec(text)?.[1] ?? '';
  const { config, problems } = parseConfig(parseSource('file:///portcullis.yaml', example), {
    rules: rules.map(({ meta }) => meta.id),
  });
  assert.deepEqual(problems, []);
  assert.notDeepEqual(config, defaultConfig);
});

test('the page about roles lists every role', () => {
  assert.deepEqual(firstCells(page('roles')), [...roles]);
});

test('the page about exit codes lists those of the help', () => {
  const told = /Exit codes: ([\s\S]*)/.exec(portcullis('--help'))?.[1] ?? '';
  const codes = [...told.matchAll(/(?:^|, |\s)(\d) /g)].map((match) => match[1]);
  assert.deepEqual(firstCells(page('exit-codes')), codes);
});

test('the page about output lists the fields of the JSON', () => {
  const text = page('output');
  const report = JSON.parse(portcullis('check', '--format', 'json', 'examples/bank.yaml'));
  const [file] = report.files;
  const [finding] = file.findings;
  assert.deepEqual(firstCells(section(text, 'Each of `files`', 'A finding:')), Object.keys(file));
  assert.deepEqual(firstCells(section(text, 'A finding:', '`summary`')), Object.keys(finding));
  const { accepted } = JSON.parse(checkAccepted());
  const { path, acceptance, ...rest } = accepted[0];
  assert.equal(path, 'openapi.yaml');
  assert.deepEqual(Object.keys(rest), Object.keys(finding));
  assert.deepEqual(firstCells(section(text, 'Each of `accepted`', '## ')), Object.keys(acceptance));
  for (const field of [...Object.keys(report), ...Object.keys(report.summary)])
    assert.ok(text.includes(`\`${field}\``));

  const inventory = JSON.parse(portcullis('inventory', '--format', 'json', 'examples/bank.yaml'));
  const [{ operations }] = inventory.files;
  const described = firstCells(text.slice(text.indexOf('## `inventory')));
  assert.deepEqual(described.toSorted(), Object.keys(operations[0]).toSorted());
});

test('no text advises installing a package that is not published', () => {
  const texts = ['README.md', 'CONTRIBUTING.md', 'package.json'];
  for (const folder of ['docs', 'client/src', 'server/src', 'examples', '.github']) {
    const files = readdirSync(join(root, folder), { recursive: true, withFileTypes: true });
    for (const entry of files)
      if (entry.isFile()) texts.push(join(entry.parentPath, entry.name).slice(root.length + 1));
  }
  const fetching = /\bnpx (--yes |-y )?portcullis|\bnpm (i|install|exec|add) (-\S+ |--\S+ )*portcullis\b/;
  assert.deepEqual(
    texts.filter((name) => fetching.test(readFileSync(join(root, name), 'utf8'))),
    [],
  );
});
