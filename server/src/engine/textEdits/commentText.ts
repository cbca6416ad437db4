import type { SourceNode } from '../syntax/sourceNode.ts';
import { dashOf, lineEndOf, lineStartOf, nextLineOf } from '../syntax/text/lines.ts';
import type { RawEdit, RawEdits } from './edits.ts';
import type { CommentText, Patch } from './fix.ts';
import type { Style } from './style.ts';
import { comment } from './write.ts';

/** A comment on a line of its own above a node; within a scalar the proof finds that it is none. */
export function writeComment(at: SourceNode, text: CommentText, { eol, language }: Style): RawEdits {
  // What is JSON stays JSON, whatever the file is called.
  if (language === 'json') return undefined;
  const source = at.document.text;
  const lineStart = lineStartOf(source, at.keyRange?.start ?? dashOf(at) ?? at.start);
  const indent = /^[ \t]*/.exec(source.slice(lineStart, lineEndOf(source, lineStart)))![0];
  return [{ start: lineStart, end: lineStart, marked: `${indent}# ${comment(text)}${eol}` }];
}

export function writeRecomment({ at, start, end, text }: Extract<Patch, { op: 'recomment' }>): RawEdit {
  if (text !== undefined) return { start, end, marked: comment(text), isComment: true };
  const source = at.document.text;
  const lineStart = lineStartOf(source, start);
  const before = source.slice(lineStart, start);
  if (before.trim() !== '') return { start: lineStart + before.trimEnd().length, end, marked: '', isComment: true };
  const next = nextLineOf(source, end);
  if (next !== undefined) return { start: lineStart, end: next, marked: '', isComment: true };
  const previousEnd = lineStart === 0 ? 0 : lineStart - (source[lineStart - 2] === '\r' ? 2 : 1);
  return { start: previousEnd, end, marked: '', isComment: true };
}
