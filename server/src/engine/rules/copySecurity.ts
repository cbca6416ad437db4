import type { Operation } from '../openapi/model.ts';
import type { Fix } from '../repair/fix.ts';
import { nameOf } from './grouping.ts';

/** Asks for the same as another operation. */
export function copySecurity(to: Operation, from: Operation): Fix {
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
