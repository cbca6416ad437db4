import hiddenText from './assessment/hidden-text.ts';
import apiKeyInUrl from './authentication/api-key-in-url.ts';
import authenticationSwitchedOff from './authentication/authentication-switched-off.ts';
import basicAuthentication from './authentication/basic-authentication.ts';
import cookieWithoutCsrfToken from './authentication/cookie-without-csrf-token.ts';
import implicitFlow from './authentication/implicit-flow.ts';
import insecureOauthUrl from './authentication/insecure-oauth-url.ts';
import keyInAuthorizationHeader from './authentication/key-in-authorization-header.ts';
import missing401Response from './authentication/missing-401-response.ts';
import missingSecurity from './authentication/missing-security.ts';
import missingSecurityScheme from './authentication/missing-security-scheme.ts';
import optionalAuthentication from './authentication/optional-authentication.ts';
import passwordFlow from './authentication/password-flow.ts';
import publicOperation from './authentication/public-operation.ts';
import traceMethod from './authentication/trace-method.ts';
import unauthenticatedOperation from './authentication/unauthenticated-operation.ts';
import undefinedScope from './authentication/undefined-scope.ts';
import undefinedSecurityScheme from './authentication/undefined-security-scheme.ts';
import weakAlternative from './authentication/weak-alternative.ts';
import weakHttpScheme from './authentication/weak-http-scheme.ts';
import writeWithReadScope from './authentication/write-with-read-scope.ts';
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
  apiKeyInUrl,
  authenticationSwitchedOff,
  basicAuthentication,
  cookieWithoutCsrfToken,
  credentialsOverPlaintext,
  hiddenText,
  implicitFlow,
  insecureOauthUrl,
  keyInAuthorizationHeader,
  missing401Response,
  missing429Response,
  missingRateLimit,
  missingRetryAfter,
  missingSecurity,
  missingSecurityScheme,
  optionalAuthentication,
  passwordFlow,
  plaintextServer,
  publicOperation,
  secretInResponse,
  sensitiveDataOverPlaintext,
  traceMethod,
  unauthenticatedOperation,
  undefinedScope,
  undefinedSecurityScheme,
  weakAlternative,
  weakHttpScheme,
  writeWithReadScope,
];
