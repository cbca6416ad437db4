import type { SourceDocument } from '../sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../sourceNode.ts';

export function lineStartOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.charCodeAt(0) === 0xfeff ? Math.min(1, offset) : start;
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStartOf(text, offset);
}

/** True if nothing but blanks stands before a place on its line. */
export function isFirstOnLine(text: string, offset: number): boolean {
  return text.slice(lineStartOf(text, offset), offset).trim() === '';
}

/** The end of the line on which something ended, its comment included, the line break not. */
export function lineEndOf(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}

/** The start of the line after the one that ends at `lineEnd`; `undefined` if the text ends there. */
export function nextLineOf(text: string, lineEnd: number): number | undefined {
  if (lineEnd >= text.length) return undefined;
  return lineEnd + (text[lineEnd] === '\r' ? 2 : 1);
}

/**
 * Where lines can be put in after a block node: at the end of its last line, or, behind a block scalar that keeps the
 * empty lines after it (`|+`), at the start of the line after these.
 */
export function placeAfter(node: SourceNode): { readonly at: number; readonly isLineStart: boolean } {
  const { text } = node.document;
  const end = lineEndOf(text, node.end);
  const last = lastWithin(node);
  const isBlockScalar = last.style === 'literal' || last.style === 'folded';
  if (!isBlockScalar || !/^[|>]\d?\+/.test(text.slice(last.start, last.start + 3))) {
    return { at: end, isLineStart: false };
  }
  const empty = /^(?:\r?\n[ \t]*(?=\r?\n|$))*/.exec(text.slice(end))![0].length;
  const next = nextLineOf(text, end + empty);
  return next === undefined ? { at: end, isLineStart: false } : { at: next, isLineStart: true };
}

function lastWithin(node: SourceNode): SourceNode {
  let last = node;
  for (;;) {
    const next = last.ownEntries().at(-1)?.value ?? last.ownItems().at(-1);
    if (next === undefined) return last;
    last = next;
  }
}

/**
 * Where what a key or a dash holds begins: behind the colon or dash, and behind the anchor and tag that stand there.
 * `undefined` if that is not how the node is held.
 */
export function placeBehindHolder(node: SourceNode): number | undefined {
  const { text } = node.document;
  const holder = node.keyRange === undefined ? dashOf(node) : text.indexOf(':', node.keyRange.end);
  if (holder === undefined || holder < 0 || holder >= node.start) return undefined;
  const properties = /^(?:[ \t]+[&!][^\s,[\]{}]*)*/.exec(text.slice(holder + 1, node.start))![0];
  return holder + 1 + properties.length;
}

/** Where an entry or item of a flow collection begins: at its key, or at its anchor or tag if it has one. */
export function startInFlow(node: SourceNode): number {
  const { text, language } = node.document;
  const start = node.keyRange?.start ?? node.start;
  if (language === 'json') return start;
  const before = text.slice(Math.max(lineStartOf(text, start), start - 300), start);
  // A node has one anchor and one tag at most.
  return start - (/(?:(?<=[\s,[{])[&!][^\s,[\]{}]*[ \t]+){0,2}$/.exec(before)?.[0].length ?? 0);
}

/** Where the dash of a block sequence's item stands. */
export function dashOf(item: SourceNode): number | undefined {
  const { text } = item.document;
  const { parent } = item;
  if (parent?.kind !== 'sequence' || parent.style !== 'block') return undefined;
  const items = parent.ownItems();
  const previous = items[items.indexOf(item) - 1];
  if (previous === undefined) return text[parent.start] === '-' ? parent.start : undefined;
  const column = columnOf(text, parent.start);
  // Between two items stand comments, empty lines, and the dash in the column of the first.
  for (let line = nextLineOf(text, lineEndOf(text, previous.end)); line !== undefined && line <= item.start; ) {
    if (text[line + column] === '-' && text.slice(line, line + column).trim() === '') return line + column;
    line = nextLineOf(text, lineEndOf(text, line));
  }
  return undefined;
}

/** True if a range takes away a comment but not what it stands behind: a person's text would be lost. */
export function strandsComment(document: SourceDocument, range: OffsetRange): boolean {
  const { text, language } = document;
  const sign = language === 'json' ? '/' : '#';
  if (document.root === undefined || !text.slice(range.start, range.end).includes(sign)) return false;
  let at = text.indexOf(sign, range.start);
  for (const token of [...tokensWithin(document.root, range), { start: range.end, end: range.end }]) {
    for (; at >= 0 && at < token.start; at = text.indexOf(sign, at + 1)) {
      const before = text.slice(lineStartOf(text, at), at);
      const contentEnd = at - before.length + before.trimEnd().length;
      if (before.trim() === '' || contentEnd <= range.start) return true;
      at = lineEndOf(text, at);
    }
    if (at >= 0 && at < token.end) at = text.indexOf(sign, token.end);
  }
  return false;
}

/** Keys, scalars and aliases that a range touches, in their order: what stands between them is punctuation and comments. */
function tokensWithin(root: SourceNode, range: OffsetRange): OffsetRange[] {
  const tokens: OffsetRange[] = [];
  const visit = (node: SourceNode): void => {
    if (node.kind === 'scalar' || node.kind === 'alias') tokens.push({ start: node.start, end: node.end });
    for (const { keyStart, keyEnd, value } of node.ownEntries()) {
      if (value.end < range.start || keyStart > range.end) continue;
      tokens.push({ start: keyStart, end: keyEnd });
      visit(value);
    }
    for (const item of node.ownItems()) if (item.end >= range.start && item.start <= range.end) visit(item);
  };
  visit(root);
  return tokens;
}
