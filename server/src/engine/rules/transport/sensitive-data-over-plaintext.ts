import { plainServerFixes } from '../../fixes/httpsFixes.ts';
import { isHighImpact, isServed } from '../../heuristics/operationKind.ts';
import { evidentSecrets, mailFields, postalFields, sharedTraits } from '../../lexicon/personalFields.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation, SensitiveField } from '../../openapi/model.ts';
import { plainServersOf } from '../../openapi/servers.ts';
import { groupReports, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SensitiveClass } from '../../sensitive/classify.ts';
import type { Place } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'sensitive-data-over-plaintext',
    title: 'Sensitive data is sent unencrypted',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [319],
    severity: 'error',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 4.2.1', 'GDPR Art. 32', 'HIPAA 164.312(e)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{field}" ({class}) is sent unencrypted in {operations:operation}. Use "https" for the server.',
      many: '"{field}" ({class}) and {others:more sensitive field} are sent unencrypted in {operations:operation}. Use "https" for the server.',
      mayOne:
        '"{field}" ({class}) can be sent unencrypted in {operations:operation}. Offer the server over "https" only.',
      mayMany:
        '"{field}" ({class}) and {others:more sensitive field} can be sent unencrypted in {operations:operation}. Offer the server over "https" only.',
      echo: '"{field}" ({class}) is sent unencrypted. Use "https" for the server.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const uses = [...plainUses(description.operations).values()];
      const lists = new Set(uses.flatMap(({ operations }) => operations.map((operation) => operation.servers)));
      const servers = new Set([...lists].flatMap(plainServersOf));
      const fixes = () => plainServerFixes(description, servers);
      yield* groupReports(
        uses,
        ({ field }) => placeOf(field),
        function* (left) {
          // Secrets and regulated data come before names; both have one cause, the server.
          const highImpact = left.filter(({ field }) => isHighImpact(field.class));
          const [first, ...others] = mostEvident(highImpact.length > 0 ? highImpact : left);
          if (first === undefined) return;
          const operations = [...new Set(left.flatMap((use) => use.operations))];
          const rest = left.filter((use) => use !== first);
          const decided = isImpersonal(left);
          const data = { ...dataOf(first.field), operations: operations.length };
          const isForced = operations.some(({ servers: effective }) => effective.transport === 'http');
          const base = {
            at: placeOf(first.field),
            severity: highImpact.length > 0 && isForced ? 'error' : 'warning',
            operations: operations.length,
            related: relatedOperations(first.operations),
            decided,
            fixes,
          } as const;
          const more = { ...data, others: rest.length };
          if (rest.length === 0) yield { ...base, message: isForced ? 'one' : 'mayOne', data };
          else yield { ...base, message: isForced ? 'many' : 'mayMany', data: more };
          for (const { field } of [...others, ...rest.filter((use) => !others.includes(use))]) {
            yield { at: placeOf(field), message: 'echo', data: dataOf(field), echo: true, fixes };
          }
        },
      );
    },
  },
});

interface Use {
  readonly field: SensitiveField;
  readonly operations: Operation[];
}

/** Every sensitive field that is sent unencrypted, each definition once, with its operations. */
function plainUses(all: readonly Operation[]): ReadonlyMap<unknown, Use> {
  const uses = new Map<unknown, Use>();
  for (const operation of all) {
    const { transport } = operation.servers;
    if (!isServed(operation) || (transport !== 'http' && transport !== 'mixed')) continue;
    for (const field of operation.sensitiveFields) {
      if (field.class === 'location' && !isPersonal(operation)) continue;
      const use = uses.get(field.node);
      if (use === undefined) uses.set(field.node, { field, operations: [operation] });
      else if (use.operations.at(-1) !== operation) use.operations.push(operation);
    }
  }
  return uses;
}

/** A location is sensitive only next to data about a person. */
function isPersonal(operation: Operation): boolean {
  return (
    operation.security.authentication !== 'none' ||
    operation.sensitiveFields.some((field) => field.class !== 'location')
  );
}

/** Puts a field that is certainly a secret first. */
function mostEvident(uses: readonly Use[]): readonly Use[] {
  const best = uses.find(({ field }) => evidentSecrets.matches(wordsIn(field.name)));
  return best === undefined ? uses : [best, ...uses.filter((use) => use !== best)];
}

/** Locations and a single kind of name may belong to a thing; with another sensitive field they belong to a person. */
function isImpersonal(uses: readonly Use[]): boolean {
  const isName =
    uses.every(({ field }) => field.class === 'person-name') && new Set(uses.map(({ field }) => field.name)).size === 1;
  // Words and animals have a gender.
  const isGender = uses.every(({ field }) => sharedTraits.matches(wordsIn(field.name)));
  return isName || isGender || uses.every(({ field }) => isPlace(field));
}

function isPlace({ name, class: kind }: SensitiveField): boolean {
  if (kind !== 'contact') return kind === 'location';
  const words = wordsIn(name);
  return postalFields.matches(words) && !mailFields.matches(words);
}

/** The key of a property; of a parameter, its name. */
function placeOf({ node }: SensitiveField): Place {
  if (node.parent?.kind === 'map' && node.parent.key === 'properties') return { keyOf: node };
  return node.get('name') ?? { keyOf: node };
}

const classNames: Readonly<Record<SensitiveClass, string>> = {
  credential: 'credential',
  token: 'token',
  'payment-card': 'payment card data',
  'bank-account': 'bank account data',
  'government-id': 'government ID',
  health: 'health data',
  biometric: 'biometric data',
  demographic: 'demographic data',
  contact: 'contact data',
  'person-name': 'name of a person',
  location: 'location',
  financial: 'financial data',
};

function dataOf(field: SensitiveField) {
  return { field: field.name, class: classNames[field.class] };
}
