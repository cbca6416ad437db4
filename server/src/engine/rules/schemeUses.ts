import { isServed } from '../openapi/exposure.ts';
import type { OpenApiDescription, Operation, RequiredScheme, SecurityDeclaration } from '../openapi/model.ts';
import { perFact } from '../openapi/perFact.ts';

/** The served operations that accept a scheme, alone or with others, by the scheme's name; in no order. */
export const usesOfSchemes = perFact((description: OpenApiDescription): ReadonlyMap<string, readonly Operation[]> => {
  const uses = new Map<string, Operation[]>();
  for (const [declaration, operations] of declarationsInForce(description)) {
    for (const name of new Set(schemesOf(declaration).map((scheme) => scheme.name))) {
      const known = uses.get(name);
      if (known === undefined) uses.set(name, [...operations]);
      else for (const operation of operations) known.push(operation);
    }
  }
  return uses;
});

/** Every `security` array that is in force, each once with the served operations that it protects. */
export const declarationsInForce = perFact(
  ({ operations }: OpenApiDescription): ReadonlyMap<SecurityDeclaration, readonly Operation[]> => {
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
