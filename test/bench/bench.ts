import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { createMessageConnection, StreamMessageReader, StreamMessageWriter } from 'vscode-languageserver/node';

/**
 * Prints a Markdown table of what a user waits for, beside a peer where one is installed (PORTCULLIS_PEERS names a folder
 * with `@redocly/cli` in its node_modules). No test asserts what it prints.
 */
const root = join(import.meta.dirname, '../..');
const corpus = join(root, '../shared/corpus');
const peers = process.env['PORTCULLIS_PEERS'] ?? '';
const redocly = join(peers, 'node_modules/.bin/redocly');
const runs = 5;

const folder = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const documents = [
  join(root, 'examples/bank.yaml'),
  synthetic('1 MB', 400),
  synthetic('2 MB', 800),
  synthetic('4 MB', 1600),
  ...[
    'stripe/model/test_files/stripe.yaml',
    'github/api.github.com.json',
    'github/api.github.com.derived.yaml',
    'digitalocean/specification/DigitalOcean-public.v2.yaml',
  ]
    .map((name) => join(corpus, name))
    .filter(existsSync),
];

console.log(
  `${new Date().toISOString().slice(0, 10)}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}\n`,
);
console.log(
  '| document | MB | check, s | peak MB | Redocly, s | ratio | open, ms | edit p50, ms | p95, ms | burst of 100, ms |',
);
console.log('| --- | --: | --: | --: | --: | --: | --: | --: | --: | --: |');
for (const path of documents) {
  const size = statSync(path).size / 1e6;
  const ours = measure(process.execPath, [join(root, 'dist/cli.cjs'), 'check', '--format', 'json', path]);
  const theirs = existsSync(redocly)
    ? measure(redocly, ['lint', '--extends', 'minimal', '--format', 'json', path])
    : undefined;
  const editor = await edit(path);
  const cells = [
    path.slice(path.lastIndexOf('/') + 1),
    size.toFixed(2),
    ours.seconds.toFixed(2),
    ours.megabytes.toFixed(0),
    theirs?.seconds.toFixed(2) ?? '–',
    theirs === undefined ? '–' : (ours.seconds / theirs.seconds).toFixed(2),
    editor.open.toFixed(0),
    editor.p50.toFixed(1),
    editor.p95.toFixed(1),
    editor.burst.toFixed(0),
  ];
  console.log(`| ${cells.join(' | ')} |`);
}
if (existsSync(corpus)) {
  console.log('\n| all of the corpus | MB | s | MB/s | peak MB |\n| --- | --: | --: | --: | --: |');
  const size = Number(spawnSync('du', ['-sm', corpus], { encoding: 'utf8' }).stdout.split('\t')[0]);
  for (const threads of [1, cpus().length]) {
    const { seconds, megabytes } = measure(process.execPath, [
      join(root, 'dist/cli.cjs'),
      ...['check', '--format', 'sarif', '--concurrency', String(threads), corpus],
    ]);
    const cells = [`${threads} threads`, size, seconds.toFixed(2), (size / seconds).toFixed(1), megabytes.toFixed(0)];
    console.log(`| ${cells.join(' | ')} |`);
  }
}
rmSync(folder, { recursive: true, force: true });

/** A description that grows in paths and schemas alike. */
function synthetic(name: string, count: number): string {
  const paths = Array.from({ length: count }, (_, index) => {
    const operation = (method: string): string =>
      `    ${method}:\n      operationId: ${method}${index}\n      description: ${'Does what it says. '.repeat(20)}\n      parameters:\n        - { name: limit, in: query, schema: { type: integer } }\n      responses:\n        "200":\n          description: It worked\n          content:\n            application/json:\n              schema: { $ref: "#/components/schemas/S${index}" }\n`;
    return `  /things${index}/{id}:\n${['get', 'put', 'delete'].map(operation).join('')}`;
  });
  const schemas = Array.from({ length: count }, (_, index) => {
    const properties = Array.from(
      { length: 8 },
      (_unused, property) => `        field${property}: { type: string, description: ${'Some text. '.repeat(6)}}\n`,
    );
    return `    S${index}:\n      type: object\n      properties:\n${properties.join('')}        next: { $ref: "#/components/schemas/S${(index + 1) % count}" }\n`;
  });
  const path = join(folder, `${name.replace(' ', '')}.yaml`);
  writeFileSync(
    path,
    `openapi: 3.0.3\ninfo: { title: Things, version: "1" }\npaths:\n${paths.join('')}components:\n  schemas:\n${schemas.join('')}`,
  );
  return path;
}

/** Medians of whole processes. */
function measure(command: string, args: readonly string[]): { seconds: number; megabytes: number } {
  const seconds: number[] = [];
  const megabytes: number[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    const { stderr } = spawnSync('/usr/bin/time', ['-f', 'peak %M', command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
    });
    // The first run warms the disk.
    if (run === 0) continue;
    seconds.push((performance.now() - start) / 1000);
    megabytes.push(Number(/peak (\d+)/.exec(stderr)?.[1] ?? 0) / 1024);
  }
  return { seconds: median(seconds), megabytes: median(megabytes) };
}

/** One character typed in the middle, from the change to the diagnostics of that version. */
async function edit(path: string): Promise<{ open: number; p50: number; p95: number; burst: number }> {
  const server = spawn(process.execPath, [join(root, 'dist/server/node.cjs'), '--stdio'], {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  const connection = createMessageConnection(
    new StreamMessageReader(server.stdout),
    new StreamMessageWriter(server.stdin),
  );
  connection.listen();
  const uri = pathToFileURL(path).href;
  const rootUri = uri.slice(0, uri.lastIndexOf('/'));
  await connection.sendRequest('initialize', {
    processId: null,
    rootUri,
    workspaceFolders: null,
    capabilities: { textDocument: { diagnostic: {} } },
  });
  await connection.sendNotification('initialized', {});
  const text = readFileSync(path, 'utf8');
  const pull = (): Promise<unknown> => connection.sendRequest('textDocument/diagnostic', { textDocument: { uri } });
  let start = performance.now();
  await connection.sendNotification('textDocument/didOpen', {
    textDocument: { uri, languageId: path.endsWith('json') ? 'json' : 'yaml', version: 1, text },
  });
  await pull();
  const open = performance.now() - start;
  // Within the words of a description: an edit that people make.
  const words = /description"?: *["']?[A-Za-z]{2}/g;
  words.lastIndex = text.length / 2;
  const match = words.exec(text) ?? words.exec(text);
  const before = text.slice(0, (match?.index ?? 0) + (match?.[0].length ?? 0));
  const line = before.split('\n').length - 1;
  const place = { line, character: before.length - before.lastIndexOf('\n') - 1 };
  const times: number[] = [];
  const edits = 22;
  for (let version = 2; version < edits; version++) {
    start = performance.now();
    await connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: place, end: place }, text: 'x' }],
    });
    await pull();
    if (version > 3) times.push(performance.now() - start);
  }
  start = performance.now();
  for (let version = edits; version < edits + 100; version++) {
    void connection.sendNotification('textDocument/didChange', {
      textDocument: { uri, version },
      contentChanges: [{ range: { start: place, end: place }, text: 'x' }],
    });
  }
  await pull();
  const burst = performance.now() - start;
  server.kill();
  connection.dispose();
  times.sort((a, b) => a - b);
  return { open, p50: median(times), p95: times[Math.floor(times.length * 0.95)] ?? 0, burst };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
