import { pure } from '../../incremental/pure.ts';
import { examplesOf } from '../../openapi/examples.ts';
import type { Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'wildcard-cors-with-credentials',
    title: 'CORS allows every origin with credentials',
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
        'CORS allows every origin together with credentials, so any website can read the responses to a user. List the allowed origins.',
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

/** The two headers of each response that has both. */
const corsHeadersOf = pure('wildcard-cors-with-credentials.corsHeadersOf', ({ responses }: Operation) => {
  return responses.flatMap(({ headers }) => {
    const named = (name: string) => headers.find((header) => header.name.toLowerCase() === name)?.node;
    const origin = named('access-control-allow-origin');
    const credentials = named('access-control-allow-credentials');
    return origin === undefined || credentials === undefined ? [] : [{ origin, credentials }];
  });
});

/** True if the schema allows only this value, or an example shows it. */
function says(header: SourceNode, value: string): boolean {
  const schema = header.get('schema') ?? header;
  const places = [schema.get('const'), schema.get('default'), ...examplesOf(schema), ...examplesOf(header)];
  const values = schema.get('enum')?.items() ?? [];
  return [...places, ...(values.length === 1 ? values : [])].some((node) => String(node?.scalar) === value);
}

const openOriginsAt = pure(
  'wildcard-cors-with-credentials.openOriginsAt',
  ({ node, pathItem }: Operation): readonly SourceNode[] => [pathItem, node].flatMap(openOrigins),
);

/** The origins of gateway configurations that allow every origin with credentials. */
function openOrigins(holder: SourceNode): readonly SourceNode[] {
  return holder.entries().flatMap(({ key, value }) => {
    if (!key.startsWith('x-')) return [];
    if (key === 'x-amazon-apigateway-integration') return integrationOrigins(value);
    const configurations = /cors/i.test(key) ? [value, value.get('config')] : [value.get('cors')];
    return configurations.flatMap((one) => (one === undefined ? [] : (originsIn(one) ?? [])));
  });
}

/** Vendors use different prefixes: `allowOrigins`, `accessControlAllowOrigins`, `origins`. */
function originsIn(cors: SourceNode): SourceNode | undefined {
  const entries = cors.entries();
  const named = (name: RegExp): SourceNode | undefined => entries.find(({ key }) => name.test(key))?.value;
  const origins = named(/origins?$/i);
  const isOpen = origins?.string === '*' || origins?.items().some(({ string }) => string === '*');
  const isOff = named(/enabled$/i)?.scalar === false;
  return isOpen && !isOff && String(named(/credentials$/i)?.scalar) === 'true' ? origins : undefined;
}

/** Headers that Amazon API Gateway sets: values in single quotes. */
function integrationOrigins(integration: SourceNode): readonly SourceNode[] {
  return (integration.get('responses')?.entries() ?? []).flatMap(({ value }) => {
    const header = (name: string) => value.at('responseParameters', `method.response.header.${name}`);
    const origin = header('Access-Control-Allow-Origin');
    const isOpen = origin?.string === "'*'" && header('Access-Control-Allow-Credentials')?.string === "'true'";
    return isOpen ? [origin] : [];
  });
}
