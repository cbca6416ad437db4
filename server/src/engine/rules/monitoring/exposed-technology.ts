import { isServed } from '../../heuristics/operationKind.ts';
import { query } from '../../incremental/query.ts';
import { specified } from '../../lexicon/specified.ts';
import { examplesOf } from '../../openapi/examples.ts';
import type { Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'exposed-technology',
    title: 'Response header names the server software',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [497, 200],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'The response header "{name}" tells which software the server runs. Remove it from responses and from the description.',
      many: 'The response headers "{name}" and {others:more header} tell which software the server runs. Remove them from responses and from the description.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      const headers = [...cache.getEach(telltalesOf, operations.filter(isServed))].flat();
      const distinct = [...new Map(headers.map((header) => [header.node, header])).values()];
      yield* groupNamed(distinct, { at: ({ node }) => ({ keyOf: node }), name: ({ name }) => name, few: 1 });
    },
  },
});

interface Telltale {
  readonly name: string;
  readonly node: SourceNode;
}

const telltalesOf = query(
  'exposed-technology.telltalesOf',
  (cache: ReferenceCache, { responses }: Operation): readonly Telltale[] =>
    responses.flatMap(({ headers }) =>
      headers.filter(({ name, node }) => technologyHeaders.test(name) || (isServer(name) && namesVersion(node, cache))),
    ),
);

/** Sent by frameworks for no other purpose. */
const technologyHeaders = specified(
  'OWASP Secure Headers Project, headers to remove',
  /^(x-powered-by|x-aspnet-version|x-aspnetmvc-version|x-generator|x-powered-cms|x-php-version|x-cf-powered-by)$/i,
);

function isServer(name: string): boolean {
  return name.toLowerCase() === 'server';
}

/** RFC 9110 §10.2.4: `nginx/1.18.0`. A "Server" header without a version tells little. */
function namesVersion(header: SourceNode, { resolve }: ReferenceCache): boolean {
  const schema = header.get('schema');
  const holders = [header, schema === undefined ? undefined : resolve(schema)];
  return holders.some((holder) => holder !== undefined && valuesIn(holder).some((value) => version.test(value)));
}

const version = /[a-z][\w.-]{0,40}\/v?\d/i;

function valuesIn(holder: SourceNode): readonly string[] {
  const single = ['default', 'const'].map((key) => holder.get(key));
  const listed = holder.get('enum')?.items() ?? [];
  return [...examplesOf(holder), ...single, ...listed].flatMap((node) => node?.string ?? []);
}
