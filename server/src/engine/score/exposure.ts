import { handlesHighImpactData, isWrite } from '../heuristics/operationKind.ts';
import { pure } from '../incremental/pure.ts';
import type { Operation } from '../openapi/model.ts';

const openness = { none: 0.5, optional: 0.25, required: 0 } as const;

/** How much more a weakness costs at this operation: 1 for an authenticated read over HTTPS, up to 2.25. */
export const exposureOf = pure(
  'exposure.exposureOf',
  (operation: Operation): number =>
    1 +
    openness[operation.security.authentication] +
    (isWrite(operation) ? 0.25 : 0) +
    (handlesHighImpactData(operation) ? 0.25 : 0) +
    (operation.servers.transport === 'http' || operation.servers.transport === 'mixed' ? 0.25 : 0),
);
