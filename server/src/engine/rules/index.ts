import type { Rule } from '../rule/rule.ts';
import defaultCredential from './assessment/default-credential.ts';
import deprecatedWithoutSunset from './assessment/deprecated-without-sunset.ts';
import expiredAcceptance from './assessment/expired-acceptance.ts';
import hiddenText from './assessment/hidden-text.ts';
import insecureRemoteReference from './assessment/insecure-remote-reference.ts';
import internalOperationOnPublicServer from './assessment/internal-operation-on-public-server.ts';
import realPersonalData from './assessment/real-personal-data.ts';
import secretInDocument from './assessment/secret-in-document.ts';
import suppressionWithoutReason from './assessment/suppression-without-reason.ts';
import unrecognizedMethod from './assessment/unrecognized-method.ts';
import unreviewedAgentAction from './assessment/unreviewed-agent-action.ts';
import unsupportedVersion from './assessment/unsupported-version.ts';
import unusedSuppression from './assessment/unused-suppression.ts';
import accountEnumeration from './authentication/account-enumeration.ts';
import ambiguousRoute from './authentication/ambiguous-route.ts';
import apiKeyInUrl from './authentication/api-key-in-url.ts';
import authenticationSwitchedOff from './authentication/authentication-switched-off.ts';
import authorizationParameter from './authentication/authorization-parameter.ts';
import authorizationResponseHeader from './authentication/authorization-response-header.ts';
import basicAuthentication from './authentication/basic-authentication.ts';
import cacheableToken from './authentication/cacheable-token.ts';
import clientChosenIdentity from './authentication/client-chosen-identity.ts';
import clientSuppliedOwner from './authentication/client-supplied-owner.ts';
import conflictingIdentifier from './authentication/conflicting-identifier.ts';
import cookieWithoutCsrfToken from './authentication/cookie-without-csrf-token.ts';
import deprecatedScheme from './authentication/deprecated-scheme.ts';
import endlessToken from './authentication/endless-token.ts';
import exposedServiceControl from './authentication/exposed-service-control.ts';
import implicitFlow from './authentication/implicit-flow.ts';
import insecureOauthUrl from './authentication/insecure-oauth-url.ts';
import invalidKeyName from './authentication/invalid-key-name.ts';
import keyInAuthorizationHeader from './authentication/key-in-authorization-header.ts';
import malformedSecurity from './authentication/malformed-security.ts';
import misplacedScope from './authentication/misplaced-scope.ts';
import misplacedSecurity from './authentication/misplaced-security.ts';
import missing401Response from './authentication/missing-401-response.ts';
import missing403Response from './authentication/missing-403-response.ts';
import missingPkce from './authentication/missing-pkce.ts';
import missingScope from './authentication/missing-scope.ts';
import missingSecurity from './authentication/missing-security.ts';
import missingSecurityScheme from './authentication/missing-security-scheme.ts';
import missingStepUp from './authentication/missing-step-up.ts';
import optionalAuthentication from './authentication/optional-authentication.ts';
import overbroadCredential from './authentication/overbroad-credential.ts';
import passwordChangeWithoutProof from './authentication/password-change-without-proof.ts';
import passwordFlow from './authentication/password-flow.ts';
import publicOperation from './authentication/public-operation.ts';
import repeatedCredential from './authentication/repeated-credential.ts';
import selfApproval from './authentication/self-approval.ts';
import sharedAdminAccess from './authentication/shared-admin-access.ts';
import singleScope from './authentication/single-scope.ts';
import tokenWithoutExpiry from './authentication/token-without-expiry.ts';
import traceMethod from './authentication/trace-method.ts';
import unauthenticatedOperation from './authentication/unauthenticated-operation.ts';
import undefinedScope from './authentication/undefined-scope.ts';
import undefinedSecurityScheme from './authentication/undefined-security-scheme.ts';
import unguardedExport from './authentication/unguarded-export.ts';
import unguardedRoleGrant from './authentication/unguarded-role-grant.ts';
import unscopedObjectAccess from './authentication/unscoped-object-access.ts';
import unsignedJwtExample from './authentication/unsigned-jwt-example.ts';
import unsignedWebhook from './authentication/unsigned-webhook.ts';
import unspecifiedBearerFormat from './authentication/unspecified-bearer-format.ts';
import unusedScope from './authentication/unused-scope.ts';
import unusedSecurityScheme from './authentication/unused-security-scheme.ts';
import weakAlternative from './authentication/weak-alternative.ts';
import weakHttpScheme from './authentication/weak-http-scheme.ts';
import weakPasswordPolicy from './authentication/weak-password-policy.ts';
import weakerOldVersion from './authentication/weaker-old-version.ts';
import weakerWrite from './authentication/weaker-write.ts';
import writeWithReadScope from './authentication/write-with-read-scope.ts';
import wrongDiscoveryUrl from './authentication/wrong-discovery-url.ts';
import ambiguousPath from './design/ambiguous-path.ts';
import ambiguousType from './design/ambiguous-type.ts';
import cardSecurityCodeInResponse from './design/card-security-code-in-response.ts';
import circularComposition from './design/circular-composition.ts';
import clientChosenCallback from './design/client-chosen-callback.ts';
import clientDisabledProtection from './design/client-disabled-protection.ts';
import clientSuppliedCode from './design/client-supplied-code.ts';
import closedComposition from './design/closed-composition.ts';
import contradictoryBounds from './design/contradictory-bounds.ts';
import contradictoryComposition from './design/contradictory-composition.ts';
import emptyText from './design/empty-text.ts';
import htmlResponse from './design/html-response.ts';
import impreciseAmount from './design/imprecise-amount.ts';
import internalSwitch from './design/internal-switch.ts';
import invalidExample from './design/invalid-example.ts';
import invalidPattern from './design/invalid-pattern.ts';
import loosePathParameter from './design/loose-path-parameter.ts';
import missingIdempotencyKey from './design/missing-idempotency-key.ts';
import missingRequestSchema from './design/missing-request-schema.ts';
import missingResponseSchema from './design/missing-response-schema.ts';
import mistypedValue from './design/mistyped-value.ts';
import multiplyingPayload from './design/multiplying-payload.ts';
import negativeAmount from './design/negative-amount.ts';
import openComposition from './design/open-composition.ts';
import openObject from './design/open-object.ts';
import openRedirectParameter from './design/open-redirect-parameter.ts';
import openResponseObject from './design/open-response-object.ts';
import optionalRequestBody from './design/optional-request-body.ts';
import pathTraversalParameter from './design/path-traversal-parameter.ts';
import queryLanguageParameter from './design/query-language-parameter.ts';
import redosPattern from './design/redos-pattern.ts';
import secretInResponse from './design/secret-in-response.ts';
import sequentialId from './design/sequential-id.ts';
import stateChangingGet from './design/state-changing-get.ts';
import unanchoredPattern from './design/unanchored-pattern.ts';
import unboundedArray from './design/unbounded-array.ts';
import unboundedMap from './design/unbounded-map.ts';
import unboundedNumber from './design/unbounded-number.ts';
import unboundedResponseText from './design/unbounded-response-text.ts';
import unboundedString from './design/unbounded-string.ts';
import unconfirmedDeletion from './design/unconfirmed-deletion.ts';
import undescribedRequiredProperty from './design/undescribed-required-property.ts';
import unexpectedRequestBody from './design/unexpected-request-body.ts';
import unexpectedResponseBody from './design/unexpected-response-body.ts';
import unfilteredDeletion from './design/unfiltered-deletion.ts';
import unlistedQueryField from './design/unlisted-query-field.ts';
import unmarkedSensitiveData from './design/unmarked-sensitive-data.ts';
import unmaskedPassword from './design/unmasked-password.ts';
import unrestrictedMediaType from './design/unrestricted-media-type.ts';
import unrestrictedOutboundUrl from './design/unrestricted-outbound-url.ts';
import unrestrictedUpload from './design/unrestricted-upload.ts';
import unspecifiedSchema from './design/unspecified-schema.ts';
import untypedSchema from './design/untyped-schema.ts';
import unusableProperty from './design/unusable-property.ts';
import writablePrivilege from './design/writable-privilege.ts';
import writableServerField from './design/writable-server-field.ts';
import xmlRequest from './design/xml-request.ts';
import exposedDebugEndpoint from './monitoring/exposed-debug-endpoint.ts';
import exposedTechnology from './monitoring/exposed-technology.ts';
import leakingError from './monitoring/leaking-error.ts';
import missingCorrelationId from './monitoring/missing-correlation-id.ts';
import unauditedOperation from './monitoring/unaudited-operation.ts';
import undocumentedInvalidInput from './monitoring/undocumented-invalid-input.ts';
import unsafeMarkdown from './monitoring/unsafe-markdown.ts';
import disabledRateLimit from './rate-limiting/disabled-rate-limit.ts';
import incompleteRateLimitHeaders from './rate-limiting/incomplete-rate-limit-headers.ts';
import missing429Response from './rate-limiting/missing-429-response.ts';
import missingRateLimit from './rate-limiting/missing-rate-limit.ts';
import missingRetryAfter from './rate-limiting/missing-retry-after.ts';
import mixedRateLimitHeaders from './rate-limiting/mixed-rate-limit-headers.ts';
import unavailableWithoutRetryAfter from './rate-limiting/unavailable-without-retry-after.ts';
import unboundedBatch from './rate-limiting/unbounded-batch.ts';
import unboundedPageSize from './rate-limiting/unbounded-page-size.ts';
import unboundedUpload from './rate-limiting/unbounded-upload.ts';
import unlimitedGuessing from './rate-limiting/unlimited-guessing.ts';
import unlimitedMessages from './rate-limiting/unlimited-messages.ts';
import unpagedList from './rate-limiting/unpaged-list.ts';
import cacheableSensitiveData from './transport/cacheable-sensitive-data.ts';
import credentialsOverPlaintext from './transport/credentials-over-plaintext.ts';
import internalServerAddress from './transport/internal-server-address.ts';
import missingProductionServer from './transport/missing-production-server.ts';
import personalDataInUrl from './transport/personal-data-in-url.ts';
import plaintextServer from './transport/plaintext-server.ts';
import sensitiveDataInUrl from './transport/sensitive-data-in-url.ts';
import sensitiveDataOverPlaintext from './transport/sensitive-data-over-plaintext.ts';
import weakCookie from './transport/weak-cookie.ts';
import wildcardCorsWithCredentials from './transport/wildcard-cors-with-credentials.ts';

