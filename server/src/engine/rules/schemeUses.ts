import { isServed } from '../openapi/exposure.ts';
import type { OpenApiDescription, Operation, RequiredScheme, SecurityDeclaration } from '../openapi/model.ts';

/** The served operations that accept a scheme, alone or with others, by the scheme's name. */
export function usesOfSchemes({ operations }: OpenApiDescription): ReadonlyMap<string, readonly Operation[]> {
  const uses = new Map<string, Operation[]>();
  for (const operation of operations) {
    if (!isServed(operation)) continue;
    const requirements = operation.security.declaration?.requirements ?? [];
    for (const name of new Set(requirements.flatMap(({ schemes }) => schemes.map((scheme) => scheme.name)))) {
      const known = uses.get(name);
      if (known === undefined) uses.set(name, [operation]);
      else known.push(operation);
    }
  }
  return uses;
}

/** Every `security` array that is in force, each once with the served operations that it protects. */
export function declarationsInForce({
  operations,
}: OpenApiDescription): ReadonlyMap<SecurityDeclaration, readonly Operation[]> {
  const declarations = new Map<SecurityDeclaration, Operation[]>();
  for (const operation of operations) {
    const { declaration } = operation.security;
    if (declaration === undefined || !isServed(operation)) continue;
    const known = declarations.get(declaration);
    if (known === undefined) declarations.set(declaration, [operation]);
    else known.push(operation);
  }
  return declarations;
}

/** The schemes that a declaration names, of all alternatives. */
export function schemesOf(declaration: SecurityDeclaration | undefined): readonly RequiredScheme[] {
  return declaration?.requirements.flatMap(({ schemes }) => schemes) ?? [];
}
