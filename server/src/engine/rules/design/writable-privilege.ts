import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isSent } from '../../openapi/schemaUsage.ts';
import type { Fix } from '../../repair/fix.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import { gather, related } from '../grouping.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'writable-privilege',
    title: 'Clients may send what they are allowed to do',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915, 269],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Clients may send "{name}", and with it raise their own rights. Mark it "readOnly", or take it out of what is sent.',
      many: 'Clients may send "{name}" and {others} more fields that decide about rights. Mark them "readOnly", or take them out.',
    },
  },

  visit: {
    *Schema(schema) {
      // A schema about rights is there to give them: an administrator's business.
      if (tokenize(schema.name ?? '').some((word) => aboutRights.has(word))) return;
      const writable = schema.parts.filter(
        (part) => isSent(schema, part) && isReturnedToo(schema.usage) && isPrivilege(part),
      );
      const fixes = (parts: readonly SchemaPart[]) => () => [markReadOnly(parts)];
      yield* gather(
        writable,
        (part, echo) =>
          ({ at: keyOf(part), message: 'one', data: { name: nameOf(part) }, echo, fixes: fixes([part]) }) as const,
        (first, others) =>
          ({
            at: keyOf(first),
            message: 'many',
            data: { name: nameOf(first), others: others.length },
            related: related(others, keyOf, nameOf),
            fixes: fixes(writable),
          }) as const,
      );
    },
  },
});

/** One model for both directions: what is shown is accepted as well. A model for requests alone was made on purpose. */
function isReturnedToo({ response }: { readonly response: boolean }): boolean {
  return response;
}

const names: ReadonlySet<string> = new Set([
  'is admin',
  'admin',
  'is superuser',
  'superuser',
  'is staff',
  'is root',
  'is verified',
  'email verified',
  'is email verified',
  'account balance',
  'wallet balance',
  'credit balance',
  'is super admin',
  'super admin',
  'site admin',
]);

const aboutRights: ReadonlySet<string> = new Set(
  'role roles permission permissions grant admin member membership invite invitation acl policy privilege access'.split(
    ' ',
  ),
);

function isPrivilege({ property, types }: SchemaPart): boolean {
  return property !== undefined && !types.includes('object') && names.has(tokenize(property).join(' '));
}

function keyOf({ node }: SchemaPart) {
  return { keyOf: node };
}

function nameOf({ property = '' }: SchemaPart): string {
  return property;
}

function markReadOnly(parts: readonly SchemaPart[]): Fix {
  return {
    title: parts.length === 1 ? 'Mark it "readOnly"' : `Mark ${parts.length} properties "readOnly"`,
    safety: 'unsafe',
    patches: parts.map(({ node }) => ({ op: 'set', at: node, path: ['readOnly'], value: true, after: ['type'] })),
  };
}
