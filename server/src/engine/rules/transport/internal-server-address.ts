import { transportOfUrl } from '../../openapi/servers.ts';
import { defineRule } from '../rule.ts';

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
      const isPublished = servers.some(({ hosts }) => hosts.some((host) => host !== '' && !isInternal(host)));
      for (const { server, hosts } of servers) {
        if (server.urls.every((url) => transportOfUrl(url) === 'local')) continue;
        const metadata = hosts.find((host) => metadataHosts.has(host));
        const host = metadata ?? hosts.find(isInternal);
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

function hostOf(url: string): string {
  return (/^[a-z][a-z0-9+.-]*:\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1] ?? '').toLowerCase();
}

/** RFC 1918, RFC 6598, RFC 4193, and the names that only an internal resolver knows (RFC 6762, RFC 8375, ICANN `.internal`). */
function isInternal(host: string): boolean {
  return (
    /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2})$/.test(
      host,
    ) ||
    /^169\.254(\.\d+){2}$/.test(host) ||
    /^\[f[cd][0-9a-f]{2}:/.test(host) ||
    /\.(internal|corp|lan|cluster\.local|intranet|home\.arpa)$/.test(host)
  );
}
