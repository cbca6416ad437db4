import { pure } from '../incremental/pure.ts';
import { endingPhrases } from '../lexicon/logins.ts';
import { guessableSecrets } from '../lexicon/operations.ts';
import { specified } from '../lexicon/specified.ts';
import type { Operation } from '../openapi/model.ts';
import type { Role } from '../openapi/role.ts';
import { isServed, isWrite, isWriteByName, returnsRegulatedData } from './operationKind.ts';
import { namesOf, positionOf } from './operationWords.ts';
import { isCapability, isHook, isOpenData } from './roles/access.ts';
import {
  isAdministration,
  isBeneficiary,
  isBulk,
  isDestruction,
  isExport,
  isFactor,
  isLimits,
  isMoney,
  isSearch,
} from './roles/deeds.ts';
import { entranceOf } from './roles/entrances.ts';
import { isHealth, isMetadata } from './roles/machines.ts';

/**
 * What an operation is for, sorted; empty for most. What the author states replaces what is deduced. Rules ask this
 * instead of looking for words in a path: what is a login for one of them is a login for all.
 */
export const rolesOf = pure(
  'roles.rolesOf',
  (operation: Operation): readonly Role[] => operation.statedRoles ?? deduceRoles(operation),
);

export function hasRole(operation: Operation, ...roles: readonly Role[]): boolean {
  return rolesOf(operation).some((role) => roles.includes(role));
}

/** True for an operation whose callers should be known: it is served, not accepted as public, and not public by its role. */
export function wantsCallers(operation: Operation): boolean {
  return isServed(operation) && operation.publicReason === undefined && !isPublicByNature(operation);
}

/**
 * True for operations that callers must reach before they can prove who they are, or that exist for machines without
 * identity: logging in, getting a token, registering, resetting a password, health probes, discovery documents.
 */
export const isPublicByNature = pure(
  'roles.isPublicByNature',
  (operation: Operation): boolean =>
    hasRole(operation, ...publicRoles) ||
    // `public` in a path is on purpose, and the method says that the operation only reads.
    (!isWrite(operation) && positionOf(operation).before.includes('public') && !returnsRegulatedData(operation)),
);

const publicRoles: readonly Role[] = specified('docs/reference/roles.md', [
  'authorization',
  'health',
  'login',
  'logout',
  'metadata',
  'recovery',
  'redirect',
  'registration',
  'token',
]);

/** True for operations where guessing pays: each needs a limit of its own, also for authenticated callers. */
export const isBruteForceTarget = pure(
  'roles.isBruteForceTarget',
  (operation: Operation): boolean =>
    isWriteByName(operation) &&
    (hasRole(operation, 'login', 'registration', 'recovery', 'token') ||
      namesOf(operation).some((name) => guessableSecrets.matches(name))),
);

/** True if the caller gets a proof of identity for later calls: a login, a registration, a token. */
export const logsIn = pure(
  'roles.logsIn',
  (operation: Operation): boolean =>
    operation.method === 'post' &&
    hasRole(operation, 'login', 'registration', 'token') &&
    !namesOf(operation).some((name) => endingPhrases.matches(name)),
);

function deduceRoles(operation: Operation): readonly Role[] {
  if (operation.kind !== 'operation') return ['hook'];
  const entrance = entranceOf(operation);
  const found = decisions.filter(([, decides]) => decides(operation)).map(([role]) => role);
  const roles = entrance === undefined ? found : [entrance, ...found.filter((role) => !ofEntrance.has(role))];
  // `/callbacks/payment` reports a payment.
  const isReport = roles.includes('hook');
  // A probe that anybody may call is still a probe.
  const isMore = roles.some((role) => publicRoles.includes(role) || role === 'capability');
  return roles.filter((role) => !(isMore && role === 'open-data') && !(isReport && role === 'money')).sort();
}

/** A reset of a forgotten password is no change of a factor, and a logout destroys nothing. */
const ofEntrance: ReadonlySet<Role> = new Set<Role>(
  specified('docs/reference/roles.md', ['destruction', 'factor', 'hook'] as const),
);

const decisions: readonly (readonly [Role, (operation: Operation) => boolean])[] = [
  ['administration', isAdministration],
  ['beneficiary', isBeneficiary],
  ['bulk', isBulk],
  ['capability', isCapability],
  ['destruction', isDestruction],
  ['export', isExport],
  ['factor', isFactor],
  ['health', isHealth],
  ['hook', isHook],
  ['limits', isLimits],
  ['metadata', isMetadata],
  ['money', isMoney],
  ['open-data', isOpenData],
  ['search', isSearch],
];
