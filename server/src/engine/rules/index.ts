import hiddenText from './assessment/hidden-text.ts';
import missingSecurity from './authentication/missing-security.ts';
import missingSecurityScheme from './authentication/missing-security-scheme.ts';
import optionalAuthentication from './authentication/optional-authentication.ts';
import publicOperation from './authentication/public-operation.ts';
import unauthenticatedOperation from './authentication/unauthenticated-operation.ts';
import undefinedSecurityScheme from './authentication/undefined-security-scheme.ts';
import secretInResponse from './design/secret-in-response.ts';
import missing429Response from './rate-limiting/missing-429-response.ts';
import missingRateLimit from './rate-limiting/missing-rate-limit.ts';
import missingRetryAfter from './rate-limiting/missing-retry-after.ts';
import type { Rule } from './rule.ts';
import credentialsOverPlaintext from './transport/credentials-over-plaintext.ts';
import plaintextServer from './transport/plaintext-server.ts';
import sensitiveDataOverPlaintext from './transport/sensitive-data-over-plaintext.ts';

/** Every rule. A test checks this list against the files of this folder. */
export const rules: readonly Rule[] = [
  credentialsOverPlaintext,
  hiddenText,
  missing429Response,
  missingRateLimit,
  missingRetryAfter,
  missingSecurity,
  missingSecurityScheme,
  optionalAuthentication,
  plaintextServer,
  publicOperation,
  secretInResponse,
  sensitiveDataOverPlaintext,
  unauthenticatedOperation,
  undefinedSecurityScheme,
];
