import { pure } from '../incremental/pure.ts';
import { specified } from '../lexicon/specified.ts';
import type { Operation } from '../openapi/model.ts';
import { handlesHighImpactData, isServed, isWrite } from './operationKind.ts';
import { readsOpenData, saysPublic, takesKey } from './publicAccess.ts';
import { hasRole, isPublicByNature, wantsCallers } from './roles.ts';

/** `information`: it reads data that looks public. `decided`: the text or the path documents that it is public. */
export type OpenWeight = 'error' | 'warning' | 'information' | 'decided';

/**
 * How severe it is that an operation requires no authentication. The operation alone decides, so the finding stays as
 * severe when it moves from the root to the operation because another operation is secured.
 */
export function weighOpen(operation: Operation): OpenWeight {
  // Senders of webhooks have no account, and a secret in the path is a credential.
  if (hasRole(operation, 'hook', 'capability')) return 'decided';
  // A key is required, but declared as an ordinary parameter.
  if (takesKey(operation)) return 'warning';
  if (saysPublic(operation)) return handlesHighImpactData(operation) ? 'warning' : 'decided';
  if (isWrite(operation) || handlesData(operation)) return 'error';
  return readsOpenData(operation) ? 'information' : 'warning';
}

/** A root cause is as severe as the worst operation below it. */
export function worstOpen(operations: readonly Operation[]): OpenWeight {
  let worst: OpenWeight = 'decided';
  for (const operation of operations) {
    const weight = weighOpen(operation);
    if (weight === 'error') return weight;
    if (weights.indexOf(weight) < weights.indexOf(worst)) worst = weight;
  }
  return worst;
}

const weights: readonly OpenWeight[] = specified('severity.ts', [
  'error',
  'warning',
  'information',
  'decided',
] as const);

/** Without those that are documented as public, unless all of them are. */
export function withoutDecided(operations: readonly Operation[]): readonly Operation[] {
  const open = operations.filter((operation) => weighOpen(operation) !== 'decided');
  return open.length === 0 ? operations : open;
}

/** True where `security: []`, on the operation or at the root, makes it public although its callers should be known. */
export const isDeclaredOpen = pure('openWeight.isDeclaredOpen', (operation: Operation): boolean => {
  const { security } = operation;
  return (
    security.authentication === 'none' &&
    // A value that is still being typed declares nothing.
    security.declaration?.node.kind === 'sequence' &&
    security.declaration.malformed.length === 0 &&
    security.declaredAt !== 'nowhere' &&
    wantsCallers(operation) &&
    !takesKey(operation)
  );
});

/** True where it is public, and only the reason of its author keeps it from being reported. */
export const isAcceptedOpen = pure(
  'openWeight.isAcceptedOpen',
  (operation: Operation): boolean =>
    operation.publicReason !== undefined &&
    operation.security.authentication !== 'required' &&
    isServed(operation) &&
    !isPublicByNature(operation),
);

function handlesData({ sensitive }: Operation): boolean {
  return sensitive.request.length > 0 || sensitive.response.length > 0;
}
