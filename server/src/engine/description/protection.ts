import { counted } from '../counted.ts';
import { isPublicByNature, rolesOf } from '../heuristics/roles.ts';
import { pure } from '../incremental/pure.ts';
import type { Operation } from '../openapi/model.ts';
import { toPrintable } from '../sensitive/toPrintable.ts';
import { callersOf } from './callers.ts';
import { transportNames } from './transportNames.ts';

/** More alternatives of authentication are counted. */
const maxCallers = 2;

/**
 * How an operation is protected, in short parts for a line above it: who may call (`⚠ public` where nothing says that it
 * should be), over what, how often, and which sensitive data it takes and returns.
 */
export const protectionOf = pure('protection.protectionOf', (operation: Operation): readonly string[] => {
  const { deprecated, kind, rateLimit, sensitive, servers } = operation;
  return [
    callerOf(operation),
    ...(kind === 'webhook' || servers.transport === 'unknown' ? [] : [transportNames[servers.transport]]),
    rateLimit.length === 0 ? 'no rate limit' : 'rate limited',
    ...(sensitive.request.length === 0 ? [] : [`takes ${sensitive.request.join(', ')}`]),
    ...(sensitive.response.length === 0 ? [] : [`returns ${sensitive.response.join(', ')}`]),
    ...(deprecated ? ['deprecated'] : []),
  ];
});

function callerOf(operation: Operation): string {
  const { security, publicReason } = operation;
  const callers = callersOf(security);
  if (security.authentication === 'none') {
    if (publicReason !== undefined) return 'public, accepted';
    const roles = rolesOf(operation);
    return isPublicByNature(operation) ? `public (${roles.join(', ') || 'by its path'})` : '⚠ public';
  }
  const shown = callers.filter((caller) => caller !== 'anyone').slice(0, maxCallers);
  const more = callers.length - shown.length - (security.authentication === 'optional' ? 1 : 0);
  const names = [...shown.map(toPrintable), ...(more > 0 ? [counted(more, 'more alternative')] : [])].join(' or ');
  return security.authentication === 'optional' ? `⚠ optional: ${names}` : names;
}
