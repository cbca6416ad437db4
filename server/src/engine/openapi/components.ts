import type { SourceNode } from '../syntax/sourceNode.ts';
import type { OpenApiVersion } from './version.ts';

/** The shared objects that every version has, by their names in OpenAPI 3. */
export type ComponentKind = 'schemas' | 'responses' | 'parameters' | 'securitySchemes';

const inSwagger2: Readonly<Record<ComponentKind, string>> = {
  schemas: 'definitions',
  responses: 'responses',
  parameters: 'parameters',
  securitySchemes: 'securityDefinitions',
};

/** The keys from the root to the shared objects of a kind: `components`, `responses`. */
export function componentPath(version: OpenApiVersion, kind: ComponentKind): readonly string[] {
  return version === '2.0' ? [inSwagger2[kind]] : ['components', kind];
}

/** The map that holds the shared objects of a kind. The keys on the way to it may hold references. */
export function componentMap(
  root: SourceNode | undefined,
  version: OpenApiVersion,
  kind: ComponentKind,
  resolve: (node: SourceNode) => SourceNode | undefined,
): SourceNode | undefined {
  let holder = root;
  for (const key of componentPath(version, kind)) {
    const next: SourceNode | undefined = holder?.get(key);
    holder = next && resolve(next);
  }
  return holder;
}
