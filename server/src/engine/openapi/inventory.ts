import type { OpenApiDescription } from './model.ts';

/** One description's entry of `portcullis inventory --format json` (PRODUCT.md), `file` filled in by the caller. */
export interface Inventory {
  readonly openapi: string;
  readonly operations: readonly InventoryOperation[];
}

export interface InventoryOperation {
  readonly method: string;
  readonly path: string;
  readonly kind: 'operation' | 'webhook' | 'callback';
  readonly operationId: string | undefined;
  readonly pointer: string;
  /** 1-based line of the method's key. */
  readonly line: number;
  readonly authentication: 'required' | 'optional' | 'none';
  readonly declaredAt: 'operation' | 'root' | 'nowhere';
  readonly security: readonly Readonly<Record<string, readonly string[]>>[];
  readonly undefinedSchemes: readonly string[];
  readonly servers: readonly string[];
  readonly transport: 'https' | 'http' | 'mixed' | 'local' | 'unknown';
  readonly rateLimit: readonly string[];
  readonly sensitive: { readonly request: readonly string[]; readonly response: readonly string[] };
  readonly deprecated: boolean;
}

export function inventoryOf(_description: OpenApiDescription): Inventory {
  return { openapi: '', operations: [] };
}
