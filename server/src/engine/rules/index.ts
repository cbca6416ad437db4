import defaultCredential from './assessment/default-credential.ts';
import hiddenText from './assessment/hidden-text.ts';
import insecureRemoteReference from './assessment/insecure-remote-reference.ts';
import realPersonalData from './assessment/real-personal-data.ts';
import secretInDocument from './assessment/secret-in-document.ts';
import suppressionWithoutReason from './assessment/suppression-without-reason.ts';
import unreviewedAgentAction from './assessment/unreviewed-agent-action.ts';
import unusedSuppression from './assessment/unused-suppression.ts';
import ambiguousRoute from './authentication/ambiguous-route.ts';
import apiKeyInUrl from './authentication/api-key-in-url.ts';
import authenticationSwitchedOff from './authentication/authentication-switched-off.ts';
import authorizationParameter from './authentication/authorization-parameter.ts';
import authorizationResponseHeader from './authentication/authorization-response-header.ts';
import basicAuthentication from './authentication/basic-authentication.ts';
import cacheableToken from './authentication/cacheable-token.ts';
import clientSuppliedOwner from './authentication/client-supplied-owner.ts';
import cookieWithoutCsrfToken from './authentication/cookie-without-csrf-token.ts';
import deprecatedScheme from './authentication/deprecated-scheme.ts';
import implicitFlow from './authentication/implicit-flow.ts';
import insecureOauthUrl from './authentication/insecure-oauth-url.ts';
import keyInAuthorizationHeader from './authentication/key-in-authorization-header.ts';
import missing401Response from './authentication/missing-401-response.ts';
import missing403Response from './authentication/missing-403-response.ts';
import missingPkce from './authentication/missing-pkce.ts';
import missingScope from './authentication/missing-scope.ts';
import missingSecurity from './authentication/missing-security.ts';
import missingSecurityScheme from './authentication/missing-security-scheme.ts';
import missingStepUp from './authentication/missing-step-up.ts';
import optionalAuthentication from './authentication/optional-authentication.ts';
import passwordChangeWithoutProof from './authentication/password-change-without-proof.ts';
import passwordFlow from './authentication/password-flow.ts';
import publicOperation from './authentication/public-operation.ts';
import sharedAdminAccess from './authentication/shared-admin-access.ts';
import singleScope from './authentication/single-scope.ts';
import tokenWithoutExpiry from './authentication/token-without-expiry.ts';
import traceMethod from './authentication/trace-method.ts';
import unauthenticatedOperation from './authentication/unauthenticated-operation.ts';
import undefinedScope from './authentication/undefined-scope.ts';
import undefinedSecurityScheme from './authentication/undefined-security-scheme.ts';
import unsignedWebhook from './authentication/unsigned-webhook.ts';
import unspecifiedBearerFormat from './authentication/unspecified-bearer-format.ts';
import unusedScope from './authentication/unused-scope.ts';
import unusedSecurityScheme from './authentication/unused-security-scheme.ts';
import weakAlternative from './authentication/weak-alternative.ts';
import weakHttpScheme from './authentication/weak-http-scheme.ts';
import weakerOldVersion from './authentication/weaker-old-version.ts';
import weakerWrite from './authentication/weaker-write.ts';
import writeWithReadScope from './authentication/write-with-read-scope.ts';
import cardSecurityCodeInResponse from './design/card-security-code-in-response.ts';
import contradictoryBounds from './design/contradictory-bounds.ts';
import invalidPattern from './design/invalid-pattern.ts';
import openObject from './design/open-object.ts';
import openRedirectParameter from './design/open-redirect-parameter.ts';
import pathTraversalParameter from './design/path-traversal-parameter.ts';
import queryLanguageParameter from './design/query-language-parameter.ts';
import redosPattern from './design/redos-pattern.ts';
import secretInResponse from './design/secret-in-response.ts';
import sequentialId from './design/sequential-id.ts';
import unanchoredPattern from './design/unanchored-pattern.ts';
import unboundedArray from './design/unbounded-array.ts';
import unboundedNumber from './design/unbounded-number.ts';
import unboundedString from './design/unbounded-string.ts';
import unrestrictedOutboundUrl from './design/unrestricted-outbound-url.ts';
import writablePrivilege from './design/writable-privilege.ts';
import exposedDebugEndpoint from './monitoring/exposed-debug-endpoint.ts';
import leakingError from './monitoring/leaking-error.ts';
import undocumentedInvalidInput from './monitoring/undocumented-invalid-input.ts';
import unsafeMarkdown from './monitoring/unsafe-markdown.ts';
import disabledRateLimit from './rate-limiting/disabled-rate-limit.ts';
import missing429Response from './rate-limiting/missing-429-response.ts';
import missingRateLimit from './rate-limiting/missing-rate-limit.ts';
import missingRetryAfter from './rate-limiting/missing-retry-after.ts';
import unboundedBatch from './rate-limiting/unbounded-batch.ts';
import unboundedPageSize from './rate-limiting/unbounded-page-size.ts';
import type { Rule } from './rule.ts';
import credentialsOverPlaintext from './transport/credentials-over-plaintext.ts';
import internalServerAddress from './transport/internal-server-address.ts';
import plaintextServer from './transport/plaintext-server.ts';
import sensitiveDataInUrl from './transport/sensitive-data-in-url.ts';
import sensitiveDataOverPlaintext from './transport/sensitive-data-over-plaintext.ts';
import weakCookie from './transport/weak-cookie.ts';
import wildcardCorsWithCredentials from './transport/wildcard-cors-with-credentials.ts';

