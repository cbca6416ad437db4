import { markFix } from '../../fixes/accessFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import {
  administratorRoles,
  personFlags,
  personGrants,
  personSchemas,
  privileges,
  rightsSchemas,
  vaguePrivileges,
} from '../../lexicon/privileges.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { groupNamed, type Naming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { effectiveOf, type SchemaSource } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';

export default defineRule({
  meta: {
    id: 'writable-privilege',
    title: 'Clients can set their own privileges',
    pillar: 'design',
    owasp: 'API3:2023',
    cwe: [915, 269],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Clients can send "{name}" and so raise their own privileges. Mark it "readOnly", or omit it from requests.',
      many: 'Clients can send "{name}" and {others:more field}, which set privileges. Mark them "readOnly", or omit them from requests.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache, nodes, resolve }) {
      const registrations = cache.select(operations, registers);
      if (registrations.length === 0) return;
      // Schemas that serve both directions are visited by themselves.
      const forRequests = new Map(nodes.Schema.filter(isForRequests).map((schema) => [schema.node, schema]));
      const sent = new Set(registrations.flatMap(({ requestSchemas }) => requestSchemas.map(resolve)));
      const schemas = [...sent].flatMap((node) => (node === undefined ? [] : (forRequests.get(node) ?? [])));
      yield* groupNamed(
        schemas.flatMap((schema) => privilegesIn(schema, cache)),
        privilegeNaming,
      );
    },
    *Schema(schema, { cache }) {
      // A schema about rights exists to grant them; an administrator sends it.
      if (rightsSchemas.matches(wordsIn(schema.name ?? ''))) return;
      // Only where one model serves both directions. A model for requests alone accepts the field on purpose, unless
      // anybody can send it.
      if (!schema.usage.response) return;
      yield* groupNamed(privilegesIn(schema, cache), privilegeNaming);
    },
  },
});

const privilegeNaming: Naming<SchemaPart> = {
  ...partNaming,
  fixes: (parts) => [
    markFix(
      'readOnly',
      parts.map(({ node }) => node),
    ),
  ],
};

const registers = pure(
  'writable-privilege.registers',
  (operation: Operation): boolean => isServed(operation) && hasRole(operation, 'registration'),
);

const isForRequests = ({ usage }: Schema): boolean => usage.request && !usage.response;

function privilegesIn(schema: Schema, source: SchemaSource): readonly SchemaPart[] {
  return schema.parts.filter((part) => isSent(schema, part) && isPrivilege(part, source));
}

function isPrivilege({ property, types, node, enclosing }: SchemaPart, source: SchemaSource): boolean {
  if (property === undefined) return false;
  const words = wordsIn(property);
  // The rights of an account may be an object or a list.
  if (personGrants.matches(words)) return isOfNamedPerson(enclosing);
  if (types.includes('object')) return false;
  if (personFlags.matches(words) && isOfNamedPerson(enclosing) && effectiveOf(node, source).types.includes('boolean'))
    return true;
  if (vaguePrivileges.matches(words)) {
    return isOfPerson(enclosing) && effectiveOf(node, source).types.includes('boolean');
  }
  if (privileges.matches(words)) return true;
  // A role may be a job or a part in a play; it is a privilege if one of its values is an administrator.
  if (words.join(' ') !== 'role') return false;
  const values = effectiveOf(node, source).get('enum')?.items() ?? [];
  return values.some(({ string = '' }) => administratorRoles.matches(wordsIn(string)));
}

function isOfNamedPerson([, around = '']: readonly string[]): boolean {
  return personSchemas.matches(wordsIn(around));
}

/** True in a schema of a person or without a name: the `admin` of a comment says who wrote it. */
function isOfPerson([, around = '']: readonly string[]): boolean {
  return around === '' || personSchemas.matches(wordsIn(around));
}
