import { type Acceptance, acceptancesOf } from '../engine/analyze/acceptances.ts';
import { problemsOf } from '../engine/analyze/problems.ts';
import { activeRules } from '../engine/analyze/runRules.ts';
import type { Config } from '../engine/config/config.ts';
import { type InventoryOperation, inventoryOf } from '../engine/description/inventory.ts';
import { isPublic } from '../engine/description/totals.ts';
import { type Analysis, bySeverity, type Finding, isCounted } from '../engine/finding.ts';
import { isWrite } from '../engine/heuristics/operationKind.ts';
import type { OpenApiDescription } from '../engine/openapi/model.ts';
import type { Rule } from '../engine/rule/rule.ts';
import { rules as allRules } from '../engine/rules/index.ts';
import { type Grade, type Letter, letterOf, type Score, scoreOf, scoreWithAccepted } from '../engine/score/score.ts';
import { maskSecrets } from '../engine/sensitive/mask.ts';
import { toPrintable } from '../engine/sensitive/toPrintable.ts';
import type { OwaspId, Pillar, Severity } from '../engine/severity.ts';
import type { Decision } from '../engine/suppression/suppressions.ts';
import type { SourceDocument } from '../engine/syntax/sourceDocument.ts';
import { nodeOf, rangeOf } from '../engine/syntax/sourceNode.ts';
import { createLineIndex, type LineIndex } from '../engine/syntax/text/lineIndex.ts';
import type { FixSafety } from '../engine/textEdits/fix.ts';
import { type ComplianceRow, complianceOf } from './compliance.ts';
import { type Flow, flowsOf } from './flows.ts';
import { type Consideration, considerationsOf, shownPillars } from './strategy.ts';
import type { Trend } from './trend.ts';

/**
 * What the report page shows of one description, as plain data: in a panel it is sent as a message, in a file it is
 * embedded. Texts of the document are masked and still untrusted.
 */
export interface Report {
  /** The displayed path. */
  readonly name: string;
  readonly title: string;
  readonly openapi: string;
  /** `null` without operations. */
  readonly score: ReportScore | null;
  /** Why the letter is lower than the value; `null` where it is not. */
  readonly cap: LetterCap | null;
  /** The pillars of which the description shows something: a good value of another one shows nothing. */
  readonly shownPillars: readonly Pillar[];
  /** When, by what and with which settings it was made; `null` where the caller does not say. */
  readonly made: Made | null;
  readonly operations: readonly ReportOperation[];
  /** The counted findings, the largest gain first. */
  readonly findings: readonly ReportFinding[];
  readonly considerations: readonly Consideration[];
  readonly flows: readonly Flow[];
  readonly compliance: readonly ComplianceRow[];
  /** Ended ones first, then those that end next. */
  readonly acceptances: readonly ReportAcceptance[];
  /** Rules that the configuration turns off, and pillars: of these, nothing is in the report. */
  readonly off: readonly { readonly name: string; readonly title: string; readonly reason: string | null }[];
  /** `null` if nothing is compared; `new` if the former result does not have the description. */
  readonly trend: Trend | 'new' | null;
  /** Problems of the documents, of severity error: what they concern is not in the report. */
  readonly unread: readonly string[];
}

export interface ReportScore {
  readonly value: number;
  readonly letter: Letter;
  readonly pillars: readonly { readonly pillar: Pillar; readonly value: number; readonly letter: Letter }[];
  /** What `value` would be if nothing were accepted; `null` if nothing that counts is. */
  readonly withAccepted: number | null;
}

/** While an error is open, the letter is at most C. */
export interface LetterCap {
  /** What the value alone would give. */
  readonly letter: Letter;
  /** How many errors are open under the default rules, which the score is computed with. */
  readonly errors: number;
}

/** What a reader needs to repeat the check. */
export interface Made {
  /** In UTC, as `2027-03-31`. */
  readonly day: string;
  /** The version of Portcullis. */
  readonly version: string;
  readonly profile: Config['profile'];
  /** The displayed path of the configuration file; `null` without one. */
  readonly configuration: string | null;
}

export interface ReportPlace {
  readonly uri: string;
  readonly file: string;
  /** Zero-based, in UTF-16 units, as in LSP. */
  readonly line: number;
  readonly character: number;
}

export interface ReportOperation extends Omit<InventoryOperation, 'security' | 'servers' | 'pointer' | 'line'> {
  readonly at: ReportPlace;
  /** The mean of its pillars, 0 to 100. */
  readonly score: number;
  /** Indexes into `findings`. */
  readonly findings: readonly number[];
}

