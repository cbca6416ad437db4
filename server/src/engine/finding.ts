import type { Fix } from './repair/fix.ts';
import type { Confidence, OwaspId, Pillar, Severity } from './rule/rule.ts';
import type { SourceDocument } from './syntax/sourceDocument.ts';
import type { OffsetRange } from './syntax/sourceNode.ts';

/** What a rule produces, placed in the text. */
export interface Finding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly confidence: Confidence;
  readonly message: string;
  /** The document that holds the place; it may differ from the entry document. */
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
  readonly echo: boolean;
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

export interface Analysis {
  /** Sorted by document, start, rule. */
  readonly findings: readonly Finding[];
  readonly failures: readonly RuleFailure[];
  /** Rules about absence that did not run because the description has syntax errors: their last answer still holds. */
  readonly heldRules: readonly string[];
}
