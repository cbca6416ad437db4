import type { OpenApiVersion } from '../engine/openapi/version.ts';

/** The messages between the checker and its worker. */
export interface StructureRequest {
  readonly id: number;
  readonly version: OpenApiVersion;
  readonly document: object;
}

export type StructureResponse =
  | { readonly id: number; readonly errors: readonly StructureError[] }
  /** The validator failed: the structure is unknown. */
  | { readonly id: number; readonly skipped: string };

/** An error of JSON Schema validation. */
export interface StructureError {
  /** JSON Pointer into the dereferenced document. */
  readonly instancePath: string;
  readonly keyword: string;
  readonly message?: string;
  /** The name that does not match, for an error within `propertyNames`. */
  readonly propertyName?: string;
  readonly params?: Readonly<Record<string, unknown>>;
}
