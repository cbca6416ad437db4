import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Patch, PatchValue } from './fix.ts';
import {
  blockEntry,
  blockItem,
  blockValue,
  columnOf,
  flow,
  flowKey,
  lineStartOf,
  pretty,
  type Style,
  styleAt,
  writeKeyLike,
} from './write.ts';

/** A change of text whose placeholders are still marked. */
export interface RawEdit {
  readonly start: number;
  readonly end: number;
  readonly marked: string;
  /** Of several insertions at one place, those into the deeper node come first. */
  readonly depth?: number;
}

export interface NewEntry {
  readonly key: string;
  readonly value: PatchValue;
  readonly after: readonly string[];
}

type NodePatch = Exclude<Patch, { op: 'set' }>;

/** `undefined` where the text is of a kind that is better left alone. */
export function writePatch(patch: NodePatch): readonly RawEdit[] | undefined {
  switch (patch.op) {
    case 'replace':
      return writeReplacement(patch.at, patch.value);
    case 'rename':
      return writeRename(patch.at, patch.key);
    case 'remove':
      return writeRemoval(patch.at);
    case 'append':
      return writeItem(patch.at, patch.at.ownItems().length, patch.value);
    case 'insert':
      return writeItem(patch.at, patch.index, patch.value);
  }
}

function writeRename(node: SourceNode, key: string): readonly RawEdit[] | undefined {
  const range = node.keyRange;
  if (range === undefined) return undefined;
  const model = node.document.text.slice(range.start, range.end);
  return [{ ...range, marked: writeKeyLike(key, model, styleAt(node)) }];
}

/** New entries of a map that has some. */
export function writeInsertions(map: SourceNode, entries: readonly NewEntry[]): readonly RawEdit[] | undefined {
  const own = map.ownEntries();
  if (own.length === 0) {
    const value = Object.fromEntries(entries.map((entry) => [entry.key, entry.value]));
    return writeReplacement(map, value);
  }
  const style = styleAt(map);
  const edits: RawEdit[] = [];
  for (const entry of entries) {
    const neighbour = own.find(
      ({ key }) => key === entry.after.find((name) => own.some((other) => other.key === name)),
    );
    const last = neighbour ?? own.at(-1)!;
    const edit =
      map.style === 'block'
        ? blockInsertion(map, last.value, entry, style)
        : flowInsertion(map, last.value, entry, style);
    if (edit === undefined) return undefined;
    edits.push({ ...edit, depth: depthOf(map) });
  }
  return edits;
}

function depthOf(node: SourceNode): number {
  let depth = 0;
  for (let parent = node.parent; parent !== undefined; parent = parent.parent) depth++;
  return depth;
}

function blockInsertion(
  map: SourceNode,
  last: SourceNode,
  { key, value }: NewEntry,
  style: Style,
): RawEdit | undefined {
  const { text } = map.document;
  const indent = ' '.repeat(columnOf(text, map.start));
  const first = map.ownEntries()[0]!;
  const written = blockEntry(
    keyLikeSiblings(map, key, text.slice(first.keyStart, first.keyEnd), style),
    value,
    indent,
    style,
  );
  const at = contentLineEnd(text, last.end);
  return { start: at, end: at, marked: `${style.eol}${indent}${written}` };
}

/** A status code is quoted as its siblings are. */
function keyLikeSiblings(map: SourceNode, key: string, model: string, style: Style): string {
  const { text } = map.document;
  if (!/^\d+$/.test(key)) return writeKeyLike(key, /^\w/.test(model) ? model : '', style);
  const numbers = map.ownEntries().filter((entry) => /^\d/.test(entry.key));
  const like = numbers.at(-1);
  return writeKeyLike(key, like === undefined ? style.quote : text.slice(like.keyStart, like.keyEnd), style);
}

