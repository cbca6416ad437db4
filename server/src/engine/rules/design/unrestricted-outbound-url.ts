import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import { sentParts } from '../parts.ts';
import { defineRule, type RuleContext } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'unrestricted-outbound-url',
    title: 'Clients choose an address that the server calls',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [918],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'The server calls the address in "{name}", and nothing restricts it. Add a "pattern" for hosts that are meant.',
      many: 'The server calls the addresses in "{name}" and {others} more fields, and nothing restricts them. Add a "pattern".',
    },
  },

  visit: {
    Schema: sentParts(isTarget),
  },
});

/** What such a field is called where the server itself goes there. */
const called: ReadonlySet<string> = new Set(
  'webhook hook callback notify notification ping postback fetch import proxy'.split(' '),
);

function isTarget({ node, property }: SchemaPart, resolve: RuleContext['resolve']): boolean {
  const schema = resolve(node) ?? node;
  if (property === undefined || ['pattern', 'enum', 'const', 'properties', '$ref'].some((key) => schema.has(key)))
    return false;
  const type = schema.get('type');
  const types = type?.string === undefined ? (type?.items() ?? []).map(({ string }) => string) : [type.string];
  if (types.length > 0 && !types.includes('string')) return false;
  const words = tokenize(property);
  const last = words.at(-1) ?? '';
  // What is an address by its format need not be called one.
  if (['webhook', 'callback'].includes(last) && /^(uri|url|iri)$/.test(schema.get('format')?.string ?? '')) return true;
  return ['url', 'uri', 'endpoint'].includes(last) && words.some((word) => called.has(word));
}
