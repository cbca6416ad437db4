import { httpsFixes } from '../../fixes/httpsFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import type { EffectiveServers, OpenApiDescription, Operation, Server, Transport } from '../../openapi/model.ts';
import { type PlainValue, plainValues, transportOfUrl } from '../../openapi/servers.ts';
import { groupReports } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'plaintext-server',
    title: 'Server URL uses plain HTTP',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [319],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 4.2.1', 'GDPR Art. 32', 'HIPAA 164.312(e)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      url: 'The server URL "{url}" is unencrypted. Use "{secure}".',
      variable: 'The value "{value}" of the server variable "{name}" makes the server URL unencrypted. Use "{secure}".',
      scheme: 'The scheme "{scheme}" is unencrypted. Use "{secure}".',
      open: 'The server URL "{url}" has no scheme, so clients may use plain HTTP. Write "https:{url}".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const causes = new Map<string, PlainValue[]>();
      for (const value of description.nodes.Server.flatMap(plainValues)) {
        const { server, node } = value;
        // The same URL at many operations is one cause.
        const cause = server.level === 'root' ? node.pointer : `${server.level} ${server.template} ${node.string}`;
        const known = causes.get(cause);
        if (known === undefined) causes.set(cause, [value]);
        else known.push(value);
      }
      const users = usersByServer(description.operations);
      for (const { urlNode: at, template: url } of description.nodes.Server.filter(hasNoScheme)) {
        yield { at, message: 'open', data: { url }, severity: 'warning', fixes: () => [secureFix(at, url)] };
      }
      for (const values of causes.values()) {
        yield* groupReports(
          values,
          ({ node }) => node,
          function* (left) {
            const [first, ...others] = left;
            if (first === undefined) return;
            const affected = [...new Set(left.flatMap(({ server }) => users.get(server.node) ?? []))];
            yield {
              ...wordingOf(description, first),
              at: first.node,
              severity: severityOf(description, affected),
              operations: affected.reduce((sum, group) => sum + group.operations, 0),
              related: others.slice(0, 10).map(({ node }) => ({ at: node, message: 'The same server URL.' })),
              fixes: () => httpsFixes(left),
            };
          },
        );
      }
    },
  },
});

/** `//api.bank.example`: the scheme is that of the page or document. A host alone in Swagger 2.0 is written without one. */
function hasNoScheme({ urlNode, template }: Server): boolean {
  return urlNode.string === template && /^\/\/[^/]/.test(template) && transportOfUrl(`http:${template}`) === 'http';
}

function secureFix(at: SourceNode, url: string): Fix {
  const value = `https:${url}`;
  return { title: `Write "${value}"`, safety: 'unsafe', patches: [{ op: 'replace', at, value }] };
}

type Wording =
  | { readonly message: 'url'; readonly data: { readonly url: string; readonly secure: string } }
  | {
      readonly message: 'variable';
      readonly data: { readonly value: string; readonly name: string; readonly secure: string };
    }
  | { readonly message: 'scheme'; readonly data: { readonly scheme: string; readonly secure: string } };

function wordingOf({ version }: OpenApiDescription, { node, scheme, variable, server }: PlainValue): Wording {
  const secure = secured(scheme);
  if (variable !== undefined)
    return { message: 'variable', data: { value: node.string ?? '', name: variable, secure } };
  return version === '2.0'
    ? { message: 'scheme', data: { scheme, secure } }
    : { message: 'url', data: { url: server.template, secure } };
}

function secured(scheme: string): string {
  return scheme.toLowerCase() === 'ws' ? 'wss' : 'https';
}

/** A warning where clients can use https instead. */
function severityOf({ servers }: OpenApiDescription, affected: readonly Users[]): 'error' | 'warning' {
  const served = affected.filter(({ isServed }) => isServed);
  if (served.length === 0) {
    return servers.some(({ urls }) => urls.some((url) => transportOfUrl(url) === 'https')) ? 'warning' : 'error';
  }
  return served.every(({ transport }) => transport === 'mixed') ? 'warning' : 'error';
}

/** The operations for which one list of servers is in force. */
interface Users {
  readonly transport: Transport;
  operations: number;
  isServed: boolean;
}

/** By the Server Object. Operations that inherit one list are counted once for all of its servers. */
function usersByServer(operations: readonly Operation[]): ReadonlyMap<SourceNode, readonly Users[]> {
  const byList = new Map<EffectiveServers, Users>();
  for (const operation of operations) {
    const { servers } = operation;
    const users = byList.get(servers) ?? { transport: servers.transport, operations: 0, isServed: false };
    byList.set(servers, users);
    users.operations++;
    users.isServed ||= isServed(operation);
  }
  const byServer = new Map<SourceNode, Users[]>();
  for (const [{ servers }, users] of byList) {
    for (const { node } of servers) {
      const known = byServer.get(node);
      if (known === undefined) byServer.set(node, [users]);
      else known.push(users);
    }
  }
  return byServer;
}
