import type { SourceDocument } from '../syntax/sourceDocument.ts';

export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2';

/**
 * Recognizes an OpenAPI document by its content: a root map with `swagger: "2.0"` or `openapi: "3.…"`.
 * A later 3.x is read as 3.2, the newest that is known; `undefined` for anything else.
 */
export function detectVersion(document: SourceDocument): { version: OpenApiVersion; text: string } | undefined {
  const root = document.root;
  const openapi = root?.get('openapi');
  // An unquoted `3.0` is a number in YAML; what counts is what is written.
  const text = openapi?.string ?? numberText(openapi?.scalar);
  const minor = text === undefined ? undefined : /^3\.(\d+)/.exec(text)?.[1];
  if (text !== undefined && minor !== undefined) {
    return { version: minor === '0' ? '3.0' : minor === '1' ? '3.1' : '3.2', text };
  }
  const swagger = root?.get('swagger');
  const swaggerText = swagger?.string ?? numberText(swagger?.scalar);
  if (swaggerText === '2.0') return { version: '2.0', text: '2.0' };
  return undefined;
}

function numberText(scalar: unknown): string | undefined {
  if (typeof scalar !== 'number') return undefined;
  return Number.isInteger(scalar) ? `${scalar}.0` : String(scalar);
}
