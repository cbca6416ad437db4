import { type DocumentProblem, problemsOf } from '../../engine/analyze/problems.ts';
import type { Analysis, Finding } from '../../engine/finding.ts';
import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { maskPointer } from '../../engine/openapi/uri.ts';
import { createHiddenParts, type HiddenParts, maskedSlice } from '../../engine/sensitive/mask.ts';
import type { Decision } from '../../engine/suppression/suppressions.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import { nodeOf, type OffsetRange, rangeOf } from '../../engine/syntax/sourceNode.ts';
import { createLineIndex, type LineIndex, type Position } from '../../engine/syntax/text/lineIndex.ts';
import { bestOf, type FixSafety } from '../../engine/textEdits/fix.ts';
import { pathOf } from '../../files.ts';
import type { Report, ReportScore } from '../../report/report.ts';
import { marksSecret } from '../catalog.ts';
import { nameOf } from './inputs.ts';
import type { Unread } from './project.ts';

export interface LineRange {
  readonly start: Position;
  readonly end: Position;
}

/** A problem that is not a finding: a syntax error, an unresolved reference, an unreadable file, a failed check. */
export interface ReportedProblem {
  readonly code: string;
  readonly message: string;
  readonly severity: DocumentProblem['severity'];
  readonly file: string;
  readonly range: LineRange;
}

/** A finding as plain data, which can be sent between threads. */
export interface ReportedFinding extends Omit<Finding, 'document' | 'range' | 'related' | 'places' | 'fixes'> {
  readonly file: string;
  readonly range: LineRange;
  readonly related: readonly ReportedPlace[];
  /** The best fix first; empty if no format shows the fixes of this finding. */
  readonly fixes: readonly { readonly title: string; readonly safety: FixSafety }[];
  /** The safety of the fix that `fix` would try; `undefined` if there is none, or if no format shows it. */
  readonly fixSafety: FixSafety | undefined;
  /** True if it was already reported for another description: a finding in a shared file counts once. */
  readonly isRepeated: boolean;
  /** Part of the line on which the finding begins, and the column at which that part begins; empty if no format shows it. */
  readonly line: { readonly text: string; readonly from: number };
}

/** A finding that somebody accepted. Ended acceptances accept nothing, so they are not here. */
export interface ReportedAcceptance extends ReportedFinding {
  readonly decision: Pick<Decision, 'kind' | 'reason' | 'owner' | 'until'> & Omit<ReportedPlace, 'message'>;
}

export interface ReportedPlace {
  readonly message: string;
  readonly file: string;
  readonly range: LineRange;
}

/** The result for one input, as plain data for the formats. */
export interface FileResult {
  readonly path: string;
  /** The version of OpenAPI; `null` if the input could not be read. */
  readonly openapi: string | null;
  readonly findings: readonly ReportedFinding[];
  /** Without echoes. */
  readonly accepted: readonly ReportedAcceptance[];
  readonly errors: readonly ReportedProblem[];
  /** If a format needs it; `null` without operations. */
  readonly score?: ReportScore | null;
  /** What the report page shows, if a format needs it. */
  readonly report?: Report;
  /** The rules that threw. */
  readonly failures: Analysis['failures'];
}

/** No finding, all but echoes, or all. */
export type Shown = 'none' | 'findings' | 'all';

/** The findings that are shown with their fixes or their source line, which are computed only for these: both are slow. */
export interface Detail {
  readonly fixes: Shown;
  readonly lines: Shown;
  /** `free`: where the check that was made is the one that is scored. `always`: even if that takes another check. */
  readonly score: 'none' | 'free' | 'always';
  /** True if a format needs the report. */
  readonly report: boolean;
}

/** Converts documents and offsets to displayed paths and lines. The lines of each document are indexed once. */
export interface Places {
  name(document: SourceDocument): string;
  lines(document: SourceDocument): LineIndex;
  range(document: SourceDocument, range: OffsetRange): LineRange;
  /** Part of the text with secrets masked. Columns stay the same. */
  masked(document: SourceDocument, start: number, end: number): string;
  /** Masks a part of the text in addition to what looks like a secret. */
  hide(document: SourceDocument, range: OffsetRange): void;
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
  const hidden = new Map<SourceDocument, HiddenParts>();
  const marked = new Map<SourceDocument, OffsetRange[]>();
  const names = new Map<SourceDocument, string>();
  return {
    name(document) {
      let name = names.get(document);
      if (name === undefined) {
        name = nameOf(pathOf(document.uri) ?? document.uri);
        names.set(document, name);
      }
      return name;
    },
    lines,
    range: (document, { start, end }) => ({
      start: lines(document).positionAt(start),
      end: lines(document).positionAt(end),
    }),
    masked(document, start, end) {
      const { text } = document;
      let parts = hidden.get(document);
      if (parts === undefined) {
        parts = createHiddenParts(text, marked.get(document));
        hidden.set(document, parts);
      }
      return maskedSlice(text, start, end, parts.around(start, end));
    },
    hide(document, range) {
      const ranges = marked.get(document);
      if (ranges === undefined) marked.set(document, [range]);
      else ranges.push(range);
      hidden.delete(document);
    },
  };
}

