import { hostOf, isInternalHost } from '../../heuristics/hosts.ts';
import { transportOfUrl } from '../../openapi/servers.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'internal-server-address',
    title: 'A server address that is internal stands in the description',
    pillar: 'transport',
    owasp: 'API9:2023',
    cwe: [200, 497],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      metadata: 'The server "{host}" is the metadata service of a cloud, which hands out credentials. Remove it.',
      internal:
        'The server "{host}" is internal: published, it tells attackers where to look. Keep it out of the published description.',
    },
  },

  visit: {
    *OpenAPI({ nodes }) {
      const servers = nodes.Server.map((server) => ({ server, hosts: server.urls.map(hostOf) }));
      const isPublished = servers.some(({ hosts }) => hosts.some((host) => host !== '' && !isInternalHost(host)));
      for (const { server, hosts } of servers) {
        if (server.urls.every((url) => transportOfUrl(url) === 'local')) continue;
        const metadata = hosts.find((host) => metadataHosts.has(host));
        const host = metadata ?? hosts.find(isInternalHost);
        if (metadata !== undefined) {
          yield { at: server.urlNode, message: 'metadata', data: { host: metadata }, severity: 'error' };
        } else if (host !== undefined && isPublished) {
          // Where all servers are internal, so is the description.
          yield { at: server.urlNode, message: 'internal', data: { host } };
        }
      }
    },
  },
});

/** The link-local addresses of the clouds' metadata services. */
const metadataHosts: ReadonlySet<string> = new Set([
  '169.254.169.254',
  'metadata.google.internal',
  '100.100.100.200',
  '[fd00:ec2::254]',
]);
