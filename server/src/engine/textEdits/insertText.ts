import type { OwnEntry, SourceNode } from '../syntax/sourceNode.ts';
import {
  columnOf,
  dashOf,
  isFirstOnLine,
  lineEndOf,
  lineStartOf,
  placeAfter,
  startInFlow,
} from '../syntax/text/lines.ts';
import type { RawEdit, RawEdits } from './edits.ts';
import type { PatchValue } from './fix.ts';
import { isInnermost, isOneLine, isOneLineAmong, type Style } from './style.ts';
import { blockEntry, blockItem, flow, flowKey, isCollection, maxLine, pretty, writeKeyLike } from './write.ts';

export interface NewEntry {
  readonly key: string;
  readonly value: PatchValue;
  /** The keys to come after, the first that exists. */
  readonly after: readonly string[];
}

/** `index`: before which item, counted as they stood. */
export interface NewItem {
  readonly index: number;
  readonly value: PatchValue;
}

/** New entries of a map. `removed`: what other patches take away, so that nothing is put behind it. */
export function writeEntries(
  map: SourceNode,
  entries: readonly NewEntry[],
  removed: ReadonlySet<SourceNode>,
  style: Style,
): RawEdits {
  const own = map.ownEntries().filter(({ value }) => !removed.has(value));
  const behind = new Map<OwnEntry, NewEntry[]>();
  for (const entry of entries) {
    const name = entry.after.find((key) => own.some((other) => other.key === key));
    const place = own.find(({ key }) => key === name) ?? own.at(-1);
    if (place === undefined) return undefined;
    const list = behind.get(place);
    if (list === undefined) behind.set(place, [entry]);
    else list.push(entry);
  }
  return [...behind].flatMap(([place, list]) =>
    map.style === 'block' ? blockEntries(map, own, place, list, style) : flowEntries(map, own, place, list, style),
  );
}

function blockEntries(
  map: SourceNode,
  own: readonly OwnEntry[],
  place: OwnEntry,
  entries: readonly NewEntry[],
  style: Style,
): readonly RawEdit[] {
  const { text } = map.document;
  const indent = ' '.repeat(columnOf(text, map.start));
  const siblings = own.map(({ value }) => value);
  const lines = entries.map(({ key, value }) => {
    const name = keyAmong(own, key, own[0], map, style);
    const isLine = isOneLineHere(value, siblings, indent.length + name.length, style);
    return isLine ? `${name}: ${flow(value, style)}` : blockEntry(name, value, indent, styleAmong(siblings, style));
  });
  return [insertLines(map, place.value, lines, indent, style)];
}

function insertLines(
  holder: SourceNode,
  place: SourceNode,
  lines: readonly string[],
  indent: string,
  { eol }: Style,
): RawEdit {
  const { at, isLineStart } = placeAfter(place);
  const marked = lines.map((line) => (isLineStart ? `${indent}${line}${eol}` : `${eol}${indent}${line}`)).join('');
  return { start: at, end: at, marked, depth: depthOf(holder) };
}

function depthOf(node: SourceNode): number {
  let depth = 0;
  for (let parent = node.parent; parent !== undefined; parent = parent.parent) depth++;
  return depth;
}

/** A key is quoted as its neighbour is, a status code as other status codes are. */
function keyAmong(
  own: readonly OwnEntry[],
  key: string,
  neighbour: OwnEntry | undefined,
  { document }: SourceNode,
  style: Style,
): string {
  const textOf = (entry: OwnEntry | undefined): string =>
    entry === undefined ? '' : document.text.slice(entry.keyStart, entry.keyEnd);
  if (!/^\d+$/.test(key)) return writeKeyLike(key, textOf(neighbour), style);
  const number = own.findLast((entry) => /^\d/.test(entry.key));
  return writeKeyLike(key, number === undefined ? style.quote : textOf(number), style);
}

function flowEntries(
  map: SourceNode,
  own: readonly OwnEntry[],
  place: OwnEntry,
  entries: readonly NewEntry[],
  style: Style,
): readonly RawEdit[] {
  const next = own[own.indexOf(place) + 1];
  const indent = indentOfOwnLine(map, place.keyStart);
  const siblings = own.map(({ value }) => value);
  const written = entries.map(({ key, value }) => {
    const name = style.language === 'json' ? flowKey(key, style) : keyAmong(own, key, place, map, style);
    return `${name}${style.beforeColon}:${style.colon}${flowValue(value, siblings, indent, style)}`;
  });
  return flowInsertion(map.document.text, place.value.end, next?.keyStart, written, indent, style);
}

