import { markFix } from '../../fixes/accessFixes.ts';
import { pure } from '../../incremental/pure.ts';
import { gathering, gatherNamed, type Naming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned, type Schema } from '../../schemas/schemaUsage.ts';
import { tokenize } from '../../sensitive/tokenize.ts';

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
        'Whoever may read these gets "{name}" and {others} more secrets again and again. Tell each once, when it is made.',
      one: 'Responses give back "{name}". Mark it "writeOnly", or leave it out of what is returned.',
      many: 'Responses give back "{name}" and {others} more secrets. Mark them "writeOnly".',
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
  schema.usage.readResponse ? schema.parts.filter((part) => isReturned(schema, part) && isSecret(part, isKey)) : [],
);

/** What is shared between two parties. Somebody has to be told once; after that, a server needs to keep no more than a hash. */
const keyNames: ReadonlySet<string> = new Set([
  'client secret',
  'shared secret',
  'app secret',
  'consumer secret',
  'webhook secret',
  'signing secret',
  'secret key',
  'api secret',
  'secret access key',
  'private key',
  'ssh private key',
]);

/** Tokens and keys may have to be handed out once; a password never. */
const names: ReadonlySet<string> = new Set([
  'password',
  'passwd',
  'pwd',
  'passphrase',
  'passwort',
  'kennwort',
  'mot de passe',
  'contrasena',
  'senha',
  'wachtwoord',
]);

/** What a password is checked with. */
const checks: ReadonlySet<string> = new Set(['hash', 'salt', 'digest']);

/** Whose password it is, or what was done to it: it stays one. `hasPassword` and `resetPassword` are not. */
const owners = new Set('user login account admin customer member encrypted hashed plain'.split(' '));

/** What the server made up itself, it has to tell once: by the description, or by the name of the answer around it. */
function isIssued({ node, enclosing }: SchemaPart): boolean {
  const text = node.get('description')?.string ?? '';
  if (
    /\b(generated|issued|temporary|one-time|was created|(only|just) once|once only|(only|just) (returned|shown|available|present|visible)|short-lived|valid for (a |one |\d+ )?(few |short )?(second|minute|hour|time|use)|only works in combination|client-side|publishable)\b/i.test(
      text,
    )
  )
    return true;
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

/** The author knows, and only `writeOnly` is missing. */
function isWithheld({ node }: SchemaPart): boolean {
  const text = node.get('description')?.string ?? '';
  return /\b(not|never|isn't|aren't) (be )?(returned|included|exposed|shown|readable|retrievable)\b|\bwrite[- ]only\b|\b(masked|redacted|obfuscated|encrypted)\b|\bwill be (empty|null|blank)\b|\bonly (users|owners|you|the owner) can see\b/i.test(
    text,
  );
}

function isSecret(part: SchemaPart, isName: (words: readonly string[]) => boolean): boolean {
  const { property, node, types } = part;
  if (property === undefined || types.some((type) => otherwise.has(type))) return false;
  if (node.has('enum') || !isName(tokenize(property))) return false;
  return !isIssued(part) && !isWithheld(part) && !isComplaint(part) && !isKept(part);
}

/** A list under that name holds what is wrong with the field. */
const otherwise: ReadonlySet<string> = new Set(['boolean', 'object', 'array']);

/** A vault gives back what it keeps: `Password.password`; a configuration is there to be read by what runs with it. */
function isKept({ property = '', enclosing }: SchemaPart): boolean {
  const around = enclosing[1] ?? '';
  return around.toLowerCase() === property.toLowerCase() || /configuration_?file/i.test(around);
}

/** `errors: { password: "too short" }` */
function isComplaint({ parent }: SchemaPart): boolean {
  return parent?.enclosing.some((name) => tokenize(name).some((word) => complaints.has(word))) === true;
}

const complaints: ReadonlySet<string> = new Set(['error', 'errors', 'violation', 'violations', 'invalid']);

function isPassword(words: readonly string[]): boolean {
  const held = checks.has(words.at(-1) ?? '') ? words.slice(0, -1) : words;
  const [owner = '', ...rest] = held;
  return names.has(held.join(' ')) || (owners.has(owner) && names.has(rest.join(' ')));
}

/** `googleClientSecret`: the last words say what it is. */
function isKey(words: readonly string[]): boolean {
  return [2, 3].some((length) => keyNames.has(words.slice(-length).join(' ')));
}
