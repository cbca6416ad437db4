import type { Analysis, Finding } from '../finding.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import { tokensOf } from '../openapi/uri.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange } from '../syntax/sourceNode.ts';
import { changeBetween } from '../syntax/text/change.ts';

/**
 * While a description has syntax errors, rules about absence are paused, and their last findings are carried over to the
 * current text. So are those about objects that a syntax error displaces: behind a brace that is open, everything is part
 * of what is being typed. Findings outside the part that changed move with the text; those inside are left out.
 */
export function carryOverFindings(analysis: Analysis, last: Analysis, description: OpenApiDescription): Analysis {
  if (!description.isBroken) return analysis;
  const paused = new Set(analysis.pausedRules);
  const shifts = new Map<SourceDocument, Shift | undefined>();
  const findings = [...analysis.findings];
  const present = new Set(findings.map(placeOf));
  for (const finding of last.findings) {
    const document = description.documents.get(finding.document.uri);
    if (document === undefined) continue;
    let shift = shifts.get(finding.document);
    if (!shifts.has(finding.document)) {
      shift = shiftBetween(finding.document.text, document.text);
      shifts.set(finding.document, shift);
    }
    const range = shift === undefined ? finding.range : move(finding.range, shift);
    if (range === undefined || !(paused.has(finding.ruleId) || isDisplaced(finding.pointer, range, document))) continue;
    const carried = moved(finding, document, range, shifts);
    if (paused.has(finding.ruleId) || !present.has(placeOf(carried))) findings.push(carried);
  }
  findings.sort((a, b) => (a.document === b.document ? a.range.start - b.range.start : 0));
  return { ...analysis, findings };
}

function placeOf({ ruleId, document, range }: Finding): string {
  return `${ruleId} ${document.uri} ${range.start} ${range.end}`;
}

/** True if what stood at a pointer does not stand there now, though its text is the same. */
function isDisplaced(pointer: string, range: OffsetRange, { root }: SourceDocument): boolean {
  let node = root;
  for (const token of tokensOf(pointer) ?? [])
    node = node?.at(node.resolved.kind === 'sequence' ? Number(token) : token);
  return node === undefined || range.start < (node.keyRange?.start ?? node.start) || range.end > node.end;
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
