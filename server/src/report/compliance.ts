import { type AcceptedFinding, isCounted } from '../engine/finding.ts';
import { specified } from '../engine/lexicon/specified.ts';
import { requirements } from '../engine/rule/compliance.ts';
import type { Rule } from '../engine/rule/rule.ts';
import type { SensitiveClass } from '../engine/sensitive/classify.ts';
import type { ReportFinding, ReportOperation } from './report.ts';

/** A requirement of a law or standard, and what the description fails of it. */
export interface ComplianceRow {
  /** Such as `PCI DSS 4.2.1`. */
  readonly id: string;
  readonly asks: string;
  /** How many of the rules that ran check for it. */
  readonly rules: number;
  /** `false` if the description shows nothing of what it protects: then it has no failing findings. */
  readonly applies: boolean;
  /** What it protects, for readers: `card data`. */
  readonly protects: string;
  /** How many findings would fail it if it applied. */
  readonly otherwise: number;
  /** Indexes into the findings. */
  readonly failing: readonly number[];
  /** How many findings that fail it are accepted. */
  readonly accepted: number;
}

/** What each law or standard protects, with the classes of sensitive data that say so. */
const protectedData: readonly (readonly [prefix: string, protects: string, classes: readonly SensitiveClass[]])[] =
  specified('PCI DSS v4.0.1, GDPR Art. 4, HIPAA 45 CFR 160.103', [
    ['PCI DSS', 'card data', ['payment-card']],
    [
      'GDPR',
      'personal data',
      [
        'bank-account',
        'biometric',
        'contact',
        'credential',
        'demographic',
        'financial',
        'government-id',
        'health',
        'location',
        'payment-card',
        'person-name',
      ],
    ],
    ['HIPAA', 'health data', ['health']],
  ]);

interface Checked {
  readonly operations: readonly Pick<ReportOperation, 'sensitive'>[];
  readonly rules: readonly Rule[];
  readonly running: readonly Rule[];
}

export function complianceOf(
  findings: readonly ReportFinding[],
  accepted: readonly AcceptedFinding[],
  { operations, rules, running }: Checked,
): readonly ComplianceRow[] {
  const byRule = new Map(rules.map(({ meta }) => [meta.id, new Set<string>(meta.compliance)]));
  const present = new Set<string>(operations.flatMap(({ sensitive }) => [...sensitive.request, ...sensitive.response]));
  return Object.entries(requirements).map(([id, asks]) => {
    const [, protects, classes] = protectedData.find(([prefix]) => id.startsWith(prefix))!;
    const failing = findings.flatMap(({ compliance }, index) => (compliance.includes(id) ? index : []));
    const applies = classes.some((name) => present.has(name));
    return {
      id,
      asks,
      rules: running.filter(({ meta }) => byRule.get(meta.id)?.has(id)).length,
      applies,
      protects,
      otherwise: applies ? 0 : failing.length,
      failing: applies ? failing : [],
      accepted: applies
        ? accepted.filter(({ finding }) => isCounted(finding) && byRule.get(finding.ruleId)?.has(id)).length
        : 0,
    };
  });
}
