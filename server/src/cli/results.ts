import type { Analysis, Finding } from '../engine/finding.ts';
import type { OpenApiDescription } from '../engine/openapi/model.ts';
import { createLineIndex, type LineIndex, type Position } from '../engine/syntax/lineIndex.ts';
import type { SourceDocument } from '../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../engine/syntax/sourceNode.ts';
import { pathOf } from '../files.ts';
import { nameOf } from './inputs.ts';

export interface LineRange {
  readonly start: Position;
  readonly end: Position;
}

/** What is wrong besides findings: syntax, references, a rule that failed. */
export interface ReportedError {
  readonly code: string;
  readonly message: string;
  readonly severity: 'error' | 'warning';
  readonly file: string;
  readonly range: LineRange;
}

/** Everything about one description, ready for the formats. */
export interface FileResult {
  readonly path: string;
  readonly openapi: string;
  readonly findings: readonly Finding[];
  readonly errors: readonly ReportedError[];
  /** Rules that threw. */
  readonly failures: Analysis['failures'];
  readonly places: Places;
}

/** Turns documents and offsets into names and lines; each document is scanned once. */
export interface Places {
  name(document: SourceDocument): string;
  lines(document: SourceDocument): LineIndex;
  range(document: SourceDocument, range: OffsetRange): LineRange;
}

export function createPlaces(): Places {
  const indexes = new Map<SourceDocument, LineIndex>();
  const lines = (document: SourceDocument): LineIndex => {
    let index = indexes.get(document);
    if (index === undefined) {
      index = createLineIndex(document.text);
      indexes.set(document, index);
    }
    return index;
  };
  return {
    name: (document) => nameOf(pathOf(document.uri) ?? document.uri),
    lines,
    range: (document, { start, end }) => ({
      start: lines(document).positionAt(start),
      end: lines(document).positionAt(end),
    }),
  };
}

export function toResult(name: string, description: OpenApiDescription, analysis: Analysis): FileResult {
  const places = createPlaces();
  return {
    path: name,
    openapi: description.versionText,
    findings: analysis.findings,
    errors: errorsOf(description, places),
    failures: analysis.failures,
    places,
  };
}

/** Syntax and references, by document. */
export function errorsOf(description: OpenApiDescription, places: Places): readonly ReportedError[] {
  const errors: ReportedError[] = [];
  const documents = [...description.documents.values()].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  for (const document of documents) {
    for (const { code, message, severity, range } of document.problems) {
      errors.push({ code, message, severity, file: places.name(document), range: places.range(document, range) });
    }
  }
  for (const { at, kind, message } of description.referenceProblems) {
    const { document, start, end } = at;
    const range = places.range(document, { start, end });
    errors.push({ code: kind, message, severity: 'warning', file: places.name(document), range });
  }
  return errors;
}
