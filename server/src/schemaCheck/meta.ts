import type { RuleMeta } from '../engine/rule/rule.ts';
import { errorMessages } from './errorMessages.ts';

/** The structure check is not a rule of the engine, but users see it as one. */
export const invalidOpenApi: RuleMeta = {
  id: 'invalid-openapi',
  title: 'Document does not match the OpenAPI Specification',
  pillar: 'design',
  owasp: 'API9:2023',
  cwe: [],
  severity: 'warning',
  confidence: 'high',
  recommended: true,
  since: '0.1.0',
  absence: false,
  messages: errorMessages,
};
