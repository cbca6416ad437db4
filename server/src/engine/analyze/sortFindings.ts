import type { Finding } from '../finding.ts';
import type { OpenApiDescription } from '../openapi/model.ts';

/** The entry document first, then the others by URI; by place, then by rule. The same place and message count once. */
export function sortFindings(findings: readonly Finding[], { entry }: OpenApiDescription): readonly Finding[] {
  const place = ({ document }: Finding): string => (document === entry ? '' : document.uri);
  const sorted = [...findings].sort(
    (a, b) =>
      (a.document === b.document ? 0 : compare(place(a), place(b))) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      compare(a.ruleId, b.ruleId) ||
      compare(a.message, b.message),
  );
  return sorted.filter((finding, index) => index === 0 || !isSamePlace(finding, sorted[index - 1]!));
}

function isSamePlace(a: Finding, b: Finding): boolean {
  return (
    a.document === b.document &&
    a.range.start === b.range.start &&
    a.range.end === b.range.end &&
    a.ruleId === b.ruleId &&
    a.message === b.message
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
