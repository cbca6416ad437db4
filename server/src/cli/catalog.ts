import type { Finding } from '../engine/finding.ts';
import type { RuleMeta } from '../engine/rule/rule.ts';
import { rules } from '../engine/rules/index.ts';
import { invalidOpenApi } from '../schemaCheck/meta.ts';

/** Everything that can be reported, configured and explained: the rules and the structure check. */
export const catalog: readonly RuleMeta[] = [...rules.map(({ meta }) => meta), invalidOpenApi].sort((a, b) =>
  a.id < b.id ? -1 : 1,
);

const secretRules: ReadonlySet<string> = new Set(catalog.flatMap(({ id, marksSecret }) => (marksSecret ? [id] : [])));

/** True if the finding marks a secret: its text is hidden even where it does not look like one. */
export function marksSecret({ ruleId }: Pick<Finding, 'ruleId'>): boolean {
  return secretRules.has(ruleId);
}
