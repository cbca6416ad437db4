import { type Confidence, type OwaspId, type Pillar, type Severity, severityRanks } from './severity.ts';
import type { Decision } from './suppression/suppressions.ts';
import type { SourceDocument } from './syntax/sourceDocument.ts';
import type { OffsetRange, Place } from './syntax/sourceNode.ts';
import type { Fix } from './textEdits/fix.ts';

/** A report of a rule, placed in the text. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  /** The document of the place; it may differ from the entry document. */
  readonly document: SourceDocument;
  /** JSON Pointer within `document`. */
  readonly pointer: string;
  readonly range: OffsetRange;
  readonly pillar: Pillar;
  readonly owasp: OwaspId;
  readonly cwe: readonly number[];
  readonly related: readonly RelatedPlace[];
  /** Number of operations affected. */
  readonly operations: number;
  /** All places that a grouped finding is about; `related` has the first of them. */
  places?(): readonly Place[];
  readonly echo: boolean;
  /** How many more places it is reported for, each of which has an echo; absent if there are none. */
  readonly others?: number | undefined;
  /** Hexadecimal, independent of line numbers, unique within a description. */
  readonly fingerprint: string;
  /** Best first. Computed on each call. */
  fixes(): readonly Fix[];
}

export interface RelatedPlace {
  readonly document: SourceDocument;
  readonly range: OffsetRange;
  readonly message: string;
}

/** A rule that threw. The others still ran: one bad rule must not silence the rest. */
export interface RuleFailure {
  readonly ruleId: string;
  readonly message: string;
}

/** A finding that is not reported, because somebody accepted it. */
export interface AcceptedFinding {
  readonly finding: Finding;
  readonly decision: Decision;
}

export interface Analysis {
  /** Sorted by document, start, rule. */
  readonly findings: readonly Finding[];
  readonly failures: readonly RuleFailure[];
  /** In the same order, with the echoes of what is accepted. */
  readonly accepted: readonly AcceptedFinding[];
  /** Rules about absence that did not run because the description has syntax errors: their last findings still apply. */
  readonly pausedRules: readonly string[];
}

/** Echoes and hints are shown at their place, and counted nowhere. */
export function isCounted({ severity, echo }: Pick<Finding, 'severity' | 'echo'>): boolean {
  return !echo && severity !== 'hint';
}

/** The most severe first, echoes last. */
export function bySeverity(a: Pick<Finding, 'severity' | 'echo'>, b: Pick<Finding, 'severity' | 'echo'>): number {
  return Number(a.echo) - Number(b.echo) || severityRanks[b.severity] - severityRanks[a.severity];
}

/**
 * Several descriptions may reach one place of a shared file: what a rule says there counts once. Each call takes the
 * findings of one description and gives those at places that no call before has had.
 */
export function createOncePerPlace<Item extends { readonly ruleId: string }>(
  placeOf: (item: Item) => string,
): (findings: readonly Item[]) => readonly Item[] {
  const seen = new Set<string>();
  return (findings) => {
    const keyed = findings.map((finding) => ({ finding, key: `${finding.ruleId} ${placeOf(finding)}` }));
    const fresh = keyed.filter(({ key }) => !seen.has(key));
    for (const { key } of fresh) seen.add(key);
    return fresh.map(({ finding }) => finding);
  };
}
