import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2';

/**
 * Recognizes an OpenAPI document by its content: a root map with `swagger: "2.0"` or `openapi: "3.…"`.
 * A later 3.x is read as 3.2, the newest that is known; `undefined` for anything else.
 */
export function detectVersion(document: SourceDocument): { version: OpenApiVersion; text: string } | undefined {
  const root = document.root;
  const openapi = root?.get('openapi');
  // An unquoted `3.0` is a number in YAML; what counts is what is written.
  const text = openapi?.string ?? numberText(openapi);
  const match = text === undefined ? null : /^3(?:\.(\d+)|$)/.exec(text);
  if (text !== undefined && match !== null) {
    const minor = match[1] ?? '0';
    return { version: minor === '0' ? '3.0' : minor === '1' ? '3.1' : '3.2', text };
  }
  const swagger = root?.get('swagger');
  const swaggerText = swagger?.string ?? numberText(swagger);
  if (swaggerText === '2.0' || swaggerText === '2') return { version: '2.0', text: swaggerText };
  return undefined;
}

function numberText(node: SourceNode | undefined): string | undefined {
  return typeof node?.scalar === 'number' ? node.document.slice(node.start, node.end) : undefined;
}
