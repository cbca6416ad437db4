import { plainServerFixes } from '../../fixes/httpsFixes.ts';
import { isSignedForAws } from '../../heuristics/authStrength.ts';
import { declarationsInForce, schemesOf } from '../../heuristics/schemeUses.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, SecurityScheme, Server } from '../../openapi/model.ts';
import { plainServersOf, transportOfUrl } from '../../openapi/servers.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'credentials-over-plaintext',
    title: 'Credentials are sent unencrypted',
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
      plain:
        '"{scheme}" sends {credential} unencrypted to "{url}" in {operations:operation}. Use "https" for the server.',
      avoidable:
        '"{scheme}" can send {credential} unencrypted to "{url}" in {operations:operation}. Offer the server over "https" only.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const uses = plainUses(description);
      // The server is the cause, whatever the scheme: the first scheme of each server is reported.
      const reported = new Set<SourceNode>();
      for (const scheme of description.securitySchemes.values()) {
        const credential = credentialOf(scheme);
        const groups = uses.get(scheme.name);
        const first = groups?.[0]?.operations[0];
        const server = first === undefined ? undefined : plainServersOf(first.servers)[0];
        if (credential === undefined || groups === undefined || server === undefined || reported.has(server.node))
          continue;
        reported.add(server.node);
        const isForced = groups.some((group) => group.isForced);
        const operations = groups.reduce((sum, group) => sum + group.operations.length, 0);
        const url = server.urls.find((candidate) => transportOfUrl(candidate) === 'http') ?? server.template;
        yield {
          at: { keyOf: scheme.node },
          message: isForced ? 'plain' : 'avoidable',
          data: { credential, scheme: scheme.name, url, operations },
          severity: isForced ? 'error' : 'warning',
          operations,
          related: [{ at: server.urlNode, message: 'This server URL is unencrypted.' }],
          fixes: () => plainServerFixes(description, serversOf(groups)),
        };
      }
    },
  },
});

/** The operations with one declaration that send credentials unencrypted. */
interface PlainUses {
  readonly operations: readonly Operation[];
  /** True if one of them has no encrypted server. */
  readonly isForced: boolean;
}

/** By the name of each scheme that is required, in the order of their first operations. */
function plainUses(description: OpenApiDescription): ReadonlyMap<string, readonly PlainUses[]> {
  const uses = new Map<string, PlainUses[]>();
  for (const [declaration, protectedOnes] of declarationsInForce(description)) {
    const operations = protectedOnes.filter(isPlain);
    if (operations.length === 0) continue;
    const group = { operations, isForced: operations.some(({ servers }) => servers.transport === 'http') };
    for (const name of new Set(schemesOf(declaration).map((scheme) => scheme.name))) {
      const known = uses.get(name);
      if (known === undefined) uses.set(name, [group]);
      else known.push(group);
    }
  }
  return uses;
}

function serversOf(groups: readonly PlainUses[]): ReadonlySet<Server> {
  const lists = new Set(groups.flatMap(({ operations }) => operations.map(({ servers }) => servers)));
  return new Set([...lists].flatMap(plainServersOf));
}

/** The credential that a network can read; mutual TLS always encrypts. */
function credentialOf(scheme: SecurityScheme): string | undefined {
  const { type, httpScheme, in: where, parameterName } = scheme;
  if (type === 'apiKey') {
    if (isSignature(scheme)) return undefined;
    if (parameterName?.toLowerCase() === 'authorization') return 'the credential';
    return where === 'cookie' ? 'the session cookie' : 'the API key';
  }
  if (type === 'oauth2' || type === 'openIdConnect') return 'the access token';
  if (type === 'basic' || httpScheme === 'basic') return 'the password';
  if (type === 'http') return httpScheme === 'bearer' ? 'the bearer token' : 'the credential';
  return undefined;
}

/** A signature does not reveal the key that made it. */
function isSignature(scheme: SecurityScheme): boolean {
  const { name, parameterName = '' } = scheme;
  if (isSignedForAws(scheme)) return true;
  return [name, parameterName].some((text) =>
    writtenWordsIn(text).some((word) => word === 'signature' || word === 'hmac'),
  );
}

function isPlain({ servers }: Operation): boolean {
  return servers.transport === 'http' || servers.transport === 'mixed';
}
