import type { RuleMeta } from '../engine/rule/rule.ts';

/** What users can be told about the structure check: it is no rule of the engine, but they meet it as one. */
export const invalidOpenApi: RuleMeta = {
  id: 'invalid-openapi',
  title: 'The document does not fit the specification',
  pillar: 'design',
  owasp: 'API9:2023',
  cwe: [],
  severity: 'warning',
  confidence: 'high',
  recommended: true,
  since: '0.1.0',
  absence: false,
  messages: {},
};