/** What stands before a part of a flow collection if it begins a line; else `undefined`. */
function indentOfOwnLine(holder: SourceNode, offset: number): string | undefined {
  const { text } = holder.document;
  const lineStart = lineStartOf(text, offset);
  return isFirstOnLine(text, offset) && lineStart > holder.start ? text.slice(lineStart, offset) : undefined;
}

/** Below its own line, flow YAML stays on one; JSON is spread out, unless the neighbours are not. */
function flowValue(
  value: PatchValue,
  siblings: readonly SourceNode[],
  indent: string | undefined,
  style: Style,
): string {
  const isPretty = style.language === 'json' && indent !== undefined;
  if (!isPretty || isOneLineHere(value, siblings, indent.length, style)) return flow(value, style);
  return pretty(value, indent, style);
}

function isOneLineHere(value: PatchValue, siblings: readonly SourceNode[], indent: number, style: Style): boolean {
  return isCollection(value) && isOneLineAmong(siblings) && indent + flow(value, style).length <= maxLine;
}

/** Small collections beside a new one that are in block style outweigh the others of the document. */
function styleAmong(siblings: readonly SourceNode[], style: Style): Style {
  const isBlock = siblings.some((sibling) => isInnermost(sibling) && !isOneLine(sibling));
  return isBlock ? { ...style, usesFlow: () => false } : style;
}

/** Behind a part of a flow collection that ends at `end`; `next`: where the following part begins. */
function flowInsertion(
  text: string,
  end: number,
  next: number | undefined,
  written: readonly string[],
  indent: string | undefined,
  style: Style,
): readonly RawEdit[] {
  if (indent === undefined) {
    return [{ start: end, end, marked: written.map((part) => `,${style.gap}${part}`).join('') }];
  }
  const lineEnd = lineEndOf(text, end);
  const behind = text.slice(end, lineEnd);
  const lines = written.map((part) => `${style.eol}${indent}${part}`);
  const plain = [{ start: end, end, marked: lines.map((line) => `,${line}`).join('') }];
  // A comment behind the comma is about the item before it.
  if (/^\s*,\s*(#.*|\/\/.*)?$/.test(behind)) {
    return [{ start: lineEnd, end: lineEnd, marked: lines.map((line) => `${line},`).join('') }];
  }
  if (next !== undefined || !/^\s*(#|\/\/)/.test(behind)) return plain;
  return [
    { start: end, end, marked: ',' },
    { start: lineEnd, end: lineEnd, marked: lines.join(',') },
  ];
}

/** New items of a sequence, in their order where they come to the same place. */
export function writeItems(
  list: SourceNode,
  items: readonly NewItem[],
  removed: ReadonlySet<SourceNode>,
  style: Style,
): RawEdits {
  const own = list.ownItems();
  const before = new Map<number, PatchValue[]>();
  for (const { index, value } of items) before.set(index, [...(before.get(index) ?? []), value]);
  const edits: RawEdit[] = [];
  for (const [index, values] of before) {
    const next = own[index];
    const previous = own.slice(0, index).findLast((item) => !removed.has(item));
    if (index > own.length || (next !== undefined && removed.has(next))) return undefined;
    const added =
      list.style === 'flow'
        ? flowItems(list, previous, next, values, style)
        : blockItems(list, previous, next, values, style);
    if (added === undefined) return undefined;
    edits.push(...added);
  }
  return edits;
}

function blockItems(
  list: SourceNode,
  previous: SourceNode | undefined,
  next: SourceNode | undefined,
  values: readonly PatchValue[],
  style: Style,
): RawEdits {
  const { text } = list.document;
  const indent = ' '.repeat(columnOf(text, list.start));
  const lines = values.map((value) => {
    const isLine = isOneLineHere(value, list.ownItems(), indent.length, style);
    return `- ${isLine ? flow(value, style) : blockItem(value, indent, styleAmong(list.ownItems(), style))}`;
  });
  if (previous !== undefined) return [insertLines(list, previous, lines, indent, style)];
  const at = next === undefined ? undefined : dashOf(next);
  if (at === undefined) return undefined;
  return [{ start: at, end: at, marked: lines.map((line) => `${line}${style.eol}${indent}`).join('') }];
}

function flowItems(
  list: SourceNode,
  previous: SourceNode | undefined,
  next: SourceNode | undefined,
  values: readonly PatchValue[],
  style: Style,
): RawEdits {
  const model = previous ?? next;
  if (model === undefined) return undefined;
  const start = startInFlow(model);
  const indent = indentOfOwnLine(list, start);
  const written = values.map((value) => flowValue(value, list.ownItems(), indent, style));
  if (previous !== undefined) {
    return flowInsertion(list.document.text, previous.end, next?.start, written, indent, style);
  }
  const gap = indent === undefined ? style.gap : style.eol + indent;
  return [{ start, end: start, marked: written.map((part) => `${part},${gap}`).join('') }];
}
