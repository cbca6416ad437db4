import type { SourceNode } from '../syntax/sourceNode.ts';
import { type PatchValue, Placeholder } from './fix.ts';

/** How text is written at a place, learned from its neighbours. */
export interface Style {
  readonly language: 'yaml' | 'json';
  readonly quote: '"' | "'";
  /** What one level of nesting adds. */
  readonly step: string;
  /** What stands between a block sequence and the key that holds it; empty where sequences are not indented. */
  readonly sequenceIndent: string;
  readonly eol: string;
  /** What stands behind a colon in flow style. */
  readonly colon: string;
}

/** Enclose a placeholder until its place in the text is known. Private use characters: no document holds them in a fix. */
const open = '\uE000';
const close = '\uE001';

/** Takes the marks out of written text and says where the placeholders stand. */
export function takePlaceholders(marked: string): { text: string; placeholders: { start: number; end: number }[] } {
  const placeholders: { start: number; end: number }[] = [];
  let text = '';
  let start = 0;
  for (const part of marked.split(/([\uE000\uE001])/)) {
    if (part === open) start = text.length;
    else if (part === close) placeholders.push({ start, end: text.length });
    else text += part;
  }
  return { text, placeholders };
}

/** `key: value` in block style: the lines after the first are indented for a key at `indent`. */
export function blockEntry(key: string, value: PatchValue, indent: string, style: Style): string {
  return `${key}:${blockValue(value, indent, style)}`;
}

/** What follows the colon of a key at `indent`. */
export function blockValue(value: PatchValue, indent: string, style: Style): string {
  if (isList(value) && value.length > 0) {
    const inner = indent + style.sequenceIndent;
    return value.map((item) => `${style.eol}${inner}- ${blockItem(item, inner, style)}`).join('');
  }
  if (isMap(value) && Object.keys(value).length > 0) {
    const inner = indent + style.step;
    return Object.entries(value)
      .map(([key, held]) => `${style.eol}${inner}${blockEntry(writeKey(key, style), held, inner, style)}`)
      .join('');
  }
  return ` ${leaf(value, style)}`;
}

/** A scalar, or an empty collection, in block style: a plain scalar may hold there what would end it in flow style. */
function leaf(value: PatchValue, style: Style): string {
  if (value === null) return 'null';
  if (value instanceof Placeholder && value.type === 'string') return mark(scalar(value.text, style, false));
  if (typeof value === 'object') return flow(value, style);
  return scalar(value, style, false);
}

/** What follows the dash of an item at `indent`. */
export function blockItem(value: PatchValue, indent: string, style: Style): string {
  if (isList(value)) return flow(value, style);
  if (!isMap(value) || Object.keys(value).length === 0) return leaf(value, style);
  const inner = `${indent}  `;
  return Object.entries(value)
    .map(([key, held]) => blockEntry(writeKey(key, style), held, inner, style))
    .join(`${style.eol}${inner}`);
}

/** On one line: flow style in YAML, compact JSON. */
export function flow(value: PatchValue, style: Style): string {
  if (value instanceof Placeholder) {
    const text = value.type === 'number' ? value.text : scalar(value.text, style, true);
    return mark(text);
  }
  if (isList(value)) return `[${value.map((item) => flow(item, style)).join(', ')}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(
      ([key, held]) => `${flowKey(key, style)}:${style.colon}${flow(held, style)}`,
    );
    const pad = style.language === 'yaml' && entries.length > 0 ? ' ' : '';
    return `{${pad}${entries.join(', ')}${pad}}`;
  }
  return scalar(value, style, true);
}

/** On many lines, for JSON and flow YAML that are written so. */
export function pretty(value: PatchValue, indent: string, style: Style): string {
  const inner = indent + style.step;
  if (isList(value) && value.length > 0) {
    const items = value.map((item) => `${style.eol}${inner}${pretty(item, inner, style)}`);
    return `[${items.join(',')}${style.eol}${indent}]`;
  }
  if (isMap(value) && Object.keys(value).length > 0) {
    const entries = Object.entries(value).map(
      ([key, held]) => `${style.eol}${inner}${flowKey(key, style)}:${style.colon}${pretty(held, inner, style)}`,
    );
    return `{${entries.join(',')}${style.eol}${indent}}`;
  }
  return isList(value) ? '[]' : isMap(value) ? '{}' : flow(value, style);
}

function mark(text: string): string {
  // The quotes stay outside, so that a person types over the text alone.
  const quoted = /^(["'])([\s\S]*)\1$/.exec(text);
  return quoted === null ? `${open}${text}${close}` : `${quoted[1]}${open}${quoted[2]}${close}${quoted[1]}`;
}

export function flowKey(key: string, style: Style): string {
  return style.language === 'json' ? JSON.stringify(key) : writeKey(key, style);
}

/** A key that reads back as the same text; one that looks like a number is quoted. */
function writeKey(key: string, style: Style): string {
  if (style.language === 'json') return JSON.stringify(key);
  return isPlain(key, true) ? key : quote(key, style.quote);
}

/** `text` in the style of `model`: how the key beside it is quoted. */
export function writeKeyLike(key: string, model: string, style: Style): string {
  const [first] = model;
  if (style.language === 'json') return JSON.stringify(key);
  if (first === '"' || first === "'") return quote(key, first);
  // `200:` beside it shows that numbers stand unquoted here.
  if (/^\d+$/.test(key) && /^\d+$/.test(model)) return key;
  return writeKey(key, style);
}

function scalar(value: string | number | boolean | null, style: Style, isFlow: boolean): string {
  if (typeof value !== 'string') return String(value);
  if (style.language === 'json') return JSON.stringify(value);
  return isPlain(value, isFlow) ? value : quote(value, style.quote);
}

/** Text that some YAML reader, of 1.1 or 1.2, takes for something else than text. */
const typed =
  /^(~|null|true|false|y|yes|n|no|on|off|<<|=|[-+]?(\d[\d_]*)?\.?\d[\d_]*([eE][-+]?\d+)?\.?|[-+]?0[xob][\da-f_]+|[-+]?\.(inf|nan)|[-+]?\d+(:[0-5]?\d)+(\.\d*)?|\d{4}-\d{1,2}-\d{1,2}([Tt ].*)?)$/i;

/** True if `text` can be written as it is. `isFlow` forbids what ends a scalar within brackets and braces. */
export function isPlain(text: string, isFlow: boolean): boolean {
  if (text === '' || text !== text.trim() || typed.test(text)) return false;
  if (/^[-?:](\s|$)|^[,[\]{}#&*!|>'"%@`]|^(---|\.\.\.)/.test(text)) return false;
  if (/:(\s|$)|\s#/.test(text) || (isFlow && /[,[\]{}]|^[-?:]/.test(text))) return false;
  return !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
}

