import { perFact } from '../../openapi/perFact.ts';
import { type SchemaPart, typesOf } from '../../openapi/schemaUnit.ts';
import { isSent, type Schema } from '../../openapi/schemaUsage.ts';
import type { Fix } from '../../repair/fix.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { gatherNamed } from '../grouping.ts';
import { partNaming } from '../parts.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'unmasked-password',
    title: 'Tools do not know that a field is a password',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [549],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" is a password, and tools show what is typed into it. Add "format: password".',
      many: '"{name}" and {others} more fields are passwords, and tools show what is typed into them. Add "format: password".',
    },
  },

  visit: {
    *OpenAPI({ nodes, resolve }) {
      const schemaOf = ({ node }: SchemaPart): SourceNode => resolve(node) ?? node;
      const shown = nodes.Schema.flatMap(passwordsIn).filter((part) => isShown(schemaOf(part)));
      yield* gatherNamed(shown, { ...partNaming, fixes: (parts) => [mark([...new Set(parts.map(schemaOf))])] });
    },
  },
});

const names: ReadonlySet<string> = new Set(['password', 'passwd', 'passphrase', 'passcode']);
const repeated: ReadonlySet<string> = new Set(['confirmation', 'confirm', 'repeat', 'repeated', 'repetition', 'again']);

const passwordsIn = perFact((schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isPassword(part.property ?? '') && isSent(schema, part)),
);

/** `newPassword`, `passwordConfirmation`; not `passwordHint`. */
function isPassword(name: string): boolean {
  const words = tokenize(name);
  const last = words.at(-1) ?? '';
  return names.has(repeated.has(last) ? (words.at(-2) ?? '') : last);
}

function isShown(schema: SourceNode): boolean {
  return typesOf(schema.get('type')).includes('string') && !schema.has('format') && !schema.has('enum');
}

function mark(schemas: readonly SourceNode[]): Fix {
  return {
    title: schemas.length === 1 ? 'Add "format: password"' : `Add "format: password" to ${schemas.length} fields`,
    safety: 'safe',
    patches: schemas.map((node) => ({ op: 'set', at: node, path: ['format'], value: 'password', after: ['type'] })),
  };
}
