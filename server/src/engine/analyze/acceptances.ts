import type { Config } from '../config/config.ts';
import type { Analysis, Finding } from '../finding.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import { type Decision, Suppressions } from '../suppression/suppressions.ts';
import { nodeOf, rangeOf } from '../syntax/sourceNode.ts';

/** One decision about one rule, with what it accepts. */
export interface Acceptance extends Decision {
  readonly ruleId: string;
  /** Without echoes; empty if it has ended. */
  readonly findings: readonly Finding[];
}

/** What is accepted in a description, and what has been: ended acceptances first, then those that end next. */
export function acceptancesOf(
  description: OpenApiDescription,
  { accepted }: Pick<Analysis, 'accepted'>,
  config: Config,
): readonly Acceptance[] {
  const found = new Map<string, Acceptance & { readonly findings: Finding[] }>();
  const add = (ruleId: string, decision: Decision, findings: readonly Finding[]): void => {
    const { start } = rangeOf(decision.at);
    const key = `${ruleId} ${start} ${nodeOf(decision.at).document.uri}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, { ...decision, ruleId, findings: [...findings] });
    else known.findings.push(...findings);
  };
  const suppressions = new Suppressions(config, [...description.documents.values()]);
  for (const suppression of suppressions.acceptedIn())
    if (suppression.hasEnded) add(suppression.ruleId, suppression, []);
  for (const { finding, decision } of accepted) if (!finding.echo) add(finding.ruleId, decision, [finding]);
  const rank = ({ hasEnded, until }: Acceptance): string => `${hasEnded === true ? 0 : 1}${until ?? '9999-99-99'}`;
  // The sort is stable: those without an end stay in the order of the findings.
  return [...found.values()].sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0));
}
