import { hostOf } from '../heuristics/hosts.ts';
import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Server } from '../openapi/model.ts';
import { type PlainValue, plainValues } from '../openapi/servers.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Fix, Patch } from '../textEdits/fix.ts';

/** Replaces plain HTTP by HTTPS, or removes it where a secure URL is next to it. */
export function httpsFixes(values: readonly PlainValue[]): readonly Fix[] {
  const [first] = values;
  if (first === undefined) return [];
  const secure = first.scheme.toLowerCase() === 'ws' ? 'wss' : 'https';
  const removal: Fix = {
    title: `Remove "${first.node.string}"`,
    safety: 'unsafe',
    patches: values.map(({ node, server }) => removePatch(node, server)),
  };
  // Next to the secure value, a second copy of it would be an error.
  if (values.every(({ node, server }) => hasSecureSibling(node, server))) return [removal];
  const replacement: Fix = {
    title: `Use "${secure}"`,
    safety: 'unsafe',
    patches: values.map(({ node, scheme }) => ({
      op: 'replace',
      at: node,
      value: encryptUrl((node.string ?? '').replace(scheme, secure)),
    })),
  };
  const canRemove = values.every(({ node, server }) => hasOther(node, server));
  return canRemove ? [replacement, removal] : [replacement];
}

/** With an encrypted scheme, and without the port 80, where no server expects encryption (RFC 9110 §4.2). */
export function encryptUrl(url: string): string {
  return url.replace(/^(http|ws):/i, '$1s:').replace(/^((?:https|wss):\/\/[^/?#]*):80(?=[/?#]|$)/i, '$1');
}

function isListed(node: SourceNode): boolean {
  return node.parent?.kind === 'sequence';
}

function hasSecureSibling(node: SourceNode, server: Server): boolean {
  const secure = encryptUrl((node.string ?? '').replace(/^(http|ws)$/i, '$1s')).toLowerCase();
  const list = isListed(node) ? node.parent : node === server.urlNode ? server.node.parent : undefined;
  return list?.kind === 'sequence' && urlsIn(list).has(secure);
}

/** The values of a list, or the URLs of its servers: each of hundreds of findings asks for them. */
const urlsIn = pure(
  'httpsFixes.urlsIn',
  (list: SourceNode): ReadonlySet<string | undefined> =>
    new Set(list.items().map((item) => (item.string ?? item.get('url')?.string)?.toLowerCase())),
);

/** A list keeps at least one of its values: of servers, one of the same host, as others may be test environments. */
function hasOther(node: SourceNode, server: Server): boolean {
  if (isListed(node)) return (node.parent?.ownItems().length ?? 0) > 1;
  const list = server.node.parent;
  if (node !== server.urlNode || list?.kind !== 'sequence') return false;
  const host = hostOf(server.template);
  return list.ownItems().some((item) => item !== server.node && hostOf(item.get('url')?.string ?? '') === host);
}

function removePatch(node: SourceNode, server: Server): Patch {
  return { op: 'remove', at: isListed(node) ? node : server.node };
}

/** The same for every plain value of some servers at once. */
export function plainServerFixes(description: OpenApiDescription, servers: ReadonlySet<Server>): readonly Fix[] {
  const values = [...servers].flatMap(plainValues);
  return httpsFixes(values).map((fix) => ({ ...fix, title: titleFor(description, fix.title, values.length) }));
}

function titleFor({ version }: OpenApiDescription, title: string, count: number): string {
  const what = version === '2.0' ? 'scheme' : 'server';
  return count === 1 ? `${title} (the ${what} that carries it)` : `${title} (${count} ${what}s)`;
}
