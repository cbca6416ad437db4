import { lowerBoundFixes } from '../../fixes/boundFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment, proseOfOperation } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { plainAddresses } from '../../lexicon/outbound.ts';
import { accountSegments } from '../../lexicon/ownership.ts';
import { passwordChanges, passwordProofs } from '../../lexicon/passwordChange.ts';
import { passwordFields, passwordPolicies, policyOperations } from '../../lexicon/passwordFields.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { lengthsOf } from '../../patterns/lengths.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partNaming } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import { partsNear, type SchemaPart } from '../../schemas/schemaUnit.ts';

/** NIST SP 800-63B and PCI DSS ask for no fewer. */
const minLength = 8;

export default defineRule({
  meta: {
    id: 'weak-password-policy',
    title: 'New password may be short',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [521],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 8.3.6'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" sets a password, but accepts fewer than eight characters. Add "minLength", and refuse known passwords.',
      many: '"{name}" and {others:more field} set passwords, but accept fewer than eight characters. Add "minLength", and refuse known passwords.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      const weak = cache.select(operations, maySetPassword).flatMap((operation) => cache.get(weakPasswords, operation));
      if (weak.length === 0 || cache.select(operations, managesPolicy).length > 0) return;
      const parts = [...new Map(weak.map((part) => [part.node, part])).values()];
      yield* groupNamed(parts, {
        ...partNaming,
        // One policy of the author, however many fields there are.
        few: 1,
        fixes: (some) =>
          lowerBoundFixes(
            'minLength',
            minLength,
            'password',
            some.map(({ node }) => effectiveOf(node, cache).place),
          ),
      });
    },
  },
});

/** An operation that gives an account a password. A login takes those that exist. */
const maySetPassword = pure('weak-password-policy.maySetPassword', (operation: Operation): boolean => {
  const { method, path, operationId = '' } = operation;
  if (!isServed(operation) || !['post', 'put', 'patch'].includes(method)) return false;
  if (hasRole(operation, 'login', 'token', 'logout')) return false;
  if (passwordPolicies.find(proseOfOperation(operation)) !== undefined) return false;
  if (hasRole(operation, 'registration', 'recovery')) return true;
  const segments = path.split('/');
  const last = lastSegment(path);
  const ends = [last, `${segments.at(-2)} ${last}`, operationId].map(writtenWordsIn);
  if (ends.some((words) => passwordChanges.matches(words)) || passwordFields.matches(wordsIn(last))) return true;
  return accountSegments.matches(wordsIn(last));
});

/** `GET /settings/password-policies` */
const managesPolicy = pure('weak-password-policy.managesPolicy', ({ path, operationId = '' }: Operation): boolean =>
  [path, operationId].some((name) => policyOperations.matches(wordsIn(name))),
);

const weakPasswords = query(
  'weak-password-policy.weakPasswords',
  (cache: ReferenceCache, { requestSchemas }: Operation): readonly SchemaPart[] => {
    const parts = requestSchemas.flatMap((schema) => partsNear(schema, cache.resolve));
    // With an address, the account is one of another service.
    if (parts.some(({ property = '' }) => plainAddresses.matches(writtenWordsIn(property)))) return [];
    return parts.filter((part) => {
      const { property = '', node, readOnly } = part;
      if (readOnly || !passwordFields.matches(wordsIn(property))) return false;
      if (passwordProofs.matches(writtenWordsIn(property))) return false;
      const text = node.get('description')?.string;
      return passwordPolicies.find(proseOf('property', part, text)) === undefined && isShort(effectiveOf(node, cache));
    });
  },
);

function isShort(schema: EffectiveSchema): boolean {
  if (!schema.types.includes('string') || schema.has('enum') || schema.has('const')) return false;
  const bound = schema.get('minLength')?.scalar;
  if (typeof bound === 'number' && bound >= minLength) return false;
  const pattern = schema.get('pattern')?.string;
  if (pattern === undefined) return true;
  // A pattern that is not understood may ask for more.
  const lengths = lengthsOf(pattern);
  return lengths !== undefined && lengths.min < minLength;
}
