import type { Finding } from '../finding.ts';
import type { Rule } from '../rule/rule.ts';

/** Each echo names its root cause as a related place. */
export function nameCauses(findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  const causes = causesOf(findings, rules);
  if (causes.size === 0) return findings;
  return findings.map((finding) => {
    const cause = causes.get(finding);
    if (cause === undefined) return finding;
    const place = { document: cause.document, range: cause.range, message: `Root cause: ${cause.message}` };
    return { ...finding, related: [place, ...finding.related] };
  });
}

/** The root cause of each echo that has one among the findings. */
export function causesOf(findings: readonly Finding[], rules: readonly Rule[]): ReadonlyMap<Finding, Finding> {
  const causes = new Map<Finding, Finding>();
  if (!findings.some(({ echo }) => echo)) return causes;
  const byRule = new Map<string, Finding>();
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    if (finding.echo) continue;
    const { ruleId, related } = finding;
    const known = byRule.get(ruleId);
    // Of several, the one with related places.
    if (known === undefined || (known.related.length === 0 && related.length > 0)) byRule.set(ruleId, finding);
    for (const { document, range } of related) byPlace.set(`${ruleId} ${document.uri} ${range.start}`, finding);
  }
  const echoOf = new Map(rules.map(({ meta }) => [meta.id, meta.echoOf ?? []]));
  for (const finding of findings) {
    const { ruleId, document, range, echo } = finding;
    if (!echo) continue;
    const cause =
      byPlace.get(`${ruleId} ${document.uri} ${range.start}`) ??
      [ruleId, ...(echoOf.get(ruleId) ?? [])].map((id) => byRule.get(id)).find((found) => found !== undefined);
    if (cause !== undefined) causes.set(finding, cause);
  }
  return causes;
}