export interface ReportFinding {
  readonly ruleId: string;
  readonly title: string;
  readonly severity: Severity;
  readonly message: string;
  readonly pillar: Pillar;
  readonly owasp: OwaspId;
  readonly cwe: readonly number[];
  readonly compliance: readonly string[];
  readonly fingerprint: string;
  readonly at: ReportPlace;
  /** How much the score rises without it. */
  readonly points: number;
  /** Indexes into `operations`; empty if it concerns none in particular. */
  readonly operations: readonly number[];
  /** How many of them are public, write, or carry sensitive data: what makes the finding cost more. */
  readonly exposed: { readonly public: number; readonly writes: number; readonly sensitive: number };
  /** The best fix. */
  readonly fix: { readonly title: string; readonly safety: FixSafety } | null;
}

export interface ReportAcceptance {
  readonly ruleId: string;
  readonly title: string;
  readonly kind: Decision['kind'];
  readonly reason: string | null;
  readonly owner: string | null;
  readonly until: string | null;
  readonly hasEnded: boolean;
  /** Where it is written. */
  readonly at: ReportPlace;
  /** The first of them, the worst first. */
  readonly findings: readonly { readonly severity: Severity; readonly message: string; readonly at: ReportPlace }[];
  /** How many there are. */
  readonly count: number;
}

/** The order of several reports; those without a score come last. */
export function worstFirst(reports: readonly Report[]): readonly Report[] {
  return [...reports].sort((a, b) => (a.score?.value ?? 101) - (b.score?.value ?? 101));
}

/** The report of some findings alone. */
export function reduceReport(report: Report, isKept: (finding: ReportFinding) => boolean): Report {
  const kept = report.findings.flatMap((finding, index) => (isKept(finding) ? index : []));
  const renumbered = new Map(kept.map((old, index) => [old, index]));
  const renumber = (indexes: readonly number[]): readonly number[] =>
    indexes.flatMap((index) => renumbered.get(index) ?? []);
  return {
    ...report,
    findings: kept.map((index) => report.findings[index]!),
    operations: report.operations.map((operation) => ({ ...operation, findings: renumber(operation.findings) })),
    compliance: report.compliance.map((one) => ({ ...one, failing: renumber(one.failing) })),
    considerations: report.considerations.map((one) => ({ ...one, failing: renumber(one.failing) })),
  };
}

export interface ReportOptions {
  /** The analysis under `scoringConfig`, if it is another one. */
  readonly scored?: Analysis;
  readonly config: Config;
  /** Displays the path of a document. */
  readonly nameOf: (document: SourceDocument) => string;
  readonly rules?: readonly Rule[];
  readonly made?: Made;
}

export function buildReport(description: OpenApiDescription, analysis: Analysis, options: ReportOptions): Report {
  const { nameOf, config, scored = analysis, rules = allRules, made } = options;
  const place = createPlace(nameOf);
  const score = scoreOf(description, scored.findings, rules);
  const withAccepted = scoreWithAccepted(description, scored, rules);
  const findings = toFindings(description, analysis.findings, { score, rules, place });
  const running = description.cache.get(activeRules, config, rules, description.version);
  const inventory = inventoryOf(description);
  const byOperation = description.operations.map((): number[] => []);
  for (const [index, { operations }] of findings.entries()) {
    for (const operation of operations) byOperation[operation]!.push(index);
  }
  const operations = inventory.operations.map((facts, index): ReportOperation => {
    const { security: _, servers: __, pointer: ___, line: ____, ...shown } = facts;
    const { raw } = description.operations[index]!;
    const values = score?.operations[index] ?? [];
    return {
      ...shown,
      at: place(raw.document, raw.keyRange?.start ?? raw.start),
      score: Math.floor(values.reduce((sum, one) => sum + one, 0) / Math.max(1, values.length)),
      findings: byOperation[index]!,
    };
  });
  const considerations = considerationsOf(description, {
    operations,
    findings,
    accepted: analysis.accepted,
    attest: config.attest,
  });
  return {
    name: nameOf(description.entry),
    title: maskSecrets(toPrintable(description.root.at('info', 'title')?.string ?? '')).slice(0, 200),
    openapi: inventory.openapi,
    score: score === undefined ? null : toReportScore({ ...score, withAccepted }),
    cap: score === undefined ? null : capOf(score, scored.findings),
    shownPillars: shownPillars(considerations),
    made: made ?? null,
    operations,
    findings,
    considerations,
    flows: flowsOf(description),
    compliance: complianceOf(findings, analysis.accepted, { operations, rules, running }),
    acceptances: acceptancesOf(description, analysis, config).map((acceptance) =>
      toReportAcceptance(acceptance, rules, place),
    ),
    off: turnedOff(config, rules),
    trend: null,
    unread: problemsOf(description).flatMap(({ severity, message }) =>
      severity === 'error' ? [toPrintable(message)] : [],
    ),
  };
}