function flowInsertion(map: SourceNode, last: SourceNode, { key, value }: NewEntry, style: Style): RawEdit | undefined {
  const { text } = map.document;
  const at = last.end;
  const keyStart = last.keyRange?.start ?? last.start;
  const lineStart = lineStartOf(text, keyStart);
  const indent = text.slice(lineStart, keyStart);
  const isOwnLine = indent.trim() === '' && lineStart > map.start;
  const model = text.slice(keyStart, last.keyRange?.end ?? keyStart);
  const name = style.language === 'json' ? flowKey(key, style) : keyLikeSiblings(map, key, model, style);
  // A comment behind the last value would swallow what comes after a comma on its line.
  if (isOwnLine) {
    return {
      start: at,
      end: at,
      marked: `,${style.eol}${indent}${name}:${style.colon}${prettyIn(value, indent, style)}`,
    };
  }
  return { start: at, end: at, marked: `,${style.colon === '' ? '' : ' '}${name}:${style.colon}${flow(value, style)}` };
}

/** Flow YAML stays on one line below its own; JSON is spread out. */
function prettyIn(value: PatchValue, indent: string, style: Style): string {
  return style.language === 'json' ? pretty(value, indent, style) : flow(value, style);
}

function writeReplacement(node: SourceNode, value: PatchValue): readonly RawEdit[] | undefined {
  const { document, parent, keyRange } = node;
  const { text } = document;
  const style = styleAt(node);
  const isInFlow = document.language === 'json' || parent?.style === 'flow' || parent === undefined;
  if (isInFlow) {
    const isSpread =
      document.language === 'json' && text.slice(node.document.root?.start ?? 0, node.start).includes('\n');
    const indent = /^[ \t]*/.exec(text.slice(lineStartOf(text, keyRange?.start ?? node.start)))![0];
    if (parent === undefined && document.language === 'yaml') return undefined;
    return [{ start: node.start, end: node.end, marked: isSpread ? pretty(value, indent, style) : flow(value, style) }];
  }
  const isCollection = typeof value === 'object' && value !== null && writesLines(value);
  if (keyRange === undefined) return replaceItem(node, value, style);
  const isOld = node.start < node.end;
  if (!isCollection && (node.style !== 'block' || !isOld)) {
    const space = isOld || text[node.start - 1] === ' ' ? '' : ' ';
    return [{ start: node.start, end: node.end, marked: `${space}${scalarLike(node, value, style)}` }];
  }
  const indent = ' '.repeat(columnOf(text, keyRange.start));
  const colon = text.indexOf(':', keyRange.end) + 1;
  const between = text.slice(colon, node.start);
  // An anchor, a tag or a comment between the key and its value stays where it is.
  if (between.trim() !== '' || colon === 0) return undefined;
  const behind = /^[^\r\n]*/.exec(text.slice(node.end))![0];
  if (behind.trim() !== '' && isCollection) {
    return [{ start: node.start, end: node.end, marked: `${isOld ? '' : ' '}${flow(value, style)}` }];
  }
  return [{ start: colon, end: node.end, marked: blockValue(value, indent, style) }];
}

function writesLines(value: object): boolean {
  return (Array.isArray(value) ? value : Object.keys(value)).length > 0 && !('text' in value && 'type' in value);
}

function replaceItem(node: SourceNode, value: PatchValue, style: Style): readonly RawEdit[] | undefined {
  const dash = dashOf(node);
  if (dash === undefined) return undefined;
  const indent = ' '.repeat(columnOf(node.document.text, dash));
  const space = node.start === dash + 1 ? ' ' : '';
  return [{ start: node.start, end: node.end, marked: `${space}${blockItem(value, indent, style)}` }];
}

/** A string keeps the quotes of the one it replaces. */
function scalarLike(node: SourceNode, value: PatchValue, style: Style): string {
  const quote = node.document.text[node.start];
  if (
    typeof value === 'string' &&
    node.kind === 'scalar' &&
    (quote === '"' || quote === "'") &&
    node.end - node.start > 1
  ) {
    const like = writeKeyLike(value, quote, style);
    if (like.startsWith(quote)) return like;
  }
  return blockValue(value, '', style).trimStart();
}

