import type { Operation } from '../openapi/model.ts';
import type { Fix } from '../textEdits/fix.ts';
import { groupPlaces, methodKey, nameOf, relatedOperations } from './group.ts';

/** An operation that requires less than one of equal importance. */
export interface Weaker {
  readonly operation: Operation;
  readonly stronger: Operation;
}

/** `groupPlaces` for messages `one`, with `{operation}` and `{stronger}`, and `many`, with `{others}` in addition. */
export function groupWeaker(pairs: readonly Weaker[]) {
  const base = ({ operation, stronger }: Weaker) => ({
    at: methodKey(operation),
    fixes: () => [copySecurity(operation, stronger)],
  });
  const data = ({ operation, stronger }: Weaker) => ({ operation: nameOf(operation), stronger: nameOf(stronger) });
  return groupPlaces(
    pairs,
    (pair, echo) =>
      ({
        ...base(pair),
        message: 'one',
        data: data(pair),
        related: relatedOperations([pair.stronger]),
        echo,
      }) as const,
    (first, others) =>
      ({
        ...base(first),
        message: 'many',
        data: { ...data(first), others: others.length },
        operations: others.length + 1,
        related: relatedOperations(others.map(({ operation }) => operation)),
      }) as const,
  );
}

/** Copies the security requirement of another operation. */
function copySecurity(to: Operation, from: Operation): Fix {
  const value = (from.security.declaration?.requirements ?? []).map(({ schemes }) =>
    Object.fromEntries(schemes.map(({ name, scopes }) => [name, [...scopes]])),
  );
  const after = ['security', 'operationId', 'description', 'summary'];
  return {
    title: `Require the same as "${nameOf(from)}"`,
    safety: 'unsafe',
    patches: [{ op: 'set', at: to.node, path: ['security'], value, after }],
  };
}
