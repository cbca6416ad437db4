import type { Config } from '../config/config.ts';
import type { AcceptedFinding, Finding } from '../finding.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { AttestationFact, Report, ReportGroup, Rule, SuppressionFact } from '../rule/rule.ts';
import { rules as allRules } from '../rules/index.ts';
import { configDocument, type Decision, type Suppressions } from '../suppression/suppressions.ts';
import { nodeOf, type Place, rangeOf } from '../syntax/sourceNode.ts';
import { Candidates } from '../syntax/text/closest.ts';
import { ask, attempt, collect, type Result } from './runRules.ts';

/** A finding, and what suppresses it. */
export interface Judged {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly decision: Decision | undefined;
  /** True if the report itself says so: nothing else is accepted with it. */
  readonly isStated: boolean;
}

/** A report about several places is made again without those that are suppressed. */
export function* splitBySuppression(
  { rule, reports, failure }: Result,
  suppressions: Suppressions,
): Iterable<Result & { readonly decision: Decision | undefined }> {
  const ruleId = rule.meta.id;
  const groups = new Map<ReportGroup | undefined, Report[]>();
  for (const report of reports) {
    const group = groups.get(report.grouped);
    if (group === undefined) groups.set(report.grouped, [report]);
    else group.push(report);
  }
  if (failure !== undefined) yield { rule, reports: [], failure, decision: undefined };
  for (const [grouped, group] of groups) {
    let places: readonly Place[] = [];
    const placesFailure = attempt(rule, () => {
      places = grouped?.places() ?? [];
    });
    if (placesFailure !== undefined) yield { rule, reports: [], failure: placesFailure, decision: undefined };
    const decisions = places.map((at) => {
      const { document, pointer } = nodeOf(at);
      return suppressions.decisionOn({ ruleId, document, pointer, range: rangeOf(at) });
    });
    const kinds = new Set(decisions);
    if (grouped === undefined || kinds.size <= 1) {
      yield { rule, reports: group, failure: undefined, decision: decisions[0] };
      continue;
    }
    // Of many decisions, one stands for all: each costs a walk of the places.
    const one = kinds.size <= maxDecisions ? undefined : decisions.find((decision) => decision !== undefined);
    const merged = one === undefined ? decisions : decisions.map((decision) => decision && one);
    for (const decision of new Set(merged)) {
      const others = merged.flatMap((other, index) => (other === decision ? [] : index));
      const isAll = others.length === 0;
      const part = isAll ? { rule, reports: group, failure: undefined } : collectWithout(rule, grouped, others);
      yield { ...part, decision };
    }
  }
}

const maxDecisions = 16;

function collectWithout(rule: Rule, grouped: ReportGroup, places: readonly number[]): Result {
  return collect(rule, () => grouped.without(new Set(places)) as Iterable<Report>);
}

/** The findings that are not suppressed, and those that are. The echoes of a suppressed cause go with it. */
export function splitJudged(judged: readonly Judged[]): {
  readonly open: readonly Finding[];
  readonly accepted: readonly AcceptedFinding[];
} {
  const open = new Set<string>();
  const suppressed = new Map<string, Decision>();
  for (const { finding, decision, isStated } of judged) {
    if (finding.echo || isStated) continue;
    if (decision === undefined) open.add(finding.ruleId);
    else if (!suppressed.has(finding.ruleId)) suppressed.set(finding.ruleId, decision);
  }
  const kept: Finding[] = [];
  const accepted: AcceptedFinding[] = [];
  for (const { rule, finding, decision: own } of judged) {
    const decision = own ?? (finding.echo ? decisionOnCause(rule, open, suppressed) : undefined);
    if (decision === undefined) kept.push(finding);
    else accepted.push({ finding, decision });
  }
  return { open: kept, accepted };
}

function decisionOnCause(
  { meta }: Rule,
  open: ReadonlySet<string>,
  suppressed: ReadonlyMap<string, Decision>,
): Decision | undefined {
  const causeIds = [meta.id, ...(meta.echoOf ?? [])];
  if (causeIds.some((id) => open.has(id))) return undefined;
  const cause = causeIds.find((id) => suppressed.has(id));
  return cause === undefined ? undefined : suppressed.get(cause);
}

/** Runs last, on the suppressions themselves: which of them matched a finding is known only then. */
export function* judgeSuppressions(
  active: readonly Rule[],
  paused: ReadonlySet<Rule>,
  suppressions: Suppressions,
  description: OpenApiDescription,
  config: Config,
): Iterable<Result> {
  const running = active.filter((rule) => !paused.has(rule));
  const visitors = running.filter((rule) => rule.visit.Suppression);
  const context = { config, version: description.version, resolve: description.resolve, description };
  yield* judgeAttestations(running, config, context);
  if (visitors.length === 0) return;
  const judgedIds = new Set(active.filter((rule) => !paused.has(rule)).map(({ meta }) => meta.id));
  const ruleIds = new Set([...allRules.map(({ meta }) => meta.id), 'invalid-openapi']);
  const candidates = new Candidates(ruleIds);
  const isComplete = config.confidence === 'low' && config.profile !== 'minimal';
  for (const document of new Set(description.documents.values())) {
    for (const suppression of [...suppressions.in(document), ...suppressions.acceptedIn(document)]) {
      const { ruleId } = suppression;
      const isKnown = ruleIds.has(ruleId);
      const fact: SuppressionFact = {
        suppression,
        meant: isKnown ? undefined : candidates.closest(ruleId),
        isKnown,
        // Another description may need the suppressions of a shared file.
        isUnused:
          isComplete && document === description.entry && judgedIds.has(ruleId) && !suppressions.isUsed(suppression),
      };
      for (const rule of visitors) yield ask(rule, 'Suppression', fact, context);
    }
  }
}

function* judgeAttestations(running: readonly Rule[], { attest, source }: Config, context: object): Iterable<Result> {
  if (attest.length === 0 || source === undefined) return;
  const map = configDocument(source).root?.get('attest');
  for (const attestation of attest) {
    const at = map?.get(attestation.id);
    if (at === undefined) continue;
    for (const rule of running)
      if (rule.visit.Attestation)
        yield ask(rule, 'Attestation', { attestation, at } satisfies AttestationFact, context);
  }
}
