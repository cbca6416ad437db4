import { markFix } from '../../fixes/accessFixes.ts';
import { pure } from '../../incremental/pure.ts';
import {
  answerWords,
  errorWords,
  issuedSecrets,
  issuingWords,
  passwordChecks,
  passwordOwners,
  passwords,
  sharedSecrets,
  withheldSecrets,
} from '../../lexicon/secrets.ts';
import { specified } from '../../lexicon/specified.ts';
import { type Prose, proseOf } from '../../lexicon/subject.ts';
import { slice, type Words, wordsIn } from '../../lexicon/words.ts';
import { gathering, gatherNamed, type Naming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, type Schema } from '../../schemas/schemaUsage.ts';

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
      secret:
        'Whoever may read this gets "{name}" again and again. Tell it once, when it is made, and leave it out of what is read.',
      secrets:
        'Whoever may read these gets "{name}" and {others:more secret} again and again. Tell each once, when it is made.',
      one: 'Responses give back "{name}". Mark it "writeOnly", or leave it out of what is returned.',
      many: 'Responses give back "{name}" and {others:more secret}. Mark them "writeOnly".',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache, version }) {
      const naming: Naming<SchemaPart> = {
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
      };
      yield* gatherNamed(cache.collect(nodes.Schema, secretsIn), naming);
      yield* gathering(cache.collect(nodes.Schema, keysIn), naming.at, function* (left) {
        for (const report of gatherNamed(left, naming)) {
          const weight = { severity: 'warning', confidence: 'medium' } as const;
          if (report.message === 'one') yield { ...report, ...weight, message: 'secret' } as const;
          else yield { ...report, ...weight, message: 'secrets' } as const;
        }
      });
    },
  },
});

const secretsIn = pure('secret-in-response.secretsIn', (schema: Schema): readonly SchemaPart[] =>
  schema.parts.filter((part) => isReturned(schema, part) && isSecret(part, isPassword)),
);

const keysIn = pure('secret-in-response.keysIn', (schema: Schema): readonly SchemaPart[] =>
  schema.usage.readResponse
    ? schema.parts.filter((part) => isReturned(schema, part) && isSecret(part, sharedSecrets.matches))
    : [],
);

/** What the server made up itself, it has to tell once: by the description, or by the name of the answer around it. */
function isIssued({ enclosing }: SchemaPart, description: Prose<'property'>): boolean {
  if (issuedSecrets.find(description) !== undefined) return true;
  return enclosing.some((name) => {
    const words = wordsIn(name, { singular: false });
    return issuingWords.matches(words) && answerWords.matches(words);
  });
}

function isSecret(part: SchemaPart, isName: (words: Words<'as written'>) => boolean): boolean {
  const { property, node, types } = part;
  if (property === undefined || types.some((type) => otherwise.has(type))) return false;
  if (node.has('enum') || !isName(wordsIn(property, { singular: false }))) return false;
  const description = proseOf('property', part, node.get('description')?.string);
  // Withheld: the author knows, and only `writeOnly` is missing.
  if (isIssued(part, description) || withheldSecrets.find(description) !== undefined) return false;
  return !isComplaint(part) && !isKept(part);
}

/** A list under that name holds what is wrong with the field. */
const otherwise: ReadonlySet<string> = new Set(specified('JSON Schema', ['boolean', 'object', 'array']));

/** A vault gives back what it keeps: `Password.password`; a configuration is there to be read by what runs with it. */
function isKept({ property = '', enclosing }: SchemaPart): boolean {
  const around = enclosing[1] ?? '';
  return around.toLowerCase() === property.toLowerCase() || /configuration_?file/i.test(around);
}

/** `errors: { password: "too short" }` */
function isComplaint({ parent }: SchemaPart): boolean {
  return parent?.enclosing.some((name) => errorWords.matches(wordsIn(name, { singular: false }))) === true;
}

function isPassword(words: Words<'as written'>): boolean {
  const held = passwordChecks.matches(words) ? slice(words, 0, -1) : words;
  return passwords.matches(held) || (passwordOwners.has(held[0] ?? '') && passwords.matches(slice(held, 1)));
}
