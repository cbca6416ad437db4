import { logsIn } from '../../heuristics/loginOperation.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation, Response } from '../../openapi/model.ts';
import { gathering, nameOf, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { propertiesOf } from '../../schemas/requestFields.ts';
import type { Resolve } from '../../schemas/schemaUnit.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'cacheable-token',
    title: 'A response with a token may be kept in a cache',
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
        'The response of "{operation}" holds a token and documents no "Cache-Control", so nothing keeps it out of caches. Document "no-store".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const cacheable = cacheableResponses(description);
      yield* gathering(
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

function cacheableResponses({ operations, cache, resolve }: OpenApiDescription): readonly Cacheable[] {
  const seen = new Set<unknown>();
  const wordsIn = propertyWords(resolve);
  return cache.select(operations, isServed).flatMap((operation) =>
    operation.responses.flatMap((response) => {
      if (!response.status.startsWith('2') || seen.has(response.node)) return [];
      seen.add(response.node);
      if (response.headers.some(({ name }) => name.toLowerCase() === 'cache-control')) return [];
      const isLogin = logsIn(operation);
      const holdsToken = response.schemas.some((schema) => {
        const words = wordsIn(schema);
        return (isLogin && words.has('token')) || hasToken(words);
      });
      return holdsToken ? [{ operation, response }] : [];
    }),
  );
}

/** The names of what a schema holds, in words; read once for all operations that return it. */
function propertyWords(resolve: Resolve): (schema: SourceNode) => ReadonlySet<string> {
  const known = new Map<SourceNode, ReadonlySet<string>>();
  return (schema) => {
    const node = resolve(schema) ?? schema;
    let words = known.get(node);
    if (words === undefined) {
      words = new Set([...propertiesOf(node, resolve).keys()].map((name) => tokenize(name).join(' ')));
      known.set(node, words);
    }
    return words;
  };
}

/** The list of names is short, what a schema holds is not. */
function hasToken(words: ReadonlySet<string>): boolean {
  for (const name of names) if (words.has(name)) return true;
  return false;
}

const names: ReadonlySet<string> = new Set([
  'access token',
  'refresh token',
  'id token',
  'auth token',
  'bearer token',
  'jwt',
  'client secret',
  'session token',
]);
