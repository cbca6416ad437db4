import { rules } from '../../engine/rules/index.ts';
import { type RuleEntry, rulesRequest } from '../protocol.ts';
import type { Feature } from './feature.ts';

/** What is known about each rule besides its page. */
export const ruleList: Feature<object, readonly RuleEntry[]> = {
  method: rulesRequest,
  async handle() {
    return rules.map(({ meta: { id, title, pillar, severity, owasp, cwe, compliance = [], recommended } }) => ({
      id,
      title,
      pillar,
      severity,
      owasp,
      cwe,
      compliance,
      recommended,
    }));
  },
  fallback: () => [],
};
