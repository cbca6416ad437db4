import { pure } from '../incremental/pure.ts';
import { adminSegments } from '../lexicon/administration.ts';
import { debits, movements } from '../lexicon/money.ts';
import { wordsIn } from '../lexicon/words.ts';
import type { Operation } from '../openapi/model.ts';
import type { Role } from '../openapi/role.ts';
import { isProbe, logsIn } from './loginOperation.ts';
import { isServed, isWrite, receivesWebhooks } from './operationKind.ts';
import { lastSegment } from './operationWords.ts';
import { saysPublic, takesTokenInPath } from './publicAccess.ts';

/**
 * What an operation is for, sorted; empty for most. What the author states replaces what is deduced. Rules ask this
 * instead of looking for words in a path: what is a login for one of them is a login for all.
 */
export const rolesOf = pure(
  'roles.rolesOf',
  (operation: Operation): readonly Role[] =>
    operation.statedRoles ?? decisions.filter(([, decides]) => decides(operation)).map(([role]) => role),
);

type Decides = (operation: Operation) => boolean;

/** Sorted by role. */
const decisions: readonly (readonly [Role, Decides])[] = [
  ['administration', ({ path }) => path.split('/').some((segment) => adminSegments.matches(wordsIn(segment)))],
  ['capability', takesTokenInPath],
  ['health', isProbe],
  ['hook', receivesWebhooks],
  ['login', logsIn],
  ['metadata', (operation) => operation.path.includes('/.well-known/') && !isWrite(operation)],
  ['money', isMoney],
  ['open-data', (operation) => !isWrite(operation) && saysPublic(operation)],
];

function isMoney(operation: Operation): boolean {
  const words = wordsIn(lastSegment(operation.path));
  return isServed(operation) && isWrite(operation) && (movements.matches(words) || debits.matches(words));
}
