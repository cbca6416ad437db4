import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { PatchValue } from '../textEdits/fix.ts';
import type { Style } from '../textEdits/style.ts';
import {
  blockEntry,
  blockItem,
  flow,
  flowKey,
  pretty,
  quote,
  scalar,
  takePlaceholders,
  writeKeyLike,
} from '../textEdits/write.ts';
import type { Completion } from './completion.ts';
import type { Cursor } from './cursor.ts';

type Written = Pick<Completion, 'replace' | 'text' | 'placeholders' | 'filter'>;

/** Writes what is chosen at a position, in the style of the text around it. */
export interface Writer {
  /** A key with its value, where a key is typed or where an item may begin as a map. */
  entry(key: string, value: PatchValue): Written;
  /** An item of a list that stands on lines of its own, with its dash. */
  item(value: PatchValue, name: string): Written;
  /** A scalar, or a collection on one line. */
  value(value: PatchValue, name: string): Written;
  /** The text of a reference. */
  reference(text: string): Written;
}

/** How far the text is read in both directions to learn its style. */
const around = 4000;

export function createWriter(document: SourceDocument, cursor: Cursor): Writer {
  const { token, column, isFlow } = cursor;
  const near = document.slice(Math.max(0, token.start - around), token.end + around);
  const style = styleNear(near, document, cursor);
  const indent = ' '.repeat(column);
  const before = document.slice(Math.max(0, token.start - 1000), token.start);
  const isAloneOnLine = /(^|\n)[ \t]*$/.test(before);
  const after = document.slice(token.end, token.end + 1000);
  // In brackets, what follows on needs a comma.
  const comma = isFlow && (style.language === 'json' ? /^\s*["{[]/ : /^[ \t]*["'{[\w$]/).test(after) ? ',' : '';

  const valueComma = style.language === 'json' ? comma : '';

  function written(marked: string, typed: string): Written {
    const { text, placeholders } = takePlaceholders(`${token.lead}${marked}`);
    return {
      replace: { start: token.start, end: token.end },
      text,
      placeholders,
      filter: `${token.quote}${typed}`,
    };
  }

  function keyText(key: string): string {
    if (style.language === 'json') return JSON.stringify(key);
    if (token.quote !== '') return quote(key, token.quote);
    return writeKeyLike(key, siblingKey(near, key), style);
  }

  return {
    entry(key, value) {
      if (token.hasColon) return written(keyText(key), key);
      if (!isFlow) return written(blockEntry(keyText(key), value, indent, style), key);
      const held = isAloneOnLine && style.language === 'json' ? pretty(value, indent, style) : flow(value, style);
      const text = `${token.quote === '' ? flowKey(key, style) : keyText(key)}:${style.colon || yamlGap(style)}${held}`;
      return written(cursor.slot === 'key' ? `${text}${comma}` : `{${style.pad}${text}${style.pad}}${comma}`, key);
    },
    item(value, name) {
      return written(`- ${blockItem(value, indent, style)}`, name);
    },
    value(value, name) {
      const isText = typeof value === 'string';
      const text = isText && token.quote !== '' ? quoted(value, token.quote, style) : undefined;
      const plain = isFlow || !isText ? flow(value, style) : scalar(value, style, false);
      return written(`${text ?? plain}${valueComma}`, name);
    },
    reference(value) {
      const usual = /\$ref["']?\s*:\s*(["'])/.exec(near)?.[1] as '"' | "'" | undefined;
      const mark = token.quote || usual;
      const text = mark === undefined ? scalar(value, style, isFlow) : quoted(value, mark, style);
      return written(`${text}${valueComma}`, value);
    },
  };
}

function quoted(text: string, mark: '"' | "'", style: Style): string {
  return style.language === 'json' ? JSON.stringify(text) : quote(text, mark);
}

/** YAML needs the space that compact JSON leaves out. */
function yamlGap({ language }: Style): string {
  return language === 'json' ? '' : ' ';
}

/** A key of the same sort nearby shows how such keys are quoted. */
function siblingKey(near: string, key: string): string {
  if (!/^\d/.test(key)) return '';
  return /^[ \t]*((["']?)[1-5]\d\d\2):/m.exec(near)?.[1] ?? '';
}

function styleNear(near: string, { language, root }: SourceDocument, cursor: Cursor): Style {
  const isJson =
    language === 'json' ||
    (root?.style === 'flow' && /^\s*\{\s*"/.test(root.document.slice(root.start, root.start + 100)));
  const isCompact = isJson && !/":\s/.test(near);
  const step = ' '.repeat(cursor.step ?? stepIn(near));
  const hasFlushItems = /\n( *)[^\s#-][^\n]*:[ \t]*\r?\n\1- /.test(near);
  const isTight = /\{\S/.test(near) && !/\{ /.test(near);
  return {
    language: isJson ? 'json' : 'yaml',
    quote: isJson || near.split(`: "`).length > near.split(`: '`).length ? '"' : "'",
    step,
    sequenceIndent: hasFlushItems ? '' : step,
    eol: near.includes('\r\n') ? '\r\n' : '\n',
    beforeColon: isJson && /"(?:[^"\\]|\\.)*" :/.test(near) ? ' ' : '',
    colon: isCompact ? '' : ' ',
    gap: isCompact ? '' : ' ',
    pad: isTight || (isJson && !/\{ /.test(near)) ? '' : ' ',
    usesFlow: () => false,
  };
}

/** The least difference between the indentations of neighbouring lines. */
function stepIn(near: string): number {
  const indents = near.split('\n').flatMap((line) => (/^ *[^\s#]/.test(line) ? [line.search(/\S/)] : []));
  let step = 0;
  for (let index = 1; index < indents.length; index++) {
    const added = indents[index]! - indents[index - 1]!;
    if (added > 0 && (step === 0 || added < step)) step = added;
  }
  return step === 0 ? 2 : step;
}
