import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'wildcard-cors-with-credentials',
    title: 'Every web page may read answers to logged-in users',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [942, 346],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        'All origins are allowed, with credentials: browsers refuse that pair, and a server that echoes the origin instead lets any page read. List the origins that may.',
    },
  },

  visit: {
    *OpenAPI({ root, operations, cache }) {
      const configured = new Set([...openOrigins(root), ...cache.collect(operations, openOriginsAt)]);
      for (const at of configured) yield { at, message: 'found' };
      const seen = new Set<SourceNode>();
      for (const { origin, credentials } of cache.collect(operations, corsHeadersOf)) {
        if (seen.has(origin)) continue;
        seen.add(origin);
        if (says(origin, '*') && says(credentials, 'true'))
          yield { at: { keyOf: origin }, message: 'found', operations: 1 };
      }
    },
  },
});

/** Of each response that has both. */
const corsHeadersOf = pure('wildcard-cors-with-credentials.corsHeadersOf', ({ responses }: Operation) => {
  return responses.flatMap(({ headers }) => {
    const named = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.node;
    const origin = named('access-control-allow-origin');
    const credentials = named('access-control-allow-credentials');
    return origin === undefined || credentials === undefined ? [] : [{ origin, credentials }];
  });
});

/** The value that a header is documented to have: the only one of its schema, or its example. */
function says(header: SourceNode, value: string): boolean {
  const schema = header.get('schema') ?? header;
  const places = [schema.get('const'), schema.get('default'), schema.get('example'), header.get('example')];
  const values = schema.get('enum')?.items() ?? [];
  return [...places, ...(values.length === 1 ? values : [])].some((node) => String(node?.scalar) === value);
}

const openOriginsAt = pure(
  'wildcard-cors-with-credentials.openOriginsAt',
  ({ node, pathItem }: Operation): readonly SourceNode[] => [pathItem, node].flatMap(openOrigins),
);

/** The origins that a gateway is told to allow, where they are all and credentials as well. */
function openOrigins(holder: SourceNode): readonly SourceNode[] {
  return holder.entries().flatMap(({ key, value }) => {
    if (!key.startsWith('x-')) return [];
    if (key === 'x-amazon-apigateway-integration') return integrationOrigins(value);
    const configurations = /cors/i.test(key) ? [value, value.get('config')] : [value.get('cors')];
    return configurations.flatMap((one) => (one === undefined ? [] : (originsIn(one) ?? [])));
  });
}

/** Each vendor has its own words before them: `allowOrigins`, `accessControlAllowOrigins`, `origins`. */
function originsIn(cors: SourceNode): SourceNode | undefined {
  const entries = cors.entries();
  const named = (name: RegExp): SourceNode | undefined => entries.find(({ key }) => name.test(key))?.value;
  const origins = named(/origins?$/i);
  const isOpen = origins?.string === '*' || origins?.items().some(({ string }) => string === '*');
  const isOff = named(/enabled$/i)?.scalar === false;
  return isOpen && !isOff && String(named(/credentials$/i)?.scalar) === 'true' ? origins : undefined;
}

/** Headers that the gateway of AWS sets itself: texts in quotes. */
function integrationOrigins(integration: SourceNode): readonly SourceNode[] {
  return (integration.get('responses')?.entries() ?? []).flatMap(({ value }) => {
    const header = (name: string) => value.at('responseParameters', `method.response.header.${name}`);
    const origin = header('Access-Control-Allow-Origin');
    const isOpen = origin?.string === "'*'" && header('Access-Control-Allow-Credentials')?.string === "'true'";
    return isOpen ? [origin] : [];
  });
}
