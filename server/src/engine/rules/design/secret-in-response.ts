import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isReturned } from '../../openapi/schemaUsage.ts';
import type { Fix } from '../../repair/fix.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import { gather, related } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'secret-in-response',
    title: 'A response gives back a password or its hash',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [200, 522],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Responses give back "{name}". Mark it "writeOnly", or leave it out of what is returned.',
      many: 'Responses give back "{name}" and {others} more secrets of this schema. Mark them "writeOnly".',
    },
  },

  visit: {
    *Schema(schema, { version }) {
      const secrets = schema.parts.filter((part) => isReturned(schema, part) && isSecret(part));
      const fixes = (parts: readonly SchemaPart[]) => () => (version === '2.0' ? [] : [markWriteOnly(parts)]);
      yield* gather(
        secrets,
        (part, echo) =>
          ({ at: keyOf(part), message: 'one', data: { name: nameOf(part) }, echo, fixes: fixes([part]) }) as const,
        (first, others) =>
          ({
            at: keyOf(first),
            message: 'many',
            data: { name: nameOf(first), others: others.length },
            related: related(others, keyOf, nameOf),
            fixes: fixes(secrets),
          }) as const,
      );
    },
  },
});

/** Passwords and what they are checked with. Tokens and keys may have to be handed out once; a password never. */
const names = new Set(['password', 'passwd', 'passphrase', 'password hash', 'hashed password', 'password salt']);

function isSecret({ property, node, types }: SchemaPart): boolean {
  if (property === undefined || types.includes('boolean') || types.includes('object')) return false;
  if (node.get('enum') !== undefined) return false;
  return names.has(tokenize(property).join(' '));
}

function keyOf({ node }: SchemaPart) {
  return { keyOf: node };
}

function nameOf({ property = '' }: SchemaPart): string {
  return property;
}

function markWriteOnly(parts: readonly SchemaPart[]): Fix {
  return {
    title: parts.length === 1 ? 'Mark it "writeOnly"' : `Mark ${parts.length} properties "writeOnly"`,
    safety: 'unsafe',
    patches: parts.map(({ node }) => ({ op: 'set', at: node, path: ['writeOnly'], value: true, after: ['type'] })),
  };
}
