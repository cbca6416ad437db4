import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation, RequiredScheme, SecurityDeclaration } from '../openapi/model.ts';
import { isServed } from './operationKind.ts';

/** The served operations that accept a scheme, alone or with others, by the scheme's name; in no order. */
export function usesOfSchemes({ operations }: OpenApiDescription): ReadonlyMap<string, readonly Operation[]> {
  return usesIn(operations);
}

const usesIn = pure(
  'schemeUses.usesIn',
  (operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> => {
    const uses = new Map<string, Operation[]>();
    for (const [declaration, protectedOnes] of declarationsIn(operations)) {
      for (const name of new Set(schemesOf(declaration).map((scheme) => scheme.name))) {
        const known = uses.get(name);
        if (known === undefined) uses.set(name, [...protectedOnes]);
        else for (const operation of protectedOnes) known.push(operation);
      }
    }
    return uses;
  },
);

/** Every `security` array that is in force, each once with the served operations that it protects. */
export function declarationsInForce({
  operations,
}: OpenApiDescription): ReadonlyMap<SecurityDeclaration, readonly Operation[]> {
  return declarationsIn(operations);
}

/** Kept with the list, which is the same one from version to version while the operations are. */
const declarationsIn = pure(
  'schemeUses.declarationsIn',
  (operations: readonly Operation[]): ReadonlyMap<SecurityDeclaration, readonly Operation[]> => {
    const declarations = new Map<SecurityDeclaration, Operation[]>();
    for (const operation of operations) {
      const { declaration } = operation.security;
      if (declaration === undefined || !isServed(operation)) continue;
      const known = declarations.get(declaration);
      if (known === undefined) declarations.set(declaration, [operation]);
      else known.push(operation);
    }
    return declarations;
  },
);

/** The schemes that a declaration names, of all alternatives. */
export function schemesOf(declaration: SecurityDeclaration | undefined): readonly RequiredScheme[] {
  return declaration?.requirements.flatMap(({ schemes }) => schemes) ?? [];
}
