import { isServed } from '../../openapi/exposure.ts';
import type { OpenApiDescription, Operation, SecurityScheme, Server } from '../../openapi/model.ts';
import { transportOfUrl } from '../../openapi/servers.ts';
import { plainServerFixes } from '../../repair/httpsSnippets.ts';
import { count } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'credentials-over-plaintext',
    title: 'Credentials travel unencrypted',
    pillar: 'transport',
    owasp: 'API2:2023',
    cwe: [319, 523],
    severity: 'error',
    confidence: 'high',
    compliance: ['PCI DSS 8.3.2', 'GDPR Art. 32', 'HIPAA 164.312(e)'],
    since: '0.1.0',
    absence: false,
    messages: {
      plain: '{credential} of "{scheme}" travels unencrypted to "{url}" in {operations}. Use "https" for the server.',
      avoidable:
        '{credential} of "{scheme}" may travel unencrypted to "{url}" in {operations}. Offer the server over "https" only.',
    },
  },

  visit: {
    *SecurityScheme(scheme, { description }) {
      const credential = credentialOf(scheme);
      if (credential === undefined) return;
      const affected = description.operations.filter(
        (operation) => isServed(operation) && isPlain(operation) && needs(operation, scheme),
      );
      const [first] = affected;
      const server = first === undefined ? undefined : plainServersOf(first)[0];
      if (first === undefined || server === undefined) return;
      // The same servers carry every scheme: the first scheme stands for the cause.
      if (!isFirstOf(description, scheme, server)) return;

      const url = server.urls.find((candidate) => transportOfUrl(candidate) === 'http') ?? server.template;
      const isForced = affected.some(({ servers }) => servers.transport === 'http');
      yield {
        at: { keyOf: scheme.node },
        message: isForced ? 'plain' : 'avoidable',
        data: { credential, scheme: scheme.name, url, operations: count(affected.length, 'operation') },
        severity: isForced ? 'error' : 'warning',
        operations: affected.length,
        related: [{ at: server.urlNode, message: 'This server is not encrypted.' }],
        fixes: () => plainServerFixes(description, new Set(affected.flatMap(plainServersOf))),
      };
    },
  },
});

/** What of a scheme can be read on the way; mutual TLS cannot be used without encryption at all. */
function credentialOf({ type, httpScheme, in: where }: SecurityScheme): string | undefined {
  if (type === 'apiKey') return where === 'cookie' ? 'The session cookie' : 'The API key';
  if (type === 'oauth2' || type === 'openIdConnect') return 'The access token';
  if (type === 'basic' || httpScheme === 'basic') return 'The password';
  if (type === 'http') return httpScheme === 'bearer' ? 'The bearer token' : 'The credential';
  return undefined;
}

function isPlain({ servers }: Operation): boolean {
  return servers.transport === 'http' || servers.transport === 'mixed';
}

function plainServersOf({ servers }: Operation): readonly Server[] {
  return servers.servers.filter(({ urls }) => urls.some((url) => transportOfUrl(url) === 'http'));
}

function needs({ security }: Operation, { name }: SecurityScheme): boolean {
  return (
    security.declaration?.requirements.some(({ schemes }) => schemes.some((required) => required.name === name)) ??
    false
  );
}

function isFirstOf(
  { securitySchemes, operations }: OpenApiDescription,
  scheme: SecurityScheme,
  server: Server,
): boolean {
  const first = [...securitySchemes.values()].find(
    (candidate) =>
      credentialOf(candidate) !== undefined &&
      operations.some(
        (operation) => isServed(operation) && needs(operation, candidate) && plainServersOf(operation).includes(server),
      ),
  );
  return first === scheme;
}
