import type { Config } from '../engine/config/config.ts';
import type { Finding } from '../engine/finding.ts';
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
export function configuredFindings(
  findings: readonly Finding[],
  description: OpenApiDescription,
  config: Config,
): readonly Finding[] {
  const severity = structureSeverity(config);
  if (severity === 'off') return [];
  const suppressions = new Suppressions(config.honor, [...description.documents.values()]);
  return findings.filter((finding) => !suppressions.isSuppressed(finding)).map((finding) => ({ ...finding, severity }));
}
