import { isServed } from '../../heuristics/operationKind.ts';
import { logsIn } from '../../heuristics/roles.ts';
import { lastingSecrets } from '../../lexicon/credentials.ts';
import { apiTokens } from '../../lexicon/expiry.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, Response } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupReports, nameOf, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { fieldsIn } from '../../schemas/requestFields.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'cacheable-token',
    title: 'Token response is cacheable',
    pillar: 'authentication',
    owasp: 'API8:2023',
    cwe: [525, 524],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      missing:
        '"{operation}" returns a token but documents no "Cache-Control" header. Document "Cache-Control: no-store".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const cacheable = cacheableResponses(description);
      yield* groupReports(
        cacheable,
        ({ response }) => ({ keyOf: response.node }),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          yield {
            at: { keyOf: first.response.node },
            message: 'missing',
            data: { operation: nameOf(first.operation) },
            operations: left.length,
            related: related(
              others,
              ({ response }) => ({ keyOf: response.node }),
              ({ operation }) => nameOf(operation),
            ),
            fixes: () => [
              {
                title: 'Document "Cache-Control: no-store"',
                safety: 'unsafe',
                patches: left.map(({ response }) => ({
                  op: 'set',
                  at: response.node,
                  path: ['headers', 'Cache-Control'],
                  value: description.version === '2.0' ? noStore : { schema: noStore },
                  after: ['description'],
                })),
              },
            ],
          };
        },
      );
    },
  },
});

const noStore = { type: 'string', enum: ['no-store'] };

interface Cacheable {
  readonly operation: Operation;
  readonly response: Response;
}

function cacheableResponses({ operations, cache }: OpenApiDescription): readonly Cacheable[] {
  const seen = new Set<unknown>();
  const tokensIn = tokenReader(cache);
  return cache.select(operations, isServed).flatMap((operation) =>
    operation.responses.flatMap((response) => {
      if (!response.status.startsWith('2') || seen.has(response.node)) return [];
      seen.add(response.node);
      if (response.headers.some(({ name }) => name.toLowerCase() === 'cache-control')) return [];
      const isLogin = logsIn(operation);
      const holdsToken = response.schemas.some((schema) => {
        const { hasToken, hasSecret } = tokensIn(schema);
        return hasSecret || (isLogin && hasToken);
      });
      return holdsToken ? [{ operation, response }] : [];
    }),
  );
}

interface TokensIn {
  /** A property named `token`, which is a credential only in the response of a login. */
  readonly hasToken: boolean;
  readonly hasSecret: boolean;
}

/** Reads each schema once, as many operations may return it. */
function tokenReader(cache: ReferenceCache): (schema: SourceNode) => TokensIn {
  const known = new Map<SourceNode, TokensIn>();
  return (schema) => {
    const node = cache.resolve(schema) ?? schema;
    let found = known.get(node);
    if (found === undefined) {
      const fields = fieldsIn(schema, 'response', cache).map((name) => writtenWordsIn(name));
      found = {
        hasToken: fields.some((words) => words.length === 1 && words[0] === 'token'),
        hasSecret: fields.some((words) => apiTokens.matches(words) || lastingSecrets.matches(words)),
      };
      known.set(node, found);
    }
    return found;
  };
}
