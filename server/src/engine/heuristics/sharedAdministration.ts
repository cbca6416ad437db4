import { pure } from '../incremental/pure.ts';
import { roleStatements } from '../lexicon/administration.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { requirementText } from './authStrength.ts';
import { isProtected } from './operationKind.ts';
import { proseOfDescription } from './operationWords.ts';
import { hasRole } from './roles.ts';

export interface Shared {
  readonly operation: Operation;
  /** An ordinary operation with the same requirement. */
  readonly other: Operation;
}

/** Administrative operations that require no more than an ordinary one. */
export function sharedOperations({ operations, cache }: OpenApiDescription): readonly Shared[] {
  const served = cache.select(operations, isProtected);
  const administrative = cache.select(served, isForAdministrators);
  // Where most operations are administrative, the whole API is for administrators.
  const isStated = administrative.some(({ tagRoles }) => tagRoles.includes('administration'));
  if (administrative.length === 0 || (administrative.length * 2 > served.length && !isStated)) return [];
  const ordinary = new Map<string, Operation>();
  for (const operation of served) {
    const text = requirementText(operation);
    if (!hasRole(operation, 'administration') && !ordinary.has(text)) ordinary.set(text, operation);
  }
  return administrative.flatMap((operation) => {
    const other = ordinary.get(requirementText(operation));
    return other === undefined ? [] : [{ operation, other }];
  });
}

const isForAdministrators = pure('sharedAdministration.isForAdministrators', (operation: Operation): boolean => {
  return hasRole(operation, 'administration') && !namesRole(operation) && !/\/(self|me)(\/|$)/i.test(operation.path);
});

/** The description documents the required role, which many schemes cannot express. */
export const namesRole = pure('sharedAdministration.namesRole', (operation: Operation): boolean => {
  return roleStatements.find(proseOfDescription(operation)) !== undefined;
});
