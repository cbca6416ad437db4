import type { SourceNode } from '../syntax/sourceNode.ts';
import { columnOf, lineEndOf, lineStartOf, placeBehindHolder } from '../syntax/text/lines.ts';
import type { RawEdit, RawEdits } from './edits.ts';
import type { PatchValue } from './fix.ts';
import { childrenOf, isOneLine, isOneLineAmong, type Style } from './style.ts';
import { blockItem, blockValue, flow, isCollection, maxLine, pretty, writeKeyLike } from './write.ts';

/** Replaces the value of a node. Its key, dash, anchor and the comments around it stay. */
export function writeReplacement(node: SourceNode, value: PatchValue, style: Style): RawEdits {
  const { document, parent } = node;
  if (document.language === 'json' || parent?.style === 'flow' || (parent === undefined && node.style === 'flow')) {
    return [replaceInFlow(node, value, style)];
  }
  if (parent === undefined) {
    return isCollection(value) ? undefined : [{ start: node.start, end: node.end, marked: flow(value, style) }];
  }
  const place = placeBehindHolder(node);
  // An anchor or a tag on a line of its own would be removed.
  if (place === undefined || !isBlank(document.text.slice(place, node.start))) return undefined;
  const isLine = !isCollection(value) || staysOnLine(node, value, style);
  return isLine ? replaceByLine(node, place, value, style) : replaceByLines(node, place, value, style);
}

function isBlank(between: string): boolean {
  return between.split('\n').every((line) => /^\s*(#|$)/.test(line));
}

function replaceInFlow(node: SourceNode, value: PatchValue, style: Style): RawEdit {
  const { start, end, document, keyRange } = node;
  const { text } = document;
  const isSpread = style.language === 'json' && lineEndOf(text, document.root?.start ?? 0) < start;
  const indent = /^[ \t]*/.exec(text.slice(lineStartOf(text, keyRange?.start ?? start)))![0];
  const space = start === end && text[start - 1] === ':' ? ' ' : '';
  const isPretty = isSpread && !staysOnLine(node, value, style);
  return { start, end, marked: space + (isPretty ? pretty(value, indent, style) : flow(value, style)) };
}

/** On one line, where the neighbours or the old value are written so and it does not get long. */
function staysOnLine(node: SourceNode, value: PatchValue, style: Style): boolean {
  const others = node.parent === undefined ? [] : childrenOf(node.parent).filter((other) => other !== node);
  const length = columnOf(node.document.text, node.start) + flow(value, style).length;
  return (isOneLine(node) || isOneLineAmong(others)) && length <= maxLine;
}

/** By what fits behind the colon or dash. */
function replaceByLine(node: SourceNode, place: number, value: PatchValue, style: Style): RawEdits {
  const { text } = node.document;
  const written = isCollection(value) ? flow(value, style) : scalarLike(node, value, style);
  if (isOnLineOf(node, place)) {
    const space = node.start > place ? '' : ' ';
    return [{ start: node.start, end: node.end, marked: space + written }];
  }
  // The value stands below: what is behind the colon, such as a comment, stays behind the new one.
  const lineEnd = lineEndOf(text, place);
  return [
    { start: place, end: place, marked: ` ${written}` },
    { start: lineEnd, end: node.end, marked: '' },
  ];
}

/** By a collection on lines of its own. */
function replaceByLines(node: SourceNode, place: number, value: PatchValue, style: Style): RawEdits {
  const { text } = node.document;
  const isInline = isOnLineOf(node, place);
  const lineEnd = lineEndOf(text, isInline ? node.end : place);
  const hasComment = text.slice(isInline ? node.end : place, lineEnd).trim() !== '';
  if (node.keyRange === undefined) {
    const indent = ' '.repeat(columnOf(text, place - 1));
    const isPlainDash = text[place - 1] === '-';
    if (isPlainDash && !hasComment) {
      const marked = ` ${blockItem(value, indent, style)}`;
      return [{ start: place, end: node.end, marked }];
    }
    return replaceByLine(node, place, value, style);
  }
  const lines = blockValue(value, ' '.repeat(columnOf(text, node.keyRange.start)), style);
  if (!isInline) return [{ start: lineEnd, end: node.end, marked: lines }];
  if (!hasComment) return [{ start: place, end: node.start === node.end ? lineEnd : node.end, marked: lines }];
  const removed = { start: place, end: node.end, marked: '' };
  const added = { start: lineEnd, end: lineEnd, marked: lines };
  return node.start === node.end ? [added] : [removed, added];
}

function isOnLineOf(node: SourceNode, place: number): boolean {
  return !node.document.text.slice(place, node.start).includes('\n');
}

/** A string keeps the quotes of the one it replaces. */
function scalarLike(node: SourceNode, value: PatchValue, style: Style): string {
  const quote = node.style === 'double-quoted' ? '"' : node.style === 'single-quoted' ? "'" : undefined;
  if (typeof value === 'string' && quote !== undefined) {
    const like = writeKeyLike(value, quote, style);
    if (like.startsWith(quote)) return like;
  }
  return blockValue(value, '', style).trimStart();
}

export function writeRename(node: SourceNode, key: string, style: Style): RawEdits {
  const range = node.keyRange;
  if (range === undefined) return undefined;
  return [{ ...range, marked: writeKeyLike(key, node.document.text.slice(range.start, range.end), style) }];
}
