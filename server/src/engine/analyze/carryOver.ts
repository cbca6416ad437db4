import type { Analysis, Finding } from '../finding.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange } from '../syntax/sourceNode.ts';
import { changeBetween } from '../syntax/text/change.ts';

/**
 * While a description has syntax errors, rules about absence are paused, and their last findings are carried over to the
 * current text. Findings outside the part that changed move with the text; those inside are left out.
 */
export function carryOverFindings(analysis: Analysis, last: Analysis, description: OpenApiDescription): Analysis {
  if (analysis.pausedRules.length === 0) return analysis;
  const paused = new Set(analysis.pausedRules);
  const shifts = new Map<SourceDocument, Shift | undefined>();
  const findings = [...analysis.findings];
  for (const finding of last.findings) {
    if (!paused.has(finding.ruleId)) continue;
    const document = description.documents.get(finding.document.uri);
    if (document === undefined) continue;
    let shift = shifts.get(finding.document);
    if (!shifts.has(finding.document)) {
      shift = shiftBetween(finding.document.text, document.text);
      shifts.set(finding.document, shift);
    }
    const range = shift === undefined ? finding.range : move(finding.range, shift);
    if (range !== undefined) findings.push(moved(finding, document, range, shifts));
  }
  findings.sort((a, b) => (a.document === b.document ? a.range.start - b.range.start : 0));
  return { ...analysis, findings };
}

/** The fixes of a finding that was carried over refer to nodes that no longer exist. */
function moved(
  finding: Finding,
  document: SourceDocument,
  range: OffsetRange,
  shifts: ReadonlyMap<SourceDocument, Shift | undefined>,
): Finding {
  const related = finding.related.flatMap((place) => {
    if (place.document.uri !== document.uri) return [];
    const shift = shifts.get(place.document);
    const there = shift === undefined ? place.range : move(place.range, shift);
    return there === undefined ? [] : [{ ...place, document, range: there }];
  });
  return { ...finding, document, range, related, fixes: () => [] };
}

interface Shift {
  /** Where the texts begin to differ, and where the old one is the same again. */
  readonly start: number;
  readonly end: number;
  readonly by: number;
}

/** `undefined` for the same text. */
function shiftBetween(before: string, after: string): Shift | undefined {
  if (before === after) return undefined;
  const { start, oldEnd, newEnd } = changeBetween(before, after);
  return { start, end: oldEnd, by: newEnd - oldEnd };
}

function move(range: OffsetRange, { start, end, by }: Shift): OffsetRange | undefined {
  if (range.end <= start) return range;
  return range.start >= end ? { start: range.start + by, end: range.end + by } : undefined;
}
