import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { test } from 'node:test';
import { createContext, runInContext } from 'node:vm';
import { build } from 'esbuild';

const source = join(import.meta.dirname, '../../server/src');
const engine = join(source, 'engine');

/** Data flows one way: a folder imports from itself and from those before it. At the top are types that all may use. */
const order = [
  '.',
  'incremental',
  'syntax',
  'lexicon',
  'patterns',
  'sensitive',
  'openapi',
  'schemas',
  'heuristics',
  'description',
  'textEdits',
  'navigation',
  'suppression',
  'config',
  'fixes',
  'completion',
  'rule',
  'rules',
  'analyze',
  'minimize',
  'score',
];

const files = readdirSync(engine, { recursive: true })
  .map(String)
  .filter((file) => file.endsWith('.ts'));

function imports(path: string): { specifier: string; isType: boolean }[] {
  const text = readFileSync(path, 'utf8');
  return [...text.matchAll(/^(?:import|export)\s+(type\s)?[^;]*?from\s+'([^']+)'/gms)].map((match) => ({
    specifier: match[2]!,
    isType: match[1] !== undefined,
  }));
}

test('the engine imports only earlier folders and its parsers', () => {
  const wrong: string[] = [];
  for (const file of files) {
    const rank = order.indexOf(file.includes('/') ? file.split('/')[0]! : '.');
    for (const { specifier, isType } of imports(join(engine, file))) {
      if (!specifier.startsWith('.')) {
        const folder = specifier.startsWith('@eslint-community/') ? 'patterns/' : 'syntax/';
        const isParser = ['js-yaml', 'yaml', 'jsonc-parser', '@eslint-community/regexpp'].includes(specifier);
        if (!isParser || !file.startsWith(folder)) wrong.push(`${file}: ${specifier}`);
        continue;
      }
      const target = relative(engine, join(engine, dirname(file), specifier));
      const targetRank = order.indexOf(target.includes('/') ? target.split('/')[0]! : '.');
      // Types may look ahead: they leave no trace at run time.
      if (target.startsWith('..') || (targetRank > rank && !isType)) wrong.push(`${file}: ${specifier}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('imports have no cycle except of types', () => {
  const targets = new Map(
    files.map((file) => [
      file,
      imports(join(engine, file))
        .filter(({ specifier, isType }) => specifier.startsWith('.') && !isType)
        .map(({ specifier }) => join(dirname(file), specifier)),
    ]),
  );
  const circles: string[] = [];
  const finished = new Set<string>();
  const visit = (file: string, path: readonly string[]): void => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' > '));
    else if (!finished.has(file)) for (const target of targets.get(file) ?? []) visit(target, [...path, file]);
    finished.add(file);
  };
  for (const file of files) visit(file, []);
  assert.deepEqual(circles, []);
});

test('the engine runs in an empty VM context', async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: `export { analyze } from './analyze/analyze.ts'; export { describe } from './description/describe.ts';
        export { parseSource } from './syntax/parseSource.ts'; export { defaultConfig } from './config/config.ts';`,
      resolveDir: engine,
    },
    bundle: true,
    write: false,
    format: 'iife',
    globalName: 'portcullis',
    mainFields: ['module', 'main'],
    platform: 'neutral',
    target: 'es2022',
  });
  const context = createContext(Object.create(null), { codeGeneration: { strings: false, wasm: false } });
  runInContext(outputFiles[0]!.text, context);
  const count = runInContext(
    `const { analyze, describe, parseSource, defaultConfig } = portcullis;
     const document = parseSource('file:///a.yaml', 'openapi: 3.1.0\\npaths:\\n  /a:\\n    post: {}\\n');
     analyze(describe(document, { load: () => 'pending' }), defaultConfig).findings.length`,
    context,
  );
  assert.equal(count, 4);
});

test('shipped code has no network access and runs no workspace code', () => {
  const wrong: string[] = [];
  for (const folder of [source, join(source, '../../client/src')]) {
    for (const file of readdirSync(folder, { recursive: true })
      .map(String)
      .filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(join(folder, file), 'utf8');
      const found =
        /node:(net|http|https|http2|tls|dns|dgram|child_process|vm)\b|\bfetch\s*\(|XMLHttpRequest|WebSocket\(|\beval\s*\(|new Function\(/.exec(
          text,
        );
      // Hosts have a method of that name, which asks for files.
      if (found !== null && !/\.fetch\(|fetch\(uris/.test(text.slice(found.index - 20, found.index + 20)))
        wrong.push(`${file}: ${found[0]}`);
    }
  }
  assert.deepEqual(wrong, []);
});

test('the lockfile is complete on every platform, without download addresses, and above the known floors', () => {
  const lock = JSON.parse(readFileSync(join(source, '../../package-lock.json'), 'utf8')) as {
    packages: Record<string, { version?: string; resolved?: string; optionalDependencies?: Record<string, string> }>;
  };
  const names = Object.keys(lock.packages);
  const missing = Object.values(lock.packages).flatMap(({ optionalDependencies = {} }) =>
    Object.keys(optionalDependencies).filter((name) => !names.some((path) => path.endsWith(`node_modules/${name}`))),
  );
  assert.deepEqual(missing, []);
  assert.deepEqual(
    names.filter((name) => lock.packages[name]?.resolved !== undefined),
    [],
  );
  // Below these, reading references was not safe.
  const floors = {
    '@apidevtools/swagger-parser': 13,
    '@apidevtools/json-schema-ref-parser': 16,
    'js-yaml': 5,
    yaml: 2,
  };
  for (const [name, floor] of Object.entries(floors)) {
    assert.ok(Number(lock.packages[`node_modules/${name}`]?.version?.split('.')[0]) >= floor, name);
  }
});
