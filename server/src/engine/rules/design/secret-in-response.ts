import { perFact } from '../../openapi/perFact.ts';
import type { SchemaPart } from '../../openapi/schemaUnit.ts';
import { isReturned, type Schema } from '../../openapi/schemaUsage.ts';
import { markFix } from '../../repair/accessSnippets.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import { gatherNamed } from '../grouping.ts';
import { partNaming } from '../parts.ts';
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
    compliance: ['PCI DSS 8.3.2', 'GDPR Art. 5(1)(f)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Responses give back "{name}". Mark it "writeOnly", or leave it out of what is returned.',
      many: 'Responses give back "{name}" and {others} more secrets. Mark them "writeOnly".',
    },
  },

  visit: {
    *OpenAPI({ nodes, version }) {
      yield* gatherNamed(nodes.Schema.flatMap(secretsIn), {
        ...partNaming,
        // Swagger 2.0 has no `writeOnly`.
        fixes: (parts) =>
          version === '2.0'
            ? []
            : [
                markFix(
                  'writeOnly',
                  parts.map(({ node }) => node),
                ),
              ],
      });
    },
  },
});

const secretsIn = perFact((schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isReturned(schema, part) && isSecret(part)),
);

/** Passwords and what they are checked with. Tokens and keys may have to be handed out once; a password never. */
const names = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'password hash',
  'hashed password',
  'password salt',
  'password digest',
]);

/** Whose password it is, or what was done to it: it stays one. `hasPassword` and `resetPassword` are not. */
const owners = new Set('user login account admin customer member encrypted hashed plain'.split(' '));

/** What the server made up itself, it has to tell once: by the description, or by the name of the answer around it. */
function isIssued({ node, enclosing }: SchemaPart): boolean {
  const text = node.get('description')?.string ?? '';
  if (/\b(generated|issued|temporary|one-time|was created|(only|just) once|once only)\b/i.test(text)) return true;
  return enclosing.some((name) => {
    const words = tokenize(name);
    return words.some((word) => issuing.has(word)) && words.some((word) => word === 'response' || word === 'result');
  });
}

const issuing: ReadonlySet<string> = new Set([
  'create',
  'created',
  'generate',
  'generated',
  'reset',
  'rotate',
  'issue',
]);

function isSecret(part: SchemaPart): boolean {
  const { property, node, types } = part;
  if (property === undefined || types.includes('boolean') || types.includes('object')) return false;
  if (node.get('enum') !== undefined || isIssued(part)) return false;
  const words = tokenize(property);
  const [owner = '', ...rest] = words;
  return names.has(words.join(' ')) || (owners.has(owner) && names.has(rest.join(' ')));
}
