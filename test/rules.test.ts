import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { describe as suite, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { analyze } from '../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../server/src/engine/config/config.ts';
import { parseConfig } from '../server/src/engine/config/parseConfig.ts';
import { describe } from '../server/src/engine/description/describe.ts';
import type { Finding } from '../server/src/engine/finding.ts';
import type { Rule } from '../server/src/engine/rule/rule.ts';
import { rules } from '../server/src/engine/rules/index.ts';
import { parseSource } from '../server/src/engine/syntax/parseSource.ts';
import type { SourceDocument } from '../server/src/engine/syntax/sourceDocument.ts';
import { createLineIndex } from '../server/src/engine/syntax/text/lineIndex.ts';
import { bestOf } from '../server/src/engine/textEdits/fix.ts';
import { applyEdits, toEdits } from '../server/src/engine/textEdits/patch.ts';
import { type Block, readBlocks } from './support/fixtures.ts';

const folder = fileURLToPath(new URL('../server/src/engine/rules', import.meta.url));
const files = readdirSync(folder, { recursive: true }).map(String);
const pages = files.filter((file) => file.endsWith('.md'));

/** `UPDATE=1` rewrites the `fixed` blocks with what the fixes do; the diff is the review. */
const isUpdate = process.env['UPDATE'] === '1';

const strict: Config = { ...defaultConfig, profile: 'strict' };

suite('rules', () => {
  test('the list has every rule once, and each rule has its page', () => {
    const modules = files
      .filter((file) => dirname(file) !== '.' && file.endsWith('.ts'))
      .map((file) => basename(file, '.ts'));
    assert.deepEqual(rules.map(({ meta }) => meta.id).sort(), modules.sort());
    assert.deepEqual(pages.map((page) => basename(page, '.md')).sort(), modules.sort());
  });

  test('each rule is in the folder of its pillar', () => {
    for (const page of pages) {
      const rule = rules.find(({ meta }) => meta.id === basename(page, '.md'));
      assert.equal(rule?.meta.pillar, dirname(page));
    }
  });

  test('messages end with a period and name no rule', () => {
    for (const { meta } of rules) {
      for (const text of Object.values(meta.messages)) {
        assert.match(text, /\.$/);
        assert.ok(!text.includes(meta.id), text);
      }
    }
  });
});

/** `RULE` in the environment names the one rule whose page is checked. */
const only = process.env['RULE'];
const chosen = only === undefined ? pages : pages.filter((page) => basename(page, '.md') === only);
if (chosen.length === 0) throw new Error(`There is no rule "${only}".`);

for (const page of chosen) {
  suite(page, () => checkPage(join(folder, page)));
}

function checkPage(path: string): void {
  const text = readFileSync(path, 'utf8');
  const id = basename(path, '.md');
  const blocks = readBlocks(text);

  test('has its title and headings in order', () => {
    assert.ok(text.startsWith(`# ${id}\n`));
    const allowed = ['Reported', 'Fix', 'Not reported', 'Configuration', 'References'];
    const headings = [...text.matchAll(/^## (.*)$/gm)].map((match) => match[1]!);
    assert.deepEqual(
      headings,
      allowed.filter((heading) => headings.includes(heading)),
    );
    assert.ok(headings.includes('Reported') && headings.includes('Not reported'));
    assert.match(text, /\*\*Attack\.\*\*/);
  });

  test('shows at least two reported and two other documents', () => {
    const documents = blocks.filter(({ kind }) => kind === 'document');
    const reported = documents.filter(({ expected }) =>
      expected.some((item) => item.ruleId === id && item.kind === 'finding'),
    );
    assert.ok(reported.length >= 2, `${reported.length} documents with a finding, 2 are needed`);
    const others = documents.length - reported.length;
    assert.ok(others >= 2, `${others} documents without a finding, 2 are needed`);
  });

  for (const group of groupBlocks(blocks)) {
    test(`line ${group.line}`, () => checkGroup(path, group));
  }
}

interface Group {
  readonly line: number;
  readonly documents: readonly Block[];
  readonly fixed: readonly Block[];
}

/** Consecutive blocks of one heading that name files are one description; `fixed` blocks belong to what stands above. */
function groupBlocks(blocks: readonly Block[]): readonly Group[] {
  const groups: { line: number; documents: Block[]; fixed: Block[] }[] = [];
  for (const block of blocks) {
    const last = groups.at(-1);
    const previous = last?.documents.at(-1);
    if (block.kind === 'fixed') {
      last?.fixed.push(block);
    } else if (
      last !== undefined &&
      previous?.heading === block.heading &&
      last.fixed.length === 0 &&
      // An entry begins a description of its own.
      block.file !== `openapi.${block.language}` &&
      !last.documents.some(({ file }) => file === block.file)
    ) {
      last.documents.push(block);
    } else {
      groups.push({ line: block.line, documents: [block], fixed: [] });
    }
  }
  return groups;
}

function checkGroup(path: string, { documents, fixed }: Group): void {
  const texts = new Map(documents.map((block) => [`file:///page/${block.file}`, block.text]));
  // Every rule on every page would make each new rule a change of all pages: a page is about its own and those it names.
  const named = new Set([...documents, ...fixed].flatMap(({ expected }) => expected.map(({ ruleId }) => ruleId)));
  const own = rules.filter(
    ({ meta: { id } }) =>
      id === basename(path, '.md') ||
      named.has(id) ||
      documents.some(({ text }) => text.includes(`${id} --`) || text.includes(`"${id}"`)),
  );
  const findings = run(texts, own);
  const lines = new Map([...texts].map(([uri, text]) => [uri, createLineIndex(text)]));
  const actual = findings.map((finding) =>
    describeFinding(finding, lines.get(finding.document.uri)!.positionAt(finding.range.start).line),
  );
  for (const block of documents) {
    for (const item of block.expected) {
      const kind = item.kind === 'echo' ? 'echo' : 'finding';
      const key = `${kind} ${item.ruleId} ${block.file}:${item.line}`;
      const index = actual.findIndex((text) => text.startsWith(`${key} `) && text.includes(item.contains));
      if (item.kind === 'todo-finding') {
        assert.equal(index, -1, `a known miss is found now: ${key}`);
        continue;
      }
      assert.notEqual(index, -1, `expected ${key} "${item.contains}", got:\n${actual.join('\n')}`);
      actual.splice(index, 1);
    }
  }
  assert.deepEqual(actual, [], 'nothing else is found');
  if (fixed.length > 0) checkFixed(path, texts, findings, fixed, own);
}

function describeFinding(finding: Finding, line: number): string {
  const file = finding.document.uri.slice('file:///page/'.length);
  return `${finding.echo ? 'echo' : 'finding'} ${finding.ruleId} ${file}:${line} ${finding.message}`;
}

/** Applies the best fix of each finding, one after the other. */
function checkFixed(
  path: string,
  texts: Map<string, string>,
  findings: readonly Finding[],
  fixed: readonly Block[],
  own: readonly Rule[],
): void {
  for (const { fingerprint, echo } of findings) {
    if (echo) continue;
    const current = run(texts, own).find((finding) => finding.fingerprint === fingerprint);
    if (current === undefined) continue;
    const fix = bestOf(current.fixes());
    assert.ok(fix, `${current.ruleId} offers no fix`);
    const edits = toEdits(fix.patches);
    assert.ok(edits, `"${fix.title}" cannot be written`);
    for (const [document, list] of edits) texts.set(document.uri, applyEdits(document.text, list));
    const after = run(texts, own);
    assert.ok(
      !after.some((finding) => finding.fingerprint === fingerprint && !finding.echo),
      `"${fix.title}" does not help`,
    );
  }
  for (const block of fixed) {
    const text = texts.get(`file:///page/${block.file}`)!;
    if (isUpdate) update(path, block, text);
    else assert.equal(text, block.text);
  }
}

/** By how many lines blocks have grown that stand further up. */
const grown = new Map<string, { readonly line: number; readonly by: number }[]>();

function update(path: string, block: Block, text: string): void {
  const known = grown.get(path) ?? [];
  const line = known.reduce((sum, { line: other, by }) => (other < block.line ? sum + by : sum), block.line);
  const lines = readFileSync(path, 'utf8').split('\n');
  const old = lines.slice(line - 1).indexOf('```') - 1;
  const added = text.replace(/\n$/, '').split('\n');
  lines.splice(line, old, ...added);
  grown.set(path, [...known, { line: block.line, by: added.length - old }]);
  writeFileSync(path, lines.join('\n'));
}

/** What a page calls today. */
const today = '2027-01-01';

/** A block of this name is the configuration. */
const configUri = 'file:///page/portcullis.yaml';

function readConfig(text: string): Config {
  const known = { rules: rules.map(({ meta }) => meta.id), today };
  const { config, problems } = parseConfig(parseSource(configUri, text), known);
  assert.deepEqual(problems, []);
  return { ...config, profile: 'strict' };
}

function run(all: ReadonlyMap<string, string>, own: readonly Rule[]): readonly Finding[] {
  const texts = new Map([...all].filter(([uri]) => uri !== configUri));
  const configText = all.get(configUri);
  const config = configText === undefined ? strict : readConfig(configText);
  const documents = new Map<string, SourceDocument>([...texts].map(([uri, text]) => [uri, parseSource(uri, text)]));
  const [entry] = documents.values();
  const description = describe(entry!, {
    load: (uri) => {
      const document = documents.get(uri);
      return document === undefined ? { failure: 'missing-file', message: `"${uri}" does not exist.` } : { document };
    },
  });
  assert.ok(description, 'the block is no OpenAPI document');
  const analysis = analyze(description, config, own);
  assert.deepEqual(analysis.failures, []);
  assert.deepEqual(
    [...documents.values()].flatMap(({ problems }) => problems),
    [],
  );
  return analysis.findings;
}
