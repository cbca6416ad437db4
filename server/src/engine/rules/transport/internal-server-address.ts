import { hostOf, isInternalHost } from '../../heuristics/hosts.ts';
import { transportOfUrl } from '../../openapi/servers.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'internal-server-address',
    title: 'Internal server URL in the description',
    pillar: 'transport',
    owasp: 'API9:2023',
    cwe: [200, 497],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      metadata: '"{host}" is the metadata service of a cloud, which returns credentials. Remove the server.',
      internal:
        '"{host}" is an internal host next to public servers. Remove the server from the published description.',
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
          // A description with internal servers alone is internal itself.
          yield { at: server.urlNode, message: 'internal', data: { host } };
        }
      }
    },
  },
});

/** The metadata services of AWS, Azure, Google Cloud and Alibaba Cloud. */
const metadataHosts: ReadonlySet<string> = new Set([
  '169.254.169.254',
  'metadata.google.internal',
  '100.100.100.200',
  '[fd00:ec2::254]',
]);
