import { rolesOf } from '../heuristics/roles.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import type { Role } from '../openapi/role.ts';
import { maskPointer } from '../openapi/uri.ts';
import { maskSecrets } from '../sensitive/mask.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import { rangeOf } from '../syntax/sourceNode.ts';
import { createLineIndex, type LineIndex } from '../syntax/text/lineIndex.ts';
import { toValue } from '../syntax/toValue.ts';
import { callersOf } from './callers.ts';

/** One description's entry of `portcullis inventory --format json` (docs/reference/output.md), `file` filled in by the caller. */
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
  /** 1-based line of the method's key, in its own file. */
  readonly line: number;
  readonly authentication: 'required' | 'optional' | 'none';
  readonly declaredAt: 'operation' | 'root' | 'nowhere';
  /** The alternatives by which it can be called, for readers: `oauth: accounts:read`, `anyone`. */
  readonly callers: readonly string[];
  /** The effective requirement as it is written. */
  readonly security: unknown;
  readonly undefinedSchemes: readonly string[];
  readonly servers: readonly string[];
  readonly transport: 'https' | 'http' | 'mixed' | 'local' | 'unknown';
  readonly rateLimit: readonly string[];
  readonly sensitive: { readonly request: readonly string[]; readonly response: readonly string[] };
  readonly roles: readonly Role[];
  readonly deprecated: boolean;
}

/** The facts under the findings, in document order. */
export function inventoryOf(description: OpenApiDescription): Inventory {
  const lines = new Map<SourceDocument, LineIndex>();
  return {
    openapi: maskSecrets(description.versionText),
    operations: description.operations.map((operation) => masked(toInventory(operation, lines)) as InventoryOperation),
  };
}

function toInventory(operation: Operation, lines: Map<SourceDocument, LineIndex>): InventoryOperation {
  const { document } = operation.raw;
  let index = lines.get(document);
  if (index === undefined) {
    index = createLineIndex(document.text);
    lines.set(document, index);
  }
  const declared = operation.security.declaration;
  return {
    method: operation.method,
    path: operation.path,
    kind: operation.kind,
    operationId: operation.operationId,
    pointer: maskPointer(operation.pointer),
    line: index.positionAt(rangeOf({ keyOf: operation.raw }).start).line + 1,
    authentication: operation.security.authentication,
    declaredAt: operation.security.declaredAt,
    callers: callersOf(operation.security),
    security: declared === undefined || declared.node.kind !== 'sequence' ? [] : toValue(declared.node),
    undefinedSchemes: operation.security.undefinedSchemes,
    servers: operation.servers.urls,
    transport: operation.servers.transport,
    rateLimit: operation.rateLimit,
    sensitive: operation.sensitive,
    roles: rolesOf(operation),
    deprecated: operation.deprecated,
  };
}

/** Every text and every key: paths, URLs and names come from the document. */
function masked(value: unknown): unknown {
  if (typeof value === 'string') return maskSecrets(value);
  if (Array.isArray(value)) return value.map(masked);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, raw]) => [maskSecrets(key), masked(raw)]));
}
