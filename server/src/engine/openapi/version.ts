import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { OpenApiDescription } from './model.ts';

export type OpenApiVersion = '2.0' | '3.0' | '3.1' | '3.2';

/**
 * Recognizes an OpenAPI document by its content: a root map with `swagger: "2.0"` or `openapi: "3.…"`. Another version
 * is read as the nearest one that is known, where the rest of the root is that of a description; `undefined` for
 * anything else.
 */
export function detectVersion(
  document: SourceDocument,
): { version: OpenApiVersion; text: string; isKnown: boolean } | undefined {
  const { root } = document;
  for (const key of ['openapi', 'swagger'] as const) {
    const node = root?.get(key);
    // An unquoted `3.0` is a number in YAML; its text counts.
    const text = node?.string ?? numberText(node);
    if (root === undefined || text === undefined) continue;
    const known = (key === 'openapi' ? /^3\.([012])(?:\.\d+(?:-[\w.-]+)?)?$/ : /^2\.0$/).exec(text);
    if (known !== null)
      return { version: key === 'swagger' ? '2.0' : (`3.${known[1]}` as OpenApiVersion), text, isKnown: true };
    const numbers = /^v?(\d+)(?:\.(\d+))?/i.exec(text.trim());
    const isPlain = numbers?.[1] === (key === 'openapi' ? '3' : '2');
    if (numbers !== null && (isPlain || isDescription(root)))
      return { version: nearest(Number(numbers[1]), Number(numbers[2] ?? 0), root), text, isKnown: false };
  }
  return undefined;
}

/** Other files have a version as well. */
function isDescription(root: SourceNode): boolean {
  return ['paths', 'webhooks', 'components', 'definitions', 'info'].some((key) => root.get(key)?.kind === 'map');
}

/**
 * True for a version of another major number of which nothing is read, as its objects have other names. One that is still
 * being typed begins with a number that is known.
 */
export function isUnread({ root, versionText, isVersionKnown }: OpenApiDescription): boolean {
  const read = ['paths', 'webhooks', 'components', 'definitions', 'securityDefinitions'];
  const isOther = !/^v?[23](?!\d)/i.test(versionText.trim());
  return !isVersionKnown && isOther && read.every((key) => root.get(key)?.kind !== 'map');
}

function nearest(major: number, minor: number, root: SourceNode): OpenApiVersion {
  if (major > 3) return '3.2';
  if (major === 3) return minor === 0 ? '3.0' : minor === 1 ? '3.1' : '3.2';
  // Version 1 of the API in place of the version of OpenAPI: what is written decides.
  return root.has('components') || root.has('servers') ? '3.0' : '2.0';
}

function numberText(node: SourceNode | undefined): string | undefined {
  return typeof node?.scalar === 'number' ? node.document.slice(node.start, node.end) : undefined;
}