/** Every rule. A test checks this list against the files of this folder. */
export const rules: readonly Rule[] = [
  ambiguousRoute,
  apiKeyInUrl,
  authenticationSwitchedOff,
  authorizationParameter,
  authorizationResponseHeader,
  basicAuthentication,
  cacheableToken,
  cardSecurityCodeInResponse,
  clientSuppliedOwner,
  contradictoryBounds,
  cookieWithoutCsrfToken,
  credentialsOverPlaintext,
  defaultCredential,
  deprecatedScheme,
  disabledRateLimit,
  exposedDebugEndpoint,
  hiddenText,
  implicitFlow,
  insecureOauthUrl,
  insecureRemoteReference,
  internalServerAddress,
  invalidPattern,
  keyInAuthorizationHeader,
  leakingError,
  missing401Response,
  missing403Response,
  missing429Response,
  missingPkce,
  missingRateLimit,
  missingRetryAfter,
  missingScope,
  missingSecurity,
  missingSecurityScheme,
  missingStepUp,
  openObject,
  openRedirectParameter,
  optionalAuthentication,
  passwordChangeWithoutProof,
  passwordFlow,
  pathTraversalParameter,
  plaintextServer,
  publicOperation,
  queryLanguageParameter,
  realPersonalData,
  redosPattern,
  secretInDocument,
  secretInResponse,
  sensitiveDataInUrl,
  sensitiveDataOverPlaintext,
  sequentialId,
  sharedAdminAccess,
  singleScope,
  suppressionWithoutReason,
  tokenWithoutExpiry,
  traceMethod,
  unanchoredPattern,
  unauthenticatedOperation,
  unboundedArray,
  unboundedBatch,
  unboundedNumber,
  unboundedPageSize,
  unboundedString,
  undefinedScope,
  undefinedSecurityScheme,
  undocumentedInvalidInput,
  unrestrictedOutboundUrl,
  unreviewedAgentAction,
  unsafeMarkdown,
  unsignedWebhook,
  unspecifiedBearerFormat,
  unusedScope,
  unusedSecurityScheme,
  unusedSuppression,
  weakAlternative,
  weakCookie,
  weakHttpScheme,
  weakerOldVersion,
  weakerWrite,
  wildcardCorsWithCredentials,
  writablePrivilege,
  writeWithReadScope,
];
