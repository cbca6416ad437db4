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
      local:
        '"{host}" is the machine of the client: keys are sent to what listens there. Remove the server from the published description.',
      internal:
        '"{host}" is an internal host next to public servers. Remove the server from the published description.',
    },
  },

  visit: {
    *OpenAPI({ nodes }) {
      const servers = nodes.Server.map((server) => ({ server, hosts: server.urls.map(hostOf) }));
      const isPublished = nodes.Server.some(({ urls }) => urls.some(isPublic));
      for (const { server, hosts } of servers) {
        if (server.urls.every((url) => transportOfUrl(url) === 'local')) {
          const host = hosts[0] ?? '';
          if (isPublished && host !== '') yield { at: server.urlNode, message: 'local', data: { host } };
          continue;
        }
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

/** Not on the machine of the client, in a network of its own, nor under `.local`, where customers install the API. */
function isPublic(url: string): boolean {
  const host = hostOf(url);
  return host !== '' && !host.endsWith('.local') && !isInternalHost(host) && transportOfUrl(url) !== 'local';
}

/** The metadata services of AWS, Azure, Google Cloud and Alibaba Cloud. */
const metadataHosts: ReadonlySet<string> = new Set([
  '169.254.169.254',
  'metadata.google.internal',
  '100.100.100.200',
  '[fd00:ec2::254]',
]);
