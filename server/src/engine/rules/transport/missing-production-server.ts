import { hostOf, isInternalHost } from '../../heuristics/hosts.ts';
import { pure } from '../../incremental/pure.ts';
import { productionTexts, testHosts, testPaths, testServers } from '../../lexicon/deployments.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { Server } from '../../openapi/model.ts';
import { transportOfUrl } from '../../openapi/servers.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'missing-production-server',
    title: 'Servers are test environments only',
    pillar: 'transport',
    owasp: 'API9:2023',
    cwe: [1188],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      test: '"{url}" is a test or demo environment, and no production server is described. Add the production server, and say which credentials belong to each.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { servers, root } = description;
      const shared = servers.filter((server) => !isLocal(server));
      const [first] = shared;
      if (first === undefined || !shared.every(isTest)) return;
      const introduction = proseOf('introduction', description, root.at('info', 'description')?.string);
      if (productionTexts.find(introduction) !== undefined) return;
      yield { at: first.urlNode, message: 'test', data: { url: first.template } };
    },
  },
});

/** On the machine of the client, or in the network of a developer. */
const isLocal = pure('missing-production-server.isLocal', ({ urls }: Server): boolean =>
  urls.every((url) => transportOfUrl(url) === 'local' || isInternalHost(hostOf(url))),
);

const isTest = pure('missing-production-server.isTest', ({ node, urls, template }: Server): boolean => {
  // A free variable of the host stands for any environment, whatever its default is.
  if (hasFreeHost(node, template.split('/')[2] ?? '')) return false;
  if (urls.length === 0 || urls.some((url) => hostOf(url) === '')) return false;
  const description = node.kind === 'map' ? node.get('description')?.string?.slice(0, 100) : undefined;
  if (testServers.matches(writtenWordsIn(description ?? ''))) return true;
  return urls.every(
    (url) => isTestHost(hostOf(url)) || pathOf(url).some((name) => testPaths.matches(writtenWordsIn(name))),
  );
});

function hasFreeHost(server: SourceNode, host: string): boolean {
  return [...host.matchAll(/\{([^{}]{1,100})\}/g)].some(
    ([, name = '']) => server.at('variables', name)?.has('enum') === false,
  );
}

/** `api-test` of `api-test.bank.example`: the domain itself is a name. */
function isTestHost(host: string): boolean {
  const labels = host.split('.').slice(0, -2);
  return labels.some((label) => testHosts.matches(writtenWordsIn(label)));
}

function pathOf(url: string): readonly string[] {
  return url.split('/').slice(3);
}
