import { counted, grouped } from '../counted.ts';
import type { InventoryOperation } from './inventory.ts';

/** What a total asks of an operation. */
type Facts = Pick<InventoryOperation, 'kind' | 'authentication' | 'rateLimit' | 'transport' | 'deprecated'>;

/** Clients call it: webhooks and callbacks are sent by the API to servers of others. */
export function isCalled({ kind }: Pick<Facts, 'kind'>): boolean {
  return kind === 'operation';
}

/** Called without authentication, or so that it can be left out. */
export function isPublic(operation: Pick<Facts, 'kind' | 'authentication'>): boolean {
  return isCalled(operation) && operation.authentication !== 'required';
}

export function isUnlimited(operation: Pick<Facts, 'kind' | 'rateLimit'>): boolean {
  return isCalled(operation) && operation.rateLimit.length === 0;
}

/** Whether a server of the operation does not encrypt. */
export function isPlain(operation: Pick<Facts, 'kind' | 'transport'>): boolean {
  return isCalled(operation) && (operation.transport === 'http' || operation.transport === 'mixed');
}

/** No server URL is absolute. */
export function hasUnknownTransport(operation: Pick<Facts, 'kind' | 'transport'>): boolean {
  return isCalled(operation) && operation.transport === 'unknown';
}

/** `12 operations and 1 webhook or callback` */
export function countOperations(operations: readonly Pick<Facts, 'kind'>[]): string {
  const called = operations.filter(isCalled).length;
  const sent = operations.length - called;
  const sentText = `${counted(sent, 'webhook')} or ${sent === 1 ? 'callback' : 'callbacks'}`;
  return sent === 0 ? counted(called, 'operation') : `${counted(called, 'operation')} and ${sentText}`;
}

/** The totals of a description, the same on every surface; only those above 0. */
export function totalsOf(operations: readonly Facts[]): readonly string[] {
  const totals = [
    [isPublic, 'public'],
    [isUnlimited, 'without a rate limit'],
    [isPlain, 'over plain HTTP'],
    [hasUnknownTransport, 'with unknown transport'],
    [({ deprecated }: Facts) => deprecated, 'deprecated'],
  ] as const;
  return totals.flatMap(([test, what]) => {
    const count = operations.filter(test).length;
    return count === 0 ? [] : `${grouped(count)} ${what}`;
  });
}
