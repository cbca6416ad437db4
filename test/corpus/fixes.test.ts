import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { Document, isPair, isScalar, parse, parseDocument, stringify, visit } from 'yaml';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { fixAll } from '../../server/src/engine/analyze/fixAll.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import { acceptFix, acceptScopes } from '../../server/src/engine/suppression/accept.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { bestOf, type Fix } from '../../server/src/engine/textEdits/fix.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { createFileReader } from '../../server/src/files.ts';
import { corpus, corpusFiles, options } from '../support/corpus.ts';
import { isSame, subjectOf, tryFix } from '../support/fixTrial.ts';

/** A fix is tried by parsing and analyzing again: `FIXES=all` tries those of large documents as well. */
const maxLength = process.env['FIXES'] === 'all' ? Number.POSITIVE_INFINITY : 60_000;
/** Echoes of a rule in a file are much alike: `ECHOES` says how many are tried. */
const maxEchoes = Number(process.env['ECHOES'] ?? 2);

test('every fix parses, removes its finding, keeps comments, adds none and lowers no score', options, (context) => {
  let tried = 0;
  let withheld = 0;
  const wrong: string[] = [];
  for (const { path, name, text } of corpusFiles()) {
    if (text.length > maxLength) continue;
    const subject = subjectOf(parseSource(pathToFileURL(path).href, text), createFileReader([corpus]));
    const echoes = new Map<string, number>();
    for (const finding of subject?.findings ?? []) {
      const known = echoes.get(finding.ruleId) ?? 0;
      if (finding.echo) echoes.set(finding.ruleId, known + 1);
      if (subject === undefined || (finding.echo && known >= maxEchoes)) continue;
      for (const fix of finding.fixes()) {
        const trial = tryFix(subject, finding, fix);
        const where = `${name} ${finding.ruleId} ${finding.pointer}: ${fix.title}`;
        if (trial === undefined) {
          withheld++;
          if (process.env['FIXES'] !== undefined) context.diagnostic(`withheld: ${where}`);
          continue;
        }
        tried++;
        for (const problem of trial.problems) wrong.push(`${where}: ${problem}`);
      }
    }
  }
  context.diagnostic(`${tried} repairs tried, ${withheld} withheld`);
  assert.deepEqual(wrong, []);
});

test('applying all fixes leaves none, and acceptances accept', options, (context) => {
  let repaired = 0;
  let accepted = 0;
  const wrong: string[] = [];
  for (const { path, name, text } of corpusFiles()) {
    if (text.length > maxLength) continue;
    const uri = pathToFileURL(path).href;
    const loader = createFileReader([corpus]);
    const entry = parseSource(uri, text);
    const description = describe(entry, loader);
    if (description === undefined || description.isBroken) continue;
    const choose = (finding: Finding): Fix | undefined => bestOf(finding.fixes());
    const once = fixAll({ entry, loader, config: defaultConfig, choose });
    const after = once.texts.get(entry.uri);
    if (after !== undefined && once.texts.size === 1) {
      repaired++;
      const twice = fixAll({ entry: parseSource(uri, after), loader, config: defaultConfig, choose });
      if (twice.applied.length > 0) wrong.push(`${name}: ${twice.applied[0]?.ruleId} is repaired twice`);
    }
    let echoes = 0;
    for (const finding of analyze(description, defaultConfig).findings) {
      if (finding.document !== entry || (finding.echo && ++echoes > maxEchoes)) continue;
      for (const scope of acceptScopes) {
        const fix = acceptFix(finding, scope, 'The gateway refuses these requests.');
        const edits = fix && toEdits(fix.patches)?.get(entry);
        if (edits === undefined) continue;
        accepted++;
        const changed = describe(parseSource(uri, applyEdits(text, edits)), loader);
        const left = changed === undefined ? [] : analyze(changed, defaultConfig).findings;
        const isWrong = left.some((other) => isSame(other, finding) || other.ruleId === 'unused-suppression');
        if (changed === undefined || isWrong) wrong.push(`${name} ${finding.ruleId} ${finding.pointer}: ${fix?.title}`);
      }
    }
  }
  context.diagnostic(`${repaired} documents repaired twice, ${accepted} acceptances tried`);
  assert.deepEqual(wrong, []);
});

/** How often the fixes of a rule are tried in a layout; with `FIXES=all`, all are. */
const maxTrials = process.env['FIXES'] === 'all' ? Number.POSITIVE_INFINITY : 4;

