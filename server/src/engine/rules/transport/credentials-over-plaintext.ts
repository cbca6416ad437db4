import { plainServerFixes } from '../../fixes/httpsFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import type { Operation, SecurityScheme, Server } from '../../openapi/model.ts';
import { transportOfUrl } from '../../openapi/servers.ts';
import { count } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'credentials-over-plaintext',
    title: 'Credentials travel unencrypted',
    pillar: 'transport',
    owasp: 'API2:2023',
    cwe: [319, 523],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.2', 'GDPR Art. 32', 'HIPAA 164.312(e)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      plain: '{credential} of "{scheme}" travels unencrypted to "{url}" in {operations}. Use "https" for the server.',
      avoidable:
        '{credential} of "{scheme}" may travel unencrypted to "{url}" in {operations}. Offer the server over "https" only.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const uses = plainUses(description.operations);
      // The same servers carry every scheme: the first scheme of each server stands for the cause.
      const told = new Set<SourceNode>();
      for (const scheme of description.securitySchemes.values()) {
        const credential = credentialOf(scheme);
        const affected = uses.get(scheme.name);
        const [first] = affected ?? [];
        const server = first === undefined ? undefined : plainServersOf(first)[0];
        if (credential === undefined || affected === undefined || server === undefined || told.has(server.node))
          continue;
        told.add(server.node);
        const isForced = affected.some(({ servers }) => servers.transport === 'http');
        const url = server.urls.find((candidate) => transportOfUrl(candidate) === 'http') ?? server.template;
        yield {
          at: { keyOf: scheme.node },
          message: isForced ? 'plain' : 'avoidable',
          data: { credential, scheme: scheme.name, url, operations: count(affected.length, 'operation') },
          severity: isForced ? 'error' : 'warning',
          operations: affected.length,
          related: [{ at: server.urlNode, message: 'This server is not encrypted.' }],
          fixes: () => plainServerFixes(description, new Set(affected.flatMap(plainServersOf))),
        };
      }
    },
  },
});

/** The operations that send a credential of a scheme in the open, by the scheme's name. */
function plainUses(operations: readonly Operation[]): ReadonlyMap<string, readonly Operation[]> {
  const uses = new Map<string, Operation[]>();
  for (const operation of operations) {
    if (!isServed(operation) || !isPlain(operation)) continue;
    const names = operation.security.declaration?.requirements.flatMap(({ schemes }) =>
      schemes.map(({ name }) => name),
    );
    for (const name of new Set(names)) {
      const known = uses.get(name);
      if (known === undefined) uses.set(name, [operation]);
      else known.push(operation);
    }
  }
  return uses;
}

/** What of a scheme can be read on the way; mutual TLS cannot be used without encryption at all. */
function credentialOf(scheme: SecurityScheme): string | undefined {
  const { type, httpScheme, in: where, parameterName } = scheme;
  if (type === 'apiKey') {
    if (isSignature(scheme)) return undefined;
    if (parameterName?.toLowerCase() === 'authorization') return 'The credential';
    return where === 'cookie' ? 'The session cookie' : 'The API key';
  }
  if (type === 'oauth2' || type === 'openIdConnect') return 'The access token';
  if (type === 'basic' || httpScheme === 'basic') return 'The password';
  if (type === 'http') return httpScheme === 'bearer' ? 'The bearer token' : 'The credential';
  return undefined;
}

/** Whoever reads a signature on the way has not got the key that made it. */
function isSignature({ node, name, parameterName = '' }: SecurityScheme): boolean {
  if (node.get('x-amazon-apigateway-authtype')?.string?.toLowerCase() === 'awssigv4') return true;
  return [name, parameterName].some((text) => tokenize(text).some((word) => word === 'signature' || word === 'hmac'));
}

function isPlain({ servers }: Operation): boolean {
  return servers.transport === 'http' || servers.transport === 'mixed';
}

function plainServersOf({ servers }: Operation): readonly Server[] {
  return servers.servers.filter(({ urls }) => urls.some((url) => transportOfUrl(url) === 'http'));
}
