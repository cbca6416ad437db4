import { counted } from '../../counted.ts';
import { pure } from '../../incremental/pure.ts';
import { passwordFields, repetitions } from '../../lexicon/passwordFields.ts';
import { slice, wordsIn } from '../../lexicon/words.ts';
import type { Parameter } from '../../openapi/model.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import { isSent, type Schema } from '../../schemas/schemaUsage.ts';
import type { Place, SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'unmasked-password',
    title: 'Password field has no "format: password"',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [549],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" is a password, but tools display it as plain text. Add "format: password".',
      many: '"{name}" and {others:more field} are passwords, but tools display them as plain text. Add "format: password".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      const fields = [...cache.collect(nodes.Schema, passwordsIn), ...nodes.Parameter.flatMap(formField)];
      const shown = fields.filter(({ node }) => isShown(effectiveOf(node, cache)));
      const schemaOf = ({ node }: Field): SourceNode => effectiveOf(node, cache).place;
      yield* groupNamed(shown, {
        at: ({ at }) => at,
        name: ({ name }) => name,
        fixes: (some) => [mark([...new Set(some.map(schemaOf))])],
      });
    },
  },
});

interface Field {
  readonly name: string;
  readonly at: Place;
  /** Its schema. */
  readonly node: SourceNode;
}

const passwordsIn = pure('unmasked-password.passwordsIn', (schema: Schema): readonly Field[] =>
  schema.parts.flatMap((part) => {
    const { node, property: name = '' } = part;
    return isPassword(name) && isSent(schema, part) ? [{ name, at: { keyOf: node }, node }] : [];
  }),
);

/** Swagger 2.0 has the fields of forms among the parameters. */
function formField({ name, in: where, node, schema }: Parameter): readonly Field[] {
  if (where !== 'formData' || schema === undefined || !isPassword(name)) return [];
  return [{ name, at: node.get('name') ?? node, node: schema }];
}

/** `newPassword`, `passwordConfirmation`; not `passwordHint`. */
function isPassword(name: string): boolean {
  const words = wordsIn(name);
  return passwordFields.matches(repetitions.matches(words) ? slice(words, 0, -1) : words);
}

function isShown(schema: EffectiveSchema): boolean {
  return schema.types.includes('string') && !schema.has('format') && !schema.has('enum');
}

function mark(schemas: readonly SourceNode[]): Fix {
  return {
    title:
      schemas.length === 1 ? 'Add "format: password"' : `Add "format: password" to ${counted(schemas.length, 'field')}`,
    safety: 'safe',
    patches: schemas.map((node) => ({ op: 'set', at: node, path: ['format'], value: 'password', after: ['type'] })),
  };
}
