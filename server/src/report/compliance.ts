import { type AcceptedFinding, isCounted } from '../engine/finding.ts';
import { requirements } from '../engine/rule/compliance.ts';
import type { Rule } from '../engine/rule/rule.ts';
import type { ReportFinding } from './report.ts';

/** A requirement of a law or standard, and what the description fails of it. */
export interface ComplianceRow {
  /** Such as `PCI DSS 4.2.1`. */
  readonly id: string;
  readonly asks: string;
  /** How many of the rules that ran check for it. */
  readonly rules: number;
  /** Indexes into the findings. */
  readonly failing: readonly number[];
  /** How many findings that fail it are accepted. */
  readonly accepted: number;
}

export function complianceOf(
  findings: readonly ReportFinding[],
  accepted: readonly AcceptedFinding[],
  { rules, running }: { readonly rules: readonly Rule[]; readonly running: readonly Rule[] },
): readonly ComplianceRow[] {
  const byRule = new Map(rules.map(({ meta }) => [meta.id, new Set<string>(meta.compliance)]));
  return Object.entries(requirements).map(([id, asks]) => ({
    id,
    asks,
    rules: running.filter(({ meta }) => byRule.get(meta.id)?.has(id)).length,
    failing: findings.flatMap(({ compliance }, index) => (compliance.includes(id) ? index : [])),
    accepted: accepted.filter(({ finding }) => isCounted(finding) && byRule.get(finding.ruleId)?.has(id)).length,
  }));
}