export function toResult(
  name: string,
  description: OpenApiDescription,
  analysis: Analysis,
  detail: Detail,
  more?: Pick<FileResult, 'score' | 'report'>,
): FileResult {
  const places = createPlaces();
  for (const finding of analysis.findings) if (marksSecret(finding)) places.hide(finding.document, finding.range);
  return {
    path: name,
    openapi: description.versionText,
    findings: analysis.findings.map((finding) => toReported(finding, detail, places)),
    accepted: analysis.accepted
      .filter(({ finding }) => !finding.echo)
      .map(({ finding, decision }) => toAccepted(finding, decision, places)),
    errors: errorsOf(description, places),
    failures: analysis.failures,
    ...more,
  };
}

export function toUnreadResult(name: string, { code, message, at }: Unread): FileResult {
  const start = { line: 0, character: 0 };
  const range = at === undefined ? { start, end: start } : createPlaces().range(at.document, at.range);
  const error: ReportedProblem = { code, message, severity: 'error', file: name, range };
  return { path: name, openapi: null, findings: [], accepted: [], errors: [error], failures: [] };
}

/** The result for a file whose check failed, which must not look like one without findings. The error is on stderr. */
export function toFailedResult(name: string): FileResult {
  return toUnreadResult(name, {
    code: 'check-failed',
    message: 'The check of this file failed, so its findings are unknown.',
  });
}

function isShown({ echo }: Finding, shown: Shown): boolean {
  return shown === 'all' || (shown === 'findings' && !echo);
}

function toReported(finding: Finding, detail: Detail, places: Places): ReportedFinding {
  const { document, range, related, places: _, fixes: __, ...facts } = finding;
  const fixes = isShown(finding, detail.fixes) ? finding.fixes() : [];
  const at = places.range(document, range);
  return {
    ...facts,
    pointer: maskPointer(facts.pointer),
    file: places.name(document),
    range: at,
    related: related.map((place) => ({
      message: place.message,
      file: places.name(place.document),
      range: places.range(place.document, place.range),
    })),
    fixes: fixes.map(({ title, safety }) => ({ title, safety })),
    fixSafety: bestOf(fixes)?.safety,
    isRepeated: false,
    line: isShown(finding, detail.lines) ? lineAt(document, at.start, places) : noLine,
  };
}

const unshown: Detail = { fixes: 'none', lines: 'none', score: 'none', report: false };

function toAccepted(
  finding: Finding,
  { kind, reason, owner, until, at }: Decision,
  places: Places,
): ReportedAcceptance {
  const { document } = nodeOf(at);
  const place = { file: places.name(document), range: places.range(document, rangeOf(at)) };
  return { ...toReported(finding, unshown, places), decision: { kind, reason, owner, until, ...place } };
}

const noLine: ReportedFinding['line'] = { text: '', from: 0 };

/** Characters around the finding, enough for a terminal: a line of a minified file is as long as the file. */
const contextBefore = 128;
const contextAfter = 256;

function lineAt(document: SourceDocument, { line, character }: Position, places: Places): ReportedFinding['line'] {
  const lines = places.lines(document);
  const start = lines.lineStart(line);
  const end = line + 1 < lines.lineCount ? lines.lineStart(line + 1) : document.length;
  const from = Math.max(0, character - contextBefore);
  const text = places.masked(document, start + from, Math.min(end, start + character + contextAfter));
  return { text, from };
}

/** The syntax errors and unresolved references of a description. */
export function errorsOf(description: OpenApiDescription, places: Places): readonly ReportedProblem[] {
  return problemsOf(description).map(({ code, message, severity, document, range }) => ({
    code,
    message,
    severity,
    file: places.name(document),
    range: places.range(document, range),
  }));
}
