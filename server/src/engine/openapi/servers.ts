import { pure } from '../incremental/pure.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { EffectiveServers, Server, ServerVariable, Transport } from './model.ts';

/** Beyond this many URLs, further variables have their defaults: the first ones decide scheme and host. */
export const maxExpansions = 256;

/** No client or server takes longer URLs; a variable that is written a thousand times may stand for a long text. */
const maxUrl = 8192;

/** The Server Objects in the value of `servers` (root, Path Item or Operation) in OpenAPI 3. */
export function readServersIn(list: SourceNode, level: Server['level']): readonly Server[] {
  const servers: Server[] = [];
  for (const node of list.items()) {
    const urlNode = node.get('url');
    const template = urlNode?.string;
    if (urlNode === undefined || template === undefined) continue;
    const variables = readVariables(node);
    servers.push({ node, urlNode, template, variables, urls: expand(template, variables), level });
  }
  return servers;
}

/** The fields of Swagger 2.0 from which its servers are made: `schemes` of the root or an operation, the others of the root. */
export interface ServerFields {
  readonly schemes: SourceNode | undefined;
  readonly host: SourceNode | undefined;
  readonly basePath: SourceNode | undefined;
}

/**
 * Swagger 2.0: one server for each scheme, on the root's `host` and `basePath`. Without schemes there is one without
 * scheme, if the document names a host at all.
 */
export function readServers2(fields: ServerFields, level: Server['level']): readonly Server[] {
  const host = fields.host?.string || undefined;
  const basePath = fields.basePath?.string ?? '';
  const address = `${host ?? ''}${basePath === '' || basePath.startsWith('/') ? '' : '/'}${basePath}`;
  const schemes = (fields.schemes?.items() ?? []).filter((scheme) => scheme.string !== undefined);
  if (schemes.length > 0) {
    return schemes.map((node) => {
      const template = `${node.string}://${address}`;
      return { node, urlNode: node, template, variables: [], urls: [template], level };
    });
  }
  const hostNode = fields.host;
  if (level !== 'root' || host === undefined || hostNode === undefined) return [];
  return [
    { node: hostNode, urlNode: hostNode, template: `//${address}`, variables: [], urls: [`//${address}`], level },
  ];
}

function readVariables(server: SourceNode): readonly ServerVariable[] {
  return (server.get('variables')?.entries() ?? []).map(({ key, value }) => ({
    name: key,
    node: value,
    default: value.get('default'),
    enum: value.get('enum')?.items() ?? [],
  }));
}

/** The default and every enum value of a variable, as they appear in the URL; the default first. */
function valuesOf(variable: ServerVariable): readonly string[] {
  const values = [variable.default, ...variable.enum].flatMap((node) =>
    node?.scalar === undefined || node.scalar === null ? [] : [String(node.scalar)],
  );
  return [...new Set(values)];
}

/** True for a server of which not all URLs are known. */
export const hasMoreUrls = pure('servers.hasMoreUrls', ({ template, variables }: Server): boolean => {
  return variables.length > 0 && chooseValues(partsOf(template), variables).isCut;
});

function partsOf(template: string): readonly string[] {
  return template.split(/\{([^{}]*)\}/);
}

interface Choice {
  /** The first value of each variable. */
  readonly chosen: Map<string, string>;
  /** Those that take all their values, the last one first. */
  readonly varying: readonly { readonly name: string; readonly values: readonly string[] }[];
  /** How many URLs they make. */
  readonly count: number;
  /** True if another variable has its first value only. */
  readonly isCut: boolean;
}

function chooseValues(parts: readonly string[], variables: readonly ServerVariable[]): Choice {
  const byName = new Map(variables.map((variable) => [variable.name, variable]));
  // Every second part is a name. The first ones count: they decide scheme and host.
  const names = [...new Set(parts.filter((_, index) => index % 2 === 1))];
  const chosen = new Map<string, string>();
  const varying: { readonly name: string; readonly values: readonly string[] }[] = [];
  let count = 1;
  let isCut = false;
  for (const name of names) {
    const variable = byName.get(name);
    const values = variable === undefined ? [] : valuesOf(variable);
    if (values.length > 0) chosen.set(name, values[0]!);
    if (values.length < 2) continue;
    if (count * values.length > maxExpansions) {
      isCut = true;
      continue;
    }
    varying.unshift({ name, values });
    count *= values.length;
  }
  return { chosen, varying, count, isCut };
}