test('fixes keep the layout of a document', options, (context) => {
  const wrong: string[] = [];
  for (const layout of layouts) {
    const trials = new Map<string, number>();
    let tried = 0;
    for (const { path, name, text } of corpusFiles()) {
      // In many files, references would lead to the layout of the others.
      if (text.length > maxLength || /"?\$ref"?: *["']?[^#"'\s]/.test(text)) continue;
      const content = contentOf(text);
      const written = content === undefined ? undefined : layout.write(content);
      if (written === undefined) continue;
      const entry = parseSource(pathToFileURL(path).href, written, { language: layout.language });
      const subject = subjectOf(entry, createFileReader([corpus]));
      for (const finding of subject?.findings ?? []) {
        const known = trials.get(finding.ruleId) ?? 0;
        if (subject === undefined || finding.echo || known >= maxTrials) continue;
        trials.set(finding.ruleId, known + 1);
        for (const fix of finding.fixes()) {
          const trial = tryFix(subject, finding, fix);
          const where = `${layout.name}: ${name} ${finding.ruleId} ${finding.pointer}: ${fix.title}`;
          tried++;
          if (trial === undefined) wrong.push(`${where}: withheld`);
          const after = trial?.texts.get(entry.uri);
          for (const problem of trial?.problems ?? []) wrong.push(`${where}: ${problem}`);
          if (after !== undefined && !layout.isKept(after)) wrong.push(`${where}: has another layout`);
        }
      }
    }
    context.diagnostic(`${layout.name}: ${tried} tried`);
  }
  assert.deepEqual(wrong, []);
});

function contentOf(text: string): unknown {
  try {
    return parse(text, { maxAliasCount: -1 });
  } catch {
    return undefined;
  }
}

interface Layout {
  readonly name: string;
  readonly language: 'yaml' | 'json';
  write(content: unknown): string;
  isKept(after: string): boolean;
}

const block = (content: unknown): string => stringify(content, { lineWidth: 0, aliasDuplicateObjects: false });

/** Every innermost collection on one line. */
function flowLeaves(content: unknown): string {
  const document = new Document(content, { aliasDuplicateObjects: false });
  visit(document, {
    Collection(_key, node) {
      if (node.items.every((item) => isScalar(item) || (isPair(item) && isScalar(item.value)))) node.flow = true;
    },
  });
  return document.toString({ lineWidth: 0 });
}

const layouts: readonly Layout[] = [
  {
    name: 'YAML block',
    language: 'yaml',
    write: block,
    isKept: (after) => sameIndents(after, parseDocument(after).toString({ lineWidth: 0 })),
  },
  {
    name: 'YAML with CRLF',
    language: 'yaml',
    write: (content) => block(content).replaceAll('\n', '\r\n'),
    isKept: (after) => !/[^\r]\n/.test(after),
  },
  {
    name: 'YAML flow',
    language: 'yaml',
    write: flowLeaves,
    isKept: (after) => !after.includes('\r'),
  },
  {
    name: 'JSON compact',
    language: 'json',
    write: (content) => JSON.stringify(content),
    isKept: (after) => tokensOf(after).join('') === after,
  },
  {
    name: 'JSON pretty',
    language: 'json',
    write: (content) => `${JSON.stringify(content, undefined, 4)}\n`,
    isKept: (after) => `${pretty(tokensOf(after))}\n` === after,
  },
];

/** The indents of the lines, in order. */
function sameIndents(text: string, other: string): boolean {
  const indents = (lines: string) => lines.split('\n').map((line) => line.length - line.trimStart().length);
  return JSON.stringify(indents(text)) === JSON.stringify(indents(other));
}

/** Keys that look like numbers keep their order, which objects do not. */
function tokensOf(json: string): readonly string[] {
  return json.match(/"(?:\\.|[^"\\])*"|[{}[\],:]|[^\s{}[\],:"]+/g) ?? [];
}

/** As `JSON.stringify` indents by four spaces. */
function pretty(tokens: readonly string[]): string {
  let text = '';
  let depth = 0;
  const line = () => `\n${'    '.repeat(depth)}`;
  for (const [index, token] of tokens.entries()) {
    const isEmpty = /^[}\]]$/.test(tokens[index + 1] ?? '') && /^[{[]$/.test(token);
    if (/^[}\]]$/.test(token) && !/^[{[]$/.test(tokens[index - 1] ?? '')) {
      depth--;
      text += line();
    }
    text += token === ':' ? ': ' : token;
    if (/^[{[]$/.test(token) && !isEmpty) depth++;
    if (token === ',' || (/^[{[]$/.test(token) && !isEmpty)) text += line();
  }
  return text;
}