/** As plain data: JSON has no `undefined`. */
export function toReportScore({ value, letter, pillars, withAccepted }: Grade): ReportScore {
  return { value, letter, pillars, withAccepted: withAccepted ?? null };
}

function capOf({ value, letter }: Grade | Score, findings: readonly Finding[]): LetterCap | null {
  const own = letterOf(value, false);
  if (own === letter) return null;
  return { letter: own, errors: findings.filter((one) => isCounted(one) && one.severity === 'error').length };
}

type PlaceOf = (document: SourceDocument, offset: number) => ReportPlace;

function createPlace(nameOf: ReportOptions['nameOf']): PlaceOf {
  const lines = new Map<SourceDocument, LineIndex>();
  return (document, offset) => {
    let index = lines.get(document);
    if (index === undefined) {
      index = createLineIndex(document.text);
      lines.set(document, index);
    }
    return { uri: document.uri, file: nameOf(document), ...index.positionAt(offset) };
  };
}

function turnedOff({ rules: severities, pillars, reasons }: Config, rules: readonly Rule[]): Report['off'] {
  const offRules = Object.keys(severities).filter((id) => severities[id] === 'off');
  return [
    ...Object.keys(pillars).map((name) => ({ name, title: 'All rules of this pillar', reason: null })),
    ...offRules.map((name) => ({
      name,
      title: rules.find(({ meta }) => meta.id === name)?.meta.title ?? name,
      reason: reasons[name] === undefined ? null : toShown(reasons[name]),
    })),
  ];
}

/** A text of the configuration. */
function toShown(text: string): string {
  return maskSecrets(toPrintable(text.slice(0, 1000)));
}

/** A suppression of a whole file may accept thousands. */
const shownFindings = 20;

function toReportAcceptance(acceptance: Acceptance, rules: readonly Rule[], place: PlaceOf): ReportAcceptance {
  const { ruleId, kind, reason, owner, until, hasEnded, at, findings } = acceptance;
  const shown = (text: string | undefined): string | null => (text === undefined ? null : toShown(text));
  return {
    ruleId,
    title: rules.find(({ meta }) => meta.id === ruleId)?.meta.title ?? ruleId,
    kind,
    reason: shown(reason),
    owner: shown(owner),
    until: until ?? null,
    hasEnded: hasEnded === true,
    at: place(nodeOf(at).document, rangeOf(at).start),
    findings: [...findings]
      .sort(bySeverity)
      .slice(0, shownFindings)
      .map(({ severity, message, document, range }) => ({ severity, message, at: place(document, range.start) })),
    count: findings.length,
  };
}

function toFindings(
  { operations }: OpenApiDescription,
  findings: readonly Finding[],
  {
    score,
    rules,
    place,
  }: { readonly score: Score | undefined; readonly rules: readonly Rule[]; readonly place: PlaceOf },
): readonly ReportFinding[] {
  const isExposed = {
    public: operations.map(({ kind, security: { authentication } }) => isPublic({ kind, authentication })),
    writes: operations.map(isWrite),
    sensitive: operations.map(({ sensitive }) => sensitive.request.length + sensitive.response.length > 0),
  };
  const metas = new Map(rules.map(({ meta }) => [meta.id, meta]));
  const gains = new Map(score?.gains.map((gain) => [gain.finding.fingerprint, gain]));
  const gainOf = ({ fingerprint }: Finding): number => gains.get(fingerprint)?.points ?? 0;
  return findings
    .filter(isCounted)
    .sort((a, b) => gainOf(b) - gainOf(a) || bySeverity(a, b))
    .map((finding): ReportFinding => {
      const { ruleId, severity, message, pillar, owasp, cwe, fingerprint, document, range } = finding;
      const meta = metas.get(ruleId);
      const fix = finding.fixes()[0];
      const concerned = gains.get(fingerprint)?.operations ?? [];
      const count = (list: readonly boolean[]): number => concerned.filter((index) => list[index]).length;
      return {
        ruleId,
        title: meta?.title ?? ruleId,
        severity,
        message,
        pillar,
        owasp,
        cwe,
        compliance: meta?.compliance ?? [],
        fingerprint,
        at: place(document, range.start),
        points: gainOf(finding),
        operations: concerned,
        exposed: {
          public: count(isExposed.public),
          writes: count(isExposed.writes),
          sensitive: count(isExposed.sensitive),
        },
        fix: fix === undefined ? null : { title: fix.title, safety: fix.safety },
      };
    });
}