function writeItem(list: SourceNode, index: number, value: PatchValue): readonly RawEdit[] | undefined {
  const items = list.ownItems();
  const style = styleAt(list);
  const { text } = list.document;
  if (items.length === 0) return writeReplacement(list, [value]);
  if (index > items.length) return undefined;
  const next = items[index];
  if (list.style === 'flow') return [flowItem(list, items, index, value, style)];
  const dash = dashOf(items[0]!);
  if (dash === undefined) return undefined;
  const indent = ' '.repeat(columnOf(text, dash));
  const written = `- ${blockItem(value, indent, style)}`;
  if (next === undefined) {
    const at = contentLineEnd(text, items.at(-1)!.end);
    return [{ start: at, end: at, marked: `${style.eol}${indent}${written}`, depth: depthOf(list) }];
  }
  const at = dashOf(next);
  return at === undefined ? undefined : [{ start: at, end: at, marked: `${written}${style.eol}${indent}` }];
}

function flowItem(
  list: SourceNode,
  items: readonly SourceNode[],
  index: number,
  value: PatchValue,
  style: Style,
): RawEdit {
  const { text } = list.document;
  const next = items[index];
  const model = next ?? items.at(-1)!;
  const lineStart = lineStartOf(text, model.start);
  const indent = text.slice(lineStart, model.start);
  const isOwnLine = indent.trim() === '' && lineStart > list.start;
  const written = isOwnLine ? prettyIn(value, indent, style) : flow(value, style);
  const gap = isOwnLine ? `${style.eol}${indent}` : style.colon === '' ? '' : ' ';
  if (next === undefined) return { start: model.end, end: model.end, marked: `,${gap}${written}` };
  return { start: next.start, end: next.start, marked: `${written},${gap}` };
}

function writeRemoval(node: SourceNode): readonly RawEdit[] | undefined {
  const { parent, document } = node;
  if (parent === undefined) return undefined;
  const siblings = parent.kind === 'map' ? parent.ownEntries().map(({ value }) => value) : parent.ownItems();
  const index = siblings.indexOf(node);
  if (siblings.length === 1) {
    return parent.kind === 'map' ? writeReplacement(parent, {}) : writeReplacement(parent, []);
  }
  const startOf = (sibling: SourceNode): number => sibling.keyRange?.start ?? sibling.start;
  const next = siblings[index + 1];
  const previous = siblings[index - 1];
  if (parent.style === 'flow') {
    if (next !== undefined) return [{ start: startOf(node), end: startOf(next), marked: '' }];
    return previous === undefined ? undefined : [{ start: previous.end, end: node.end, marked: '' }];
  }
  const { text } = document;
  const start = parent.kind === 'map' ? startOf(node) : dashOf(node);
  if (start === undefined) return undefined;
  const lineStart = lineStartOf(text, start);
  if (text.slice(lineStart, start).trim() !== '') {
    // The entry shares its line with a dash: what comes next takes its place.
    const nextStart = next === undefined ? undefined : parent.kind === 'map' ? startOf(next) : dashOf(next);
    return nextStart === undefined ? undefined : [{ start, end: nextStart, marked: '' }];
  }
  const end = contentLineEnd(text, node.end);
  if (end < text.length) return [{ start: lineStart, end: end + (text[end] === '\r' ? 2 : 1), marked: '' }];
  return [{ start: Math.max(0, lineStart - (text[lineStart - 2] === '\r' ? 2 : 1)), end, marked: '' }];
}

/** Where the dash of a block sequence's item stands; `undefined` if something else stands between. */
function dashOf(item: SourceNode): number | undefined {
  const { text } = item.document;
  const before = text.slice(lineStartOf(text, item.start), item.start);
  const match = /-(?=[ \t]*$)/.exec(before) ?? /-(?=[ \t]+(?:[&!]\S*[ \t]+)*$)/.exec(before);
  return match === null ? undefined : item.start - before.length + match.index;
}

/** The end of the line on which something ended, its comment included, the line break not. */
function contentLineEnd(text: string, offset: number): number {
  const end = text.indexOf('\n', offset);
  if (end < 0) return text.length;
  return text[end - 1] === '\r' && end > offset ? end - 1 : end;
}