/** Every rule. A test checks this list against the files of this folder. */
export const rules: readonly Rule[] = [
  accountEnumeration,
  ambiguousPath,
  ambiguousRoute,
  ambiguousType,
  apiKeyInUrl,
  authenticationSwitchedOff,
  authorizationParameter,
  authorizationResponseHeader,
  basicAuthentication,
  cacheableSensitiveData,
  cacheableToken,
  cardSecurityCodeInResponse,
  circularComposition,
  clientChosenCallback,
  clientChosenIdentity,
  clientDisabledProtection,
  clientSuppliedCode,
  clientSuppliedOwner,
  closedComposition,
  conflictingIdentifier,
  contradictoryBounds,
  contradictoryComposition,
  cookieWithoutCsrfToken,
  credentialsOverPlaintext,
  defaultCredential,
  deprecatedScheme,
  deprecatedWithoutSunset,
  disabledRateLimit,
  emptyText,
  endlessToken,
  expiredAcceptance,
  exposedDebugEndpoint,
  exposedServiceControl,
  exposedTechnology,
  hiddenText,
  htmlResponse,
  implicitFlow,
  impreciseAmount,
  incompleteRateLimitHeaders,
  insecureOauthUrl,
  insecureRemoteReference,
  internalOperationOnPublicServer,
  internalServerAddress,
  internalSwitch,
  invalidExample,
  invalidKeyName,
  invalidPattern,
  keyInAuthorizationHeader,
  leakingError,
  loosePathParameter,
  malformedSecurity,
  misplacedScope,
  misplacedSecurity,
  missing401Response,
  missing403Response,
  missing429Response,
  missingCorrelationId,
  missingIdempotencyKey,
  missingPkce,
  missingProductionServer,
  missingRateLimit,
  missingRequestSchema,
  missingResponseSchema,
  missingRetryAfter,
  missingScope,
  missingSecurity,
  missingSecurityScheme,
  missingStepUp,
  mistypedValue,
  mixedRateLimitHeaders,
  multiplyingPayload,
  negativeAmount,
  openComposition,
  openObject,
  openRedirectParameter,
  openResponseObject,
  optionalAuthentication,
  optionalRequestBody,
  overbroadCredential,
  passwordChangeWithoutProof,
  passwordFlow,
  pathTraversalParameter,
  personalDataInUrl,
  plaintextServer,
  publicOperation,
  queryLanguageParameter,
  realPersonalData,
  redosPattern,
  repeatedCredential,
  secretInDocument,
  secretInResponse,
  selfApproval,
  sensitiveDataInUrl,
  sensitiveDataOverPlaintext,
  sequentialId,
  sharedAdminAccess,
  singleScope,
  stateChangingGet,
  suppressionWithoutReason,
  tokenWithoutExpiry,
  traceMethod,
  unanchoredPattern,
  unauditedOperation,
  unauthenticatedOperation,
  unavailableWithoutRetryAfter,
  unboundedArray,
  unboundedBatch,
  unboundedMap,
  unboundedNumber,
  unboundedPageSize,
  unboundedResponseText,
  unboundedString,
  unboundedUpload,
  unconfirmedDeletion,
  undefinedScope,
  undefinedSecurityScheme,
  undescribedRequiredProperty,
  undocumentedInvalidInput,
  unexpectedRequestBody,
  unexpectedResponseBody,
  unfilteredDeletion,
  unguardedExport,
  unguardedRoleGrant,
  unlimitedGuessing,
  unlimitedMessages,
  unlistedQueryField,
  unmarkedSensitiveData,
  unmaskedPassword,
  unpagedList,
  unrecognizedMethod,
  unrestrictedMediaType,
  unrestrictedOutboundUrl,
  unrestrictedUpload,
  unreviewedAgentAction,
  unsafeMarkdown,
  unscopedObjectAccess,
  unsignedJwtExample,
  unsignedWebhook,
  unspecifiedBearerFormat,
  unspecifiedSchema,
  unsupportedVersion,
  untypedSchema,
  unusableProperty,
  unusedScope,
  unusedSecurityScheme,
  unusedSuppression,
  weakAlternative,
  weakCookie,
  weakHttpScheme,
  weakPasswordPolicy,
  weakerOldVersion,
  weakerWrite,
  wildcardCorsWithCredentials,
  writablePrivilege,
  writableServerField,
  writeWithReadScope,
  wrongDiscoveryUrl,
  xmlRequest,
];