function expand(template: string, variables: readonly ServerVariable[]): readonly string[] {
  const parts = partsOf(template);
  const { chosen, varying, count } = chooseValues(parts, variables);
  const urls = new Set<string>();
  for (let index = 0; index < count; index++) {
    let rest = index;
    for (const { name, values } of varying) {
      chosen.set(name, values[rest % values.length]!);
      rest = Math.floor(rest / values.length);
    }
    urls.add(join(parts, chosen));
  }
  return [...urls];
}

/** Parts of a template with what stands for its variables, up to the length that a URL can have. */
function join(parts: readonly string[], chosen: ReadonlyMap<string, string>): string {
  let url = '';
  for (let index = 0; index < parts.length && url.length < maxUrl; index++) {
    const part = parts[index]!;
    const text = index % 2 === 0 ? part : (chosen.get(part) ?? `{${part}}`);
    url += text.slice(0, maxUrl);
  }
  return url;
}

/** The nearest level that has servers decides (OAS 3.1.1 §4.8.9, §4.8.10); 2.0 has the operation and the root. */
export function effectiveServers(...levels: readonly (readonly Server[])[]): EffectiveServers {
  return effectOf(levels.find((level) => level.length > 0) ?? none);
}

const none: readonly Server[] = [];

/** Kept with the list, which thousands of operations inherit. */
const effectOf = pure('servers.effectOf', (servers: readonly Server[]): EffectiveServers => {
  const urls = [...new Set(servers.flatMap((server) => server.urls))];
  return { servers, urls, transport: transportOf(urls) };
});

/** Those that may be reached without encryption. */
export const plainServersOf = pure('servers.plainServersOf', ({ servers }: EffectiveServers): readonly Server[] =>
  servers.filter(({ urls }) => urls.some((url) => transportOfUrl(url) === 'http')),
);

/** How one URL travels. */
export function transportOfUrl(url: string): 'https' | 'http' | 'local' | 'unknown' {
  const [, scheme, authority] = /^([A-Za-z][A-Za-z0-9+.-]*):\/\/([^/?#]*)/.exec(url) ?? [];
  const secure = /^(https|wss)$/i.test(scheme ?? '');
  if (scheme === undefined || authority === undefined || !(secure || /^(http|ws)$/i.test(scheme))) return 'unknown';
  if (isLoopback(authority)) return 'local';
  return secure ? 'https' : 'http';
}

function transportOf(urls: readonly string[]): Transport {
  const kinds = new Set(urls.map(transportOfUrl));
  if (kinds.has('https')) return kinds.has('http') ? 'mixed' : 'https';
  if (kinds.has('http')) return 'http';
  return kinds.has('local') ? 'local' : 'unknown';
}

/** `localhost`, `*.localhost` (RFC 6761 §6.3), 127.0.0.0/8, ::1. */
function isLoopback(authority: string): boolean {
  const host = authority
    .replace(/^.*@/, '')
    .replace(/:(\d*|\{[^{}]*\})$/, '')
    .replace(/\.$/, '')
    .toLowerCase();
  return (
    host === 'localhost' || host.endsWith('.localhost') || isIpv4Loopback(host) || /^\[(::|(0+:){7})0*1\]$/.test(host)
  );
}

/** Where a server says that it is plain: its URL, a value of a variable that stands for the scheme, or a 2.0 scheme. */
export interface PlainValue {
  readonly server: Server;
  readonly node: SourceNode;
  /** `http` or `ws`, as written. */
  readonly scheme: string;
  /** The variable whose value it is. */
  readonly variable: string | undefined;
}

/** Nothing for a server that is encrypted, local or of unknown transport. */
export function plainValues(server: Server): readonly PlainValue[] {
  const { template, urlNode } = server;
  if (!server.urls.some((url) => transportOfUrl(url) === 'http')) return [];
  const written = /^(http|ws):\/\//i.exec(template)?.[1];
  if (written !== undefined) return [{ server, node: urlNode, scheme: written, variable: undefined }];
  return server.variables.flatMap(({ name, default: fallback, enum: values }) =>
    [...new Set([fallback, ...values])].flatMap((node) => {
      const scheme = /^(http|ws)(?=$|:$|:\/\/)/i.exec(node?.string ?? '')?.[1];
      return node === undefined || scheme === undefined ? [] : [{ server, node, scheme, variable: name }];
    }),
  );
}

function isIpv4Loopback(host: string): boolean {
  return /^127(\.\d{1,3}){3}$/.test(host) && host.split('.').every((part) => Number(part) <= 255);
}
