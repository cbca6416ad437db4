import type { Config } from '../config/config.ts';
import type { Finding } from '../finding.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { Report, ReportGroup, Rule, SuppressionFact } from '../rule/rule.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Suppressions } from '../suppression/suppressions.ts';
import { nodeOf, type Place, rangeOf } from '../syntax/sourceNode.ts';
import { Candidates } from '../syntax/text/closest.ts';
import { ask, attempt, collect, type Result } from './runRules.ts';

/** A finding, and whether it is suppressed. */
export interface Judged {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly isSuppressed: boolean;
}

/** A report about several places is made again without those that are suppressed. */
export function* splitBySuppression(
  { rule, reports, failure }: Result,
  suppressions: Suppressions,
): Iterable<Result & { readonly isSuppressed: boolean }> {
  const ruleId = rule.meta.id;
  const groups = new Map<ReportGroup | undefined, Report[]>();
  for (const report of reports) {
    const group = groups.get(report.grouped);
    if (group === undefined) groups.set(report.grouped, [report]);
    else group.push(report);
  }
  if (failure !== undefined) yield { rule, reports: [], failure, isSuppressed: false };
  for (const [grouped, group] of groups) {
    let places: readonly Place[] = [];
    const placesFailure = attempt(rule, () => {
      places = grouped?.places() ?? [];
    });
    if (placesFailure !== undefined) yield { rule, reports: [], failure: placesFailure, isSuppressed: false };
    const suppressed = places.flatMap((at, index) => {
      const { document, pointer } = nodeOf(at);
      return suppressions.isSuppressed({ ruleId, document, pointer, range: rangeOf(at) }) ? [index] : [];
    });
    const isSuppressed = places.length > 0 && suppressed.length === places.length;
    if (grouped === undefined || suppressed.length === 0 || isSuppressed) {
      yield { rule, reports: group, failure: undefined, isSuppressed };
    } else {
      const left = collect(rule, () => grouped.without(new Set(suppressed)) as Iterable<Report>);
      yield { ...left, isSuppressed };
    }
  }
}

/** The findings that are not suppressed. The echoes of a suppressed cause are left out as well. */
export function withoutSuppressed(judged: readonly Judged[]): readonly Finding[] {
  const causes = (suppressed: boolean): ReadonlySet<string> =>
    new Set(
      judged.flatMap(({ finding, isSuppressed }) =>
        finding.echo || isSuppressed !== suppressed ? [] : finding.ruleId,
      ),
    );
  const suppressed = causes(true);
  const open = causes(false);
  return judged.flatMap(({ rule: { meta }, finding, isSuppressed }) => {
    if (isSuppressed) return [];
    const causeIds = [meta.id, ...(meta.echoOf ?? [])];
    const isGone = finding.echo && causeIds.some((id) => suppressed.has(id)) && !causeIds.some((id) => open.has(id));
    return isGone ? [] : [finding];
  });
}

/** Runs last, on the suppressions themselves: which of them matched a finding is known only then. */
export function* judgeSuppressions(
  active: readonly Rule[],
  paused: ReadonlySet<Rule>,
  suppressions: Suppressions,
  description: OpenApiDescription,
  config: Config,
): Iterable<Result> {
  const visitors = active.filter((rule) => rule.visit.Suppression && !paused.has(rule));
  if (visitors.length === 0) return;
  const judgedIds = new Set(active.filter((rule) => !paused.has(rule)).map(({ meta }) => meta.id));
  const ruleIds = new Set([...allRules.map(({ meta }) => meta.id), 'invalid-openapi']);
  const candidates = new Candidates(ruleIds);
  const isComplete = config.confidence === 'low' && config.profile !== 'minimal';
  for (const document of new Set(description.documents.values())) {
    for (const suppression of suppressions.in(document)) {
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
      const context = { config, version: description.version, resolve: description.resolve, description };
      for (const rule of visitors) yield ask(rule, 'Suppression', fact, context);
    }
  }
}
