import type { Finding } from './finding.ts';
import { createLineIndex, type LineIndex } from './syntax/lineIndex.ts';
import { nodeAt } from './syntax/nodeAt.ts';
import type { SourceDocument } from './syntax/sourceDocument.ts';
import type { Chunk, SourceNode } from './syntax/sourceNode.ts';

/** Says whether a person accepted a finding where it stands. */
export type Suppressions = (finding: Finding) => boolean;

/**
 * Two ways to accept a finding in the document, both at the place of its definition:
 * - YAML: `# portcullis-ignore rule-id, other-rule -- reason`, behind the line or alone above it; with
 *   `portcullis-ignore-file` for the whole file. A `#` inside of a scalar is no comment.
 * - Everywhere: `x-portcullis-ignore` on the object or on one that holds it: a rule id, a list of them, or a map of
 *   rule id to reason.
 */
export function createSuppressions(): Suppressions {
  const documents = new Map<SourceDocument, DocumentComments | undefined>();
  return (finding) => {
    const { document, ruleId } = finding;
    if (!documents.has(document)) documents.set(document, readDocument(document));
    const found = documents.get(document);
    if (found === undefined) return false;
    if (found.file.has(ruleId)) return true;
    if (found.byLine.get(found.lines.positionAt(finding.range.start).line)?.has(ruleId)) return true;
    return isIgnoredByExtension(finding);
  };
}

interface DocumentComments {
  readonly lines: LineIndex;
  readonly byLine: ReadonlyMap<number, ReadonlySet<string>>;
  readonly file: ReadonlySet<string>;
}

const comment = /(^|[ \t])#[ \t]*portcullis-ignore(-file)?[ \t]+([^\r\n]*)/gm;

/** `undefined` for the many documents that accept nothing. */
function readDocument(document: SourceDocument): DocumentComments | undefined {
  if (!mentions(document)) return undefined;
  const lines = createLineIndex(document.text);
  const byLine = new Map<number, Set<string>>();
  const file = new Set<string>();
  if (document.language === 'yaml') {
    for (const match of document.text.matchAll(comment)) {
      const offset = match.index + (match[1]?.length ?? 0);
      if (isInScalar(document, offset)) continue;
      const ids = ruleIds(match[3] ?? '');
      if (match[2] !== undefined) {
        for (const id of ids) file.add(id);
        continue;
      }
      const line = targetLine(document, lines, offset);
      byLine.set(line, new Set([...(byLine.get(line) ?? []), ...ids]));
    }
  }
  return { lines, byLine, file };
}

const mark = 'portcullis-ignore';
const marked = new WeakMap<Chunk, boolean>();

/** A chunk that is taken over from version to version is looked through once. */
function mentions({ text, chunks }: SourceDocument): boolean {
  let last = 0;
  for (const chunk of chunks) {
    let isMarked = marked.get(chunk);
    if (isMarked === undefined) {
      isMarked = text.slice(chunk.start, chunk.end).includes(mark);
      marked.set(chunk, isMarked);
    }
    if (isMarked || (chunk.start > last && text.slice(last, chunk.start).includes(mark))) return true;
    last = Math.max(last, chunk.end);
  }
  return text.slice(last).includes(mark);
}

/** The ids before ` -- reason`. */
function ruleIds(text: string): readonly string[] {
  const list = text.split(/[ \t]--([ \t]|$)/)[0] ?? '';
  return list.split(/[\s,]+/).filter((id) => id !== '');
}

function isInScalar(document: SourceDocument, offset: number): boolean {
  const found = nodeAt(document, offset);
  return found !== undefined && (found.isKey || found.node.kind === 'scalar') && found.node.start < offset;
}

/** A comment alone on its line speaks about the next line that holds more than a comment. */
function targetLine(document: SourceDocument, lines: LineIndex, offset: number): number {
  const { line } = lines.positionAt(offset);
  const textOf = (number: number): string =>
    document.text.slice(lines.lineStart(number), endOfLine(document, lines, number)).trim();
  if (!textOf(line).startsWith('#')) return line;
  for (let next = line + 1; next < lines.lineCount; next++) {
    const text = textOf(next);
    if (text !== '' && !text.startsWith('#')) return next;
  }
  return line;
}

function endOfLine(document: SourceDocument, lines: LineIndex, line: number): number {
  return line + 1 < lines.lineCount ? lines.lineStart(line + 1) : document.text.length;
}

function isIgnoredByExtension({ document, pointer, ruleId }: Finding): boolean {
  let node: SourceNode | undefined = document.root;
  const tokens = pointer
    .split('/')
    .slice(1)
    .map((token) => token.replaceAll('~1', '/').replaceAll('~0', '~'));
  for (let index = 0; node !== undefined; index++) {
    if (names(node.get('x-portcullis-ignore')).includes(ruleId)) return true;
    const token = tokens[index];
    if (token === undefined) return false;
    node = node.kind === 'sequence' ? node.items()[Number(token)] : node.get(token);
  }
  return false;
}

function names(value: SourceNode | undefined): readonly string[] {
  if (value === undefined) return [];
  if (value.string !== undefined) return [value.string];
  return [...value.items().flatMap((item) => item.string ?? []), ...value.entries().map(({ key }) => key)];
}
