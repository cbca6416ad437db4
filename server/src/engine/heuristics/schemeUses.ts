import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation, RequiredScheme, SecurityDeclaration } from '../openapi/model.ts';
import { schemeNameOf } from '../openapi/security.ts';
import { isServed } from './operationKind.ts';

/**
 * The served operations that accept a scheme, alone or with others, by the scheme's name: a list for each declaration
 * that names it. Operations that inherit one declaration are one list for all of its schemes.
 */
export function usesOfSchemes({
  operations,
}: OpenApiDescription): ReadonlyMap<string, readonly (readonly Operation[])[]> {
  return usesIn(operations);
}

const usesIn = pure(
  'schemeUses.usesIn',
  (operations: readonly Operation[]): ReadonlyMap<string, readonly (readonly Operation[])[]> => {
    const uses = new Map<string, (readonly Operation[])[]>();
    for (const [declaration, protectedOnes] of declarationsIn(operations)) {
      for (const name of new Set(schemesOf(declaration).map((scheme) => schemeNameOf(scheme.name)))) {
        const known = uses.get(name);
        if (known === undefined) uses.set(name, [protectedOnes]);
        else known.push(protectedOnes);
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

/** Kept with the list, which is the same one from revision to revision while the operations are. */
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

/** True if a requirement names a scheme, defined or not. */
export function requiresAnyScheme({ security, operations }: OpenApiDescription): boolean {
  const declarations = [security, ...operations.map((operation) => operation.security.declaration)];
  return declarations.some((declaration) => declaration?.requirements.some(({ schemes }) => schemes.length > 0));
}

/** The schemes that a declaration names, of all alternatives. */
export function schemesOf(declaration: SecurityDeclaration | undefined): readonly RequiredScheme[] {
  return declaration?.requirements.flatMap(({ schemes }) => schemes) ?? [];
}

/** Declares a value of a security declaration and the defined schemes: computed once for all operations that inherit it. */
export function perDeclaration<Value>(
  name: string,
  compute: (declaration: SecurityDeclaration, schemes: OpenApiDescription['securitySchemes']) => Value,
): (declaration: SecurityDeclaration, schemes: OpenApiDescription['securitySchemes']) => Value {
  const valuesFor = pure(
    name,
    (_schemes: OpenApiDescription['securitySchemes']): Map<SecurityDeclaration, Value> => new Map(),
  );
  return (declaration, schemes) => {
    const values = valuesFor(schemes);
    if (!values.has(declaration)) values.set(declaration, compute(declaration, schemes));
    return values.get(declaration) as Value;
  };
}