export function quote(text: string, preferred: '"' | "'"): string {
  const isPrintable = !/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
  if (preferred === "'" && isPrintable) return `'${text.replaceAll("'", "''")}'`;
  // JSON's escapes are all known to YAML (YAML 1.2.2 §5.7); what is invisible is written as an escape too.
  return JSON.stringify(text).replaceAll(/[\p{Cf}\p{Zl}\p{Zp}]/gu, (character) =>
    [...character].map((one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''),
  );
}

function isList(value: PatchValue): value is readonly PatchValue[] {
  return Array.isArray(value);
}

function isMap(value: PatchValue): value is { readonly [key: string]: PatchValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Placeholder);
}

/** Learns the style of a document from its text and from a node near the change. */
export function styleAt(node: SourceNode): Style {
  const { document } = node;
  const { text, language } = document;
  const block = blockStyle(document.root);
  const lineBreak = text.indexOf('\n', Math.max(0, text.lastIndexOf('\n', node.start - 1)));
  return {
    language,
    quote: language === 'yaml' && count(text, ": '") > count(text, ': "') ? "'" : '"',
    step: language === 'json' ? jsonStep(text) : block.step,
    sequenceIndent: block.sequenceIndent,
    eol: lineBreak > 0 && text[lineBreak - 1] === '\r' ? '\r\n' : '\n',
    colon: language === 'json' && /[{,]\s*"(?:[^"\\]|\\.)*":\S/.test(text.slice(0, 2000)) ? '' : ' ',
  };
}

/** How much a level is indented in the first places that show it. */
function blockStyle(root: SourceNode | undefined): { step: string; sequenceIndent: string } {
  let step: number | undefined;
  let sequence: number | undefined;
  const queue = root === undefined ? [] : [root];
  for (let index = 0; index < queue.length && index < 2000; index++) {
    const node = queue[index]!;
    const parent = node.parent;
    const keyRange = node.keyRange;
    if (node.style === 'block' && parent?.style === 'block' && keyRange !== undefined && keyRange.start < node.start) {
      const outer = columnOf(parent.document.text, keyRange.start);
      const inner = columnOf(node.document.text, node.start);
      if (node.kind === 'map') step ??= inner - outer;
      if (node.kind === 'sequence') sequence ??= inner - outer;
    }
    if (step !== undefined && sequence !== undefined) break;
    queue.push(...node.ownEntries().map(({ value }) => value), ...node.ownItems());
  }
  const size = step === undefined || step < 1 ? 2 : step;
  return { step: ' '.repeat(size), sequenceIndent: ' '.repeat(Math.max(0, sequence ?? size)) };
}

export function columnOf(text: string, offset: number): number {
  return offset - lineStartOf(text, offset);
}

export function lineStartOf(text: string, offset: number): number {
  const start = text.lastIndexOf('\n', offset - 1) + 1;
  return start === 0 && text.charCodeAt(0) === 0xfeff ? Math.min(1, offset) : start;
}

/** The first indented line of pretty-printed JSON shows the step; compact JSON has none. */
function jsonStep(text: string): string {
  return /\n([ \t]+)\S/.exec(text.slice(0, 10_000))?.[1] ?? '  ';
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0 && found < 1000; at = text.indexOf(part, at + 1)) found++;
  return found;
}
