import { hostOf, isInternalHost } from '../../heuristics/hosts.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { positionOf, proseOfOperation } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { internalSegments, internalTexts, privateSegments } from '../../lexicon/administration.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { EffectiveServers, Operation } from '../../openapi/model.ts';
import { transportOfUrl } from '../../openapi/servers.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'internal-operation-on-public-server',
    title: 'Internal operation on a public server',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059, 668],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" is marked as internal, but its server is public. Give it an internal server, or remove it from the published description.',
      many: '"{name}" and {others:more operation} are marked as internal, but their server is public. Give them an internal server, or remove them from the published description.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }, { config }) {
      const isStrict = config.profile === 'strict' || config.rules['internal-operation-on-public-server'] !== undefined;
      const internal = cache
        .select(operations, isServed)
        .filter((operation) => saysInternal(operation) || (isStrict && isInternal(operation)));
      yield* groupNamed(
        internal.filter((operation) => isPublished(operation.servers)),
        { ...operationNaming, ...(isStrict ? {} : { few: 1 }) },
      );
    },
  },
});

/** Tools leave out what has the extension; a text for readers is published with the operation. */
const saysInternal = pure('internal-operation-on-public-server.saysInternal', (operation: Operation): boolean => {
  return internalTexts.find(proseOfOperation(operation)) !== undefined || hasInternalPath(operation);
});

/** `/internal/limits`, before any object. */
function hasInternalPath(operation: Operation): boolean {
  const segments = positionOf(operation).before.map(wordsIn);
  if (segments.some((words) => internalSegments.matches(words))) return true;
  return operation.security.authentication === 'none' && segments.some((words) => privateSegments.matches(words));
}

function isInternal({ node, pathItem }: Operation): boolean {
  return [node, pathItem].some((holder) => holder.get('x-internal')?.scalar === true);
}

/** On a public host: neither local nor in a private network. */
const isPublished = pure('internal-operation-on-public-server.isPublished', ({ urls }: EffectiveServers): boolean =>
  urls.some((url) => {
    const host = hostOf(url);
    // Swagger 2.0 may leave the scheme out.
    return (
      transportOfUrl(url.startsWith('//') ? `https:${url}` : url) !== 'local' &&
      host.includes('.') &&
      !isInternalHost(host) &&
      !host.includes('{')
    );
  }),
);
