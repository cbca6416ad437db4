import { specified } from '../lexicon/specified.ts';
import { type CommentText, type PatchValue, Placeholder } from './fix.ts';
import type { Style } from './style.ts';

/** Enclose a placeholder until its place in the text is known. Private use characters: no document holds them in a fix. */
const open = '\uE000';
const close = '\uE001';

/** Removes the marks from written text and returns the places of the placeholders. */
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
  const line =
    isSmall(value) && style.usesFlow(holdsMaps(value) ? 'map' : 'sequence') ? `${key}: ${flow(value, style)}` : '';
  return line !== '' && indent.length + line.length <= maxLine ? line : `${key}:${blockValue(value, indent, style)}`;
}

/** False for a list of scalars. */
function holdsMaps(value: PatchValue): boolean {
  return isMap(value) || (isList(value) && value.some(isMap));
}

/** A list of scalars or of small maps, or a map that does not hold named objects alone. */
function isSmall(value: PatchValue): boolean {
  if (isList(value)) return value.length > 0 && value.every((item) => !isCollection(item) || isSmall(item));
  return isMap(value) && Object.values(value).some((held) => !isCollection(held));
}

/** The text behind the colon of a key at `indent`. */
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

/** The text behind the dash of an item at `indent`. */
export function blockItem(value: PatchValue, indent: string, style: Style): string {
  if (isList(value)) return flow(value, style);
  if (!isMap(value) || Object.keys(value).length === 0) return leaf(value, style);
  const line = isSmall(value) && style.usesFlow('map') ? flow(value, style) : '';
  if (line !== '' && indent.length + line.length <= maxLine) return line;
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
  if (isList(value)) return `[${value.map((item) => flow(item, style)).join(`,${style.gap}`)}]`;
  if (isMap(value)) {
    const entries = Object.entries(value).map(
      ([key, held]) => `${flowKey(key, style)}${style.beforeColon}:${style.colon}${flow(held, style)}`,
    );
    const pad = entries.length > 0 ? style.pad : '';
    return `{${pad}${entries.join(`,${style.gap}`)}${pad}}`;
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
      ([key, held]) =>
        `${style.eol}${inner}${flowKey(key, style)}${style.beforeColon}:${style.colon}${pretty(held, inner, style)}`,
    );
    return `{${entries.join(',')}${style.eol}${indent}}`;
  }
  return isList(value) ? '[]' : isMap(value) ? '{}' : flow(value, style);
}

/** A comment is one line, whatever it is given. */
export function comment(text: CommentText): string {
  const line = text.map((part) => {
    const plain = (typeof part === 'string' ? part : part.text).replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\uE000\uE001]+/gu, ' ');
    return typeof part === 'string' ? plain : `${open}${plain}${close}`;
  });
  return line.join('').trimEnd();
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
  if (/^[1-9]\d*$/.test(key) && /^\d+$/.test(model)) return key;
  return writeKey(key, style);
}

export function scalar(value: string | number | boolean | null, style: Style, isFlow: boolean): string {
  if (typeof value !== 'string') return String(value);
  if (style.language === 'json') return JSON.stringify(value);
  return isPlain(value, isFlow) ? value : quote(value, style.quote);
}

/** Text that some YAML reader, of 1.1 or 1.2, takes for something else than text. */
const typed = specified(
  'YAML 1.1 types and YAML 1.2.2 §10.3.2',
  /^(~|null|true|false|y|yes|n|no|on|off|<<|=|[-+]?(\.|(?=[\d_.]*\d))[\d_.]*(e[-+]?\d*)?|[-+]?e[-+]?\d+|[-+]?0[xob][\da-f_]+|[-+]?\.(inf|nan)|[-+]?\d[\d_]*(:[0-5]?\d)+(\.[\d_]*)?|\d{4}-\d{1,2}-\d{1,2}([t\s].*)?)$/i,
);

/** True if `text` can be written as it is. `isFlow` forbids what ends a scalar within brackets and braces. */
function isPlain(text: string, isFlow: boolean): boolean {
  if (text === '' || text !== text.trim() || typed.test(text)) return false;
  if (/^[-?:](\s|$)|^[,[\]{}#&*!|>'"%@`]|^(---|\.\.\.)/.test(text)) return false;
  if (/:(\s|$)|\s#/.test(text) || (isFlow && /[,[\]{}]|^[-?:]/.test(text))) return false;
  return !unprintable.test(text);
}

/** Characters that a YAML parser may reject or that are invisible. */
const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;

export function quote(text: string, preferred: '"' | "'"): string {
  if (preferred === "'" && !unprintable.test(text)) return `'${text.replaceAll("'", "''")}'`;
  // JSON's escapes are all known to YAML (YAML 1.2.2 §5.7).
  return JSON.stringify(text).replaceAll(new RegExp(unprintable, 'gu'), (character) => {
    const code = character.codePointAt(0)!.toString(16);
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`;
  });
}

/** Beyond this column nothing is put on one line that can stand on several. */
export const maxLine = 100;

/** True for what needs lines of its own in block style. */
export function isCollection(value: PatchValue): boolean {
  return (isMap(value) || isList(value)) && Object.keys(value).length > 0;
}

function isList(value: PatchValue): value is readonly PatchValue[] {
  return Array.isArray(value);
}

function isMap(value: PatchValue): value is { readonly [key: string]: PatchValue } {
  return typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof Placeholder);
}
