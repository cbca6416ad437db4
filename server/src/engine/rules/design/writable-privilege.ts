import { markFix } from '../../fixes/accessFixes.ts';
import { gatherNamed } from '../../rule/group.ts';
import { defineRule, type RuleContext } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isSent } from '../../schemas/schemaUsage.ts';
import { viewOf } from '../../schemas/schemaView.ts';
import { tokenize } from '../../sensitive/tokenize.ts';

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
    compliance: ['PCI DSS 7.2.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Clients may send "{name}", and with it raise their own rights. Mark it "readOnly", or take it out of what is sent.',
      many: 'Clients may send "{name}" and {others:more field} that decide about rights. Mark them "readOnly", or take them out.',
    },
  },

  visit: {
    *Schema(schema, { resolve }) {
      // A schema about rights is there to give them: an administrator's business.
      if (tokenize(schema.name ?? '').some((word) => aboutRights.has(word))) return;
      // What is shown is accepted as well, where one model serves for both; a model for requests alone was made on purpose.
      if (!schema.usage.response) return;
      yield* gatherNamed(
        schema.parts.filter((part) => isSent(schema, part) && isPrivilege(part, resolve)),
        {
          ...partNaming,
          fixes: (parts) => [
            markFix(
              'readOnly',
              parts.map(({ node }) => node),
            ),
          ],
        },
      );
    },
  },
});

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
  'user role',
  'is super admin',
  'super admin',
  'site admin',
]);

const aboutRights: ReadonlySet<string> = new Set(
  'role roles permission permissions grant admin member membership invite invitation teammate staff operator acl policy privilege access'.split(
    ' ',
  ),
);

function isPrivilege({ property, types, node, enclosing }: SchemaPart, resolve: RuleContext['resolve']): boolean {
  if (property === undefined || types.includes('object')) return false;
  const name = tokenize(property).join(' ');
  // An `admin` may be somebody: who the administrator is, not whether one is.
  if (name === 'admin') return isOfPerson(enclosing) && viewOf(node, resolve)?.types.includes('boolean') === true;
  // A role may be anything, from a job to a part in a play, until its values say that one of them rules.
  return (
    names.has(name) ||
    (name === 'role' && ((resolve(node) ?? node).get('enum')?.items() ?? []).some(({ string = '' }) => isRuler(string)))
  );
}

/** `admin` of a user, or of what has no name; that of a comment says who wrote it. */
function isOfPerson([, around = '']: readonly string[]): boolean {
  return around === '' || /user|account|profile|member|person|customer|employee|login|sign/i.test(around);
}

function isRuler(role: string): boolean {
  return /^(super ?|site |system )?(admin(istrator)?|superuser|root)$/.test(tokenize(role).join(' '));
}
