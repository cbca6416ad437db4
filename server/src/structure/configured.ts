import type { Config } from '../engine/config/config.ts';
import type { Analysis, Finding } from '../engine/finding.ts';
import type { OpenApiDescription } from '../engine/openapi/model.ts';
import type { Severity } from '../engine/severity.ts';
import { Suppressions } from '../engine/suppression/suppressions.ts';
import { invalidOpenApi } from '../schemaCheck/meta.ts';

/** The severity of what the structure check finds. */
export function structureSeverity(config: Config): Severity | 'off' {
  return config.pillars[invalidOpenApi.pillar] === 'off'
    ? 'off'
    : (config.rules[invalidOpenApi.id] ?? invalidOpenApi.severity);
}

/** What the structure check found, under the same configuration and suppressions as the findings of rules. */
export function judgeFindings(
  findings: readonly Finding[],
  description: OpenApiDescription,
  config: Config,
): Pick<Analysis, 'findings' | 'accepted'> {
  const severity = structureSeverity(config);
  if (severity === 'off') return { findings: [], accepted: [] };
  const suppressions = new Suppressions(config, [...description.documents.values()]);
  const judged = findings.map((finding) => ({
    finding: { ...finding, severity },
    decision: suppressions.decisionOn(finding),
  }));
  return {
    findings: judged.flatMap(({ finding, decision }) => (decision === undefined ? finding : [])),
    accepted: judged.flatMap(({ finding, decision }) => (decision === undefined ? [] : { finding, decision })),
  };
}
