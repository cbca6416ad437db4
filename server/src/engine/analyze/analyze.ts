import type { Config } from '../config/config.ts';
import type { Analysis } from '../finding.ts';
import { finish } from '../incremental/steps.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { Rule } from '../rule/rule.ts';
import { rules as allRules } from '../rules/index.ts';
import { type Decision, Suppressions } from '../suppression/suppressions.ts';
import { type Judged, judgeSuppressions, splitBySuppression, splitJudged } from './applySuppressions.ts';
import { foldRepeats } from './foldRepeats.ts';
import { nameCauses } from './nameCauses.ts';
import { activeRules, Failures, type Result, runRules } from './runRules.ts';
import { sortFindings } from './sortFindings.ts';
import { toFinding } from './toFinding.ts';

/**
 * Runs every rule over the description. Never throws: a rule that throws becomes a failure in the result, and the others
 * still run. While the description has syntax errors, rules about absence are paused: the missing text may be half typed.
 *
 * The reports about a fact (an operation, a schema, …) are cached with the description while the fact is the same object.
 */
export function analyze(description: OpenApiDescription, config: Config, rules: readonly Rule[] = allRules): Analysis {
  return finish(analysis(description, config, rules));
}

/** As `analyze`, in steps of a few milliseconds, between which the caller can do something else or stop. */
export function* analysis(
  description: OpenApiDescription,
  config: Config,
  rules: readonly Rule[] = allRules,
): Generator<undefined, Analysis> {
  const { cache, version } = description;
  const active = cache.get(activeRules, config, rules, version);
  const paused = new Set(description.isBroken ? active.filter(({ meta }) => meta.absence) : []);
  const failures = new Failures();
  const suppressions = new Suppressions(config, [...description.documents.values()]);
  const judged: Judged[] = [];
  const judge = ({ rule, reports, failure }: Result, decision?: Decision): void => {
    if (failure !== undefined) failures.add(failure);
    if (paused.has(rule)) return;
    for (const report of reports) {
      const finding = toFinding(rule, report, description, config, failures);
      if (finding === undefined) continue;
      const { stated } = report;
      const own: Decision | undefined = stated ? { kind: 'extension', ...stated } : suppressions.decisionOn(finding);
      judged.push({ rule, finding, decision: own ?? decision, isStated: stated !== undefined });
    }
  };
  for (const result of runRules(active, paused, description, config)) {
    if (result === undefined) yield;
    else if (suppressions.areNone) judge(result);
    else for (const part of splitBySuppression(result, suppressions)) judge(part, part.decision);
  }
  for (const result of judgeSuppressions(active, paused, suppressions, description, config)) judge(result);
  const { open, accepted } = splitJudged(judged);
  const decisions = new Map(accepted.map(({ finding, decision }) => [finding, decision]));
  return {
    findings: nameCauses(foldRepeats(sortFindings(open, description), config.echoes), active),
    accepted: sortFindings([...decisions.keys()], description).map((finding) => ({
      finding,
      decision: decisions.get(finding)!,
    })),
    failures: failures.list,
    pausedRules: [...paused].map(({ meta }) => meta.id),
  };
}
