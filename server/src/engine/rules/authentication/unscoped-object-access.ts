import { requirementText } from '../../heuristics/authStrength.ts';
import { isHighImpact, isProtected, isWrite } from '../../heuristics/operationKind.ts';
import { proseOfOperation } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { credentialRights } from '../../lexicon/credentials.ts';
import { identifierWords, objectOwnership, ownObjects, personObjects } from '../../lexicon/ownership.ts';
import { specified } from '../../lexicon/specified.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, Parameter } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { SensitiveClass } from '../../sensitive/classify.ts';

export default defineRule({
  meta: {
    id: 'unscoped-object-access',
    title: 'Object-level authorization is not documented',
    pillar: 'authentication',
    owasp: 'API1:2023',
    cwe: [639, 862],
    severity: 'information',
    confidence: 'low',
    recommended: true,
    compliance: ['PCI DSS 7.2.1', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" requires no more than the list operation and documents neither "403" nor "404". Document the response for objects of other users.',
      many: '"{operation}" and {others:more operation} require no more than the list operation and document neither "403" nor "404". Document the response for objects of other users.',
      exposed:
        '"{operation}" takes an ID that others can guess or know, and documents neither "403" nor "404". State whose objects a caller may use, and document the refusal.',
      exposedMany:
        '"{operation}" and {others:more operation} take IDs that others can guess or know, and document neither "403" nor "404". State whose objects a caller may use, and document the refusal.',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const { operations, cache } = description;
      const isStrict = config.profile === 'strict' || config.rules['unscoped-object-access'] !== undefined;
      const exposed = exposedObjects(description);
      yield* groupReports(exposed, methodKey, function* (left) {
        const [first, ...others] = left;
        if (first === undefined) return;
        const base = { at: methodKey(first), operations: left.length, related: relatedOperations(others) };
        const data = { operation: nameOf(first) };
        if (others.length === 0) yield { ...base, message: 'exposed', data };
        else yield { ...base, message: 'exposedMany', data: { ...data, others: others.length } };
      });
      if (!isStrict) return;
      const known = new Set(exposed);
      const open = openObjects(cache.select(operations, isProtected)).filter((operation) => !known.has(operation));
      yield* groupReports(open, methodKey, function* (left) {
        const [first, ...others] = left;
        if (first === undefined) return;
        const base = { at: methodKey(first), operations: left.length, related: relatedOperations(others) };
        const data = { operation: nameOf(first) };
        if (others.length === 0) yield { ...base, message: 'one', data };
        else yield { ...base, message: 'many', data: { ...data, others: others.length } };
      });
    },
  },
});

function openObjects(served: readonly Operation[]): readonly Operation[] {
  const lists = new Map<string, Operation>();
  // Django paths end with a slash.
  for (const operation of served)
    if (operation.method === 'get') lists.set(operation.path.replace(/\/$/, ''), operation);
  return served.filter((operation) => {
    const collection = /^(.+)\/\{[^{}/]*\}\/?$/.exec(operation.path)?.[1];
    const list = collection === undefined ? undefined : lists.get(collection);
    if (list === undefined || !isSilent(operation)) return false;
    return requirementText(operation) === requirementText(list);
  });
}

/** Nothing shows that access is decided for each object. */
const isSilent = pure('unscoped-object-access.isSilent', ({ node, responses }: Operation): boolean => {
  return !node.has('x-authorization') && !responses.some(({ status }) => /^(403|404|4xx|default)$/i.test(status));
});

/** Fewer are an oversight at one operation, and no habit. */
const minExposed = 2;

/** Objects of persons, and objects with numbers for IDs, where the whole description says nothing of refusals. */
function exposedObjects(description: OpenApiDescription): readonly Operation[] {
  const { root, operations, cache } = description;
  const candidates = cache.select(operations, mayExpose).filter((operation) => cache.get(takesExposedId, operation));
  const silent = cache.select(candidates, isSilent);
  if (silent.length < minExposed || silent.length * 2 < candidates.length) return [];
  const introduction = proseOf('introduction', description, root.at('info', 'description')?.string);
  return credentialRights.find(introduction) === undefined ? silent : [];
}

/** An operation on one object that changes it, or returns what harms a person. */
const mayExpose = pure('unscoped-object-access.mayExpose', (operation: Operation): boolean => {
  if (!isProtected(operation) || hasRole(operation, 'administration', 'open-data', 'metadata')) return false;
  if (ownObjects.matches(wordsIn(operation.path))) return false;
  if (!changesObject(operation) && !operation.sensitive.response.some(isHarmful)) return false;
  return objectOwnership.find(proseOfOperation(operation)) === undefined;
});

/** A POST below an object may be what everybody does there: a comment, a like. */
function changesObject(operation: Operation): boolean {
  return operation.method !== 'post' && isWrite(operation);
}

function isHarmful(name: SensitiveClass): boolean {
  return isHighImpact(name) || lesserHarm.has(name);
}

const lesserHarm: ReadonlySet<SensitiveClass> = new Set<SensitiveClass>(
  specified('docs/reference/configuration.md', ['contact', 'financial'] as const),
);

const takesExposedId = query('unscoped-object-access.takesExposedId', (cache: ReferenceCache, operation: Operation) =>
  operation.parameters.some((parameter) => isPersonal(parameter, operation) || isNumericId(parameter, cache)),
);

/** `/customers/{id}` */
function isPersonal({ name, in: where }: Parameter, { path }: Operation): boolean {
  if (where !== 'path') return false;
  const segments = path.split('/');
  const index = segments.indexOf(`{${name}}`);
  return personObjects.matches(wordsIn(segments[index - 1] ?? ''));
}

/** A number can be counted up. */
function isNumericId({ name, in: where, isRequired, schema }: Parameter, cache: ReferenceCache): boolean {
  if (where !== 'path' && !(where === 'query' && isRequired)) return false;
  if (!identifierWords.matches(wordsIn(name)) || schema === undefined) return false;
  return effectiveOf(schema, cache).types.includes('integer');
}
