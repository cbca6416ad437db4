import { isClientId, isSignedForAws } from '../../heuristics/authStrength.ts';
import { isProtected, isWrite } from '../../heuristics/operationKind.ts';
import { lastSegment } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { perDeclaration, usesOfSchemes } from '../../heuristics/schemeUses.ts';
import { isProtocolScope } from '../../heuristics/scopeWords.ts';
import { namesRole, sharedOperations } from '../../heuristics/sharedAdministration.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { credentialRights, keyParameters, keyWords } from '../../lexicon/credentials.ts';
import { grantFields } from '../../lexicon/roleGrants.ts';
import { specified } from '../../lexicon/specified.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation, SecurityDeclaration, SecurityScheme } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf } from '../../schemas/effectiveSchema.ts';

/** In a smaller API everything may belong together. */
const minOperations = 8;
const minReads = 2;
/** A few deletions are a part of most objects. A static key, which programs hold, is one of the whole API. */
const minDeletions = 3;
const minWritesOfKey = 3;
/** So many operations that name a role or a permission show that credentials have them. */
const minStatements = 3;

export default defineRule({
  meta: {
    id: 'overbroad-credential',
    title: 'One credential without scopes allows everything',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [272, 269],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{name}" has no scopes and allows {operations:operation}, "{read}" as well as "{powerful}". Define scopes, or issue credentials that can only read.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { operations, securitySchemes, cache } = description;
      const served = cache.select(operations, isProtected);
      if (served.length < minOperations) return;
      // missing-scope reports requirements without a scope. A scheme that nothing requires gives no client less.
      const uses = usesOfSchemes(description);
      if ([...securitySchemes.values()].some((one) => definesScopes(one) && uses.has(one.name))) return;
      const scheme = widestScheme(served, securitySchemes);
      if (scheme === undefined) return;
      const allowing = new Set<SecurityDeclaration>();
      for (const [declaration] of declarationsOf(served))
        if (sufficientSchemes(declaration, securitySchemes).includes(scheme)) allowing.add(declaration);
      const allowed = served.filter(({ security: { declaration } }) => declaration && allowing.has(declaration));
      if (allowed.length * 2 < served.length) return;
      const reads = cache.select(allowed, isOrdinaryRead);
      const powerful = cache.select(allowed, isPowerful);
      const deletions = cache.select(allowed, isDeletion);
      const isAllowed =
        deletions.length >= minDeletions || (isKey(scheme) && cache.select(allowed, isWrite).length >= minWritesOfKey);
      const worst = powerful[0] ?? (isAllowed && !isJwt(scheme) ? deletions[0] : undefined);
      const [read] = reads;
      if (read === undefined || worst === undefined || reads.length < minReads) return;
      if (cache.select(allowed, namesRole).length >= minStatements) return;
      // shared-admin-access reports the same cause.
      if (documentsRights(description, scheme) || sharedOperations(description).length > 0) return;
      if (operations.some((operation) => cache.get(issuesRights, operation))) return;
      yield {
        at: { keyOf: scheme.node },
        message: 'found',
        data: { name: scheme.name, operations: allowed.length, read: nameOf(read), powerful: nameOf(worst) },
        operations: allowed.length,
        related: relatedOperations([...new Set([worst, ...powerful, ...deletions])]),
      };
    },
  },
});

/** How many of the operations each declaration protects: many inherit one, which may name many schemes. */
function declarationsOf(operations: readonly Operation[]): ReadonlyMap<SecurityDeclaration, number> {
  const counts = new Map<SecurityDeclaration, number>();
  for (const { security } of operations) {
    const { declaration } = security;
    if (declaration !== undefined) counts.set(declaration, (counts.get(declaration) ?? 0) + 1);
  }
  return counts;
}

/** The scheme that is enough for most of the operations. */
function widestScheme(
  operations: readonly Operation[],
  securitySchemes: OpenApiDescription['securitySchemes'],
): SecurityScheme | undefined {
  const counts = new Map<SecurityScheme, number>();
  for (const [declaration, count] of declarationsOf(operations))
    for (const scheme of sufficientSchemes(declaration, securitySchemes))
      counts.set(scheme, (counts.get(scheme) ?? 0) + count);
  const [widest] = [...counts].sort(([, a], [, b]) => b - a);
  return widest?.[0];
}

/** The schemes that are enough alone and tell no scopes apart. */
const sufficientSchemes = perDeclaration(
  'overbroad-credential.sufficientSchemes',
  ({ requirements }, securitySchemes): readonly SecurityScheme[] => {
    const found = new Set<SecurityScheme>();
    for (const { schemes } of requirements) {
      const proofs = schemes.filter(({ name }) => !isClientId(name, securitySchemes.get(name)?.parameterName));
      const [only] = proofs;
      const scheme = only === undefined || proofs.length > 1 ? undefined : securitySchemes.get(only.name);
      if (scheme !== undefined && only?.scopes.length === 0 && isUnscoped(scheme)) found.add(scheme);
    }
    return [...found];
  },
);

const isUnscoped = pure('overbroad-credential.isUnscoped', (scheme: SecurityScheme): boolean => {
  if (scheme.type === 'oauth2') return !definesScopes(scheme);
  // The policies of AWS decide what its signatures allow.
  return isKey(scheme) ? !isSignedForAws(scheme) : scheme.httpScheme === 'bearer';
});

function definesScopes({ flows }: SecurityScheme): boolean {
  const scopes = flows.flatMap((flow) => flow.scopes.filter((scope) => !isProtocolScope(scope)));
  return new Set(scopes).size > 1;
}

function isKey({ type, httpScheme }: SecurityScheme): boolean {
  return type === 'apiKey' || type === 'basic' || httpScheme === 'basic';
}

/** A JWT may carry the rights of its user. */
function isJwt({ node }: SecurityScheme): boolean {
  return /jwt/i.test(node.get('bearerFormat')?.string ?? '');
}

const powers = specified('docs/reference/roles.md', ['administration', 'beneficiary', 'factor', 'money'] as const);

const notOrdinary = specified('docs/reference/roles.md', [...powers, 'health', 'metadata'] as const);

const isOrdinaryRead = pure('overbroad-credential.isOrdinaryRead', (operation: Operation): boolean => {
  return operation.method === 'get' && !isWrite(operation) && !hasRole(operation, ...notOrdinary);
});

const isPowerful = pure('overbroad-credential.isPowerful', (operation: Operation): boolean => {
  return isWrite(operation) && hasRole(operation, ...powers) && !namesRole(operation);
});

const isDeletion = pure('overbroad-credential.isDeletion', (operation: Operation): boolean => {
  return operation.method === 'delete' && !namesRole(operation);
});

/** `POST /tokens` with a role in its body: whoever creates a credential decides what it allows. */
const issuesRights = query(
  'overbroad-credential.issuesRights',
  (cache: ReferenceCache, { method, path, requestSchemas }: Operation) =>
    method === 'post' &&
    keyWords.matches(wordsIn(lastSegment(path))) &&
    requestSchemas.some((schema) =>
      [...effectiveOf(schema, cache).propertiesIn('request').keys()].some((name) => grantFields.matches(wordsIn(name))),
    ),
);

/** In words, which many schemes cannot express, or by the accounts of users, whose rights the server knows. */
function documentsRights({ root, operations }: OpenApiDescription, { type, node }: SecurityScheme): boolean {
  const texts = [root.at('info', 'description')?.string, node.get('description')?.string];
  if (credentialRights.find(proseOf('schema', node, ...texts)) !== undefined) return true;
  if (type === 'oauth2') return false;
  return operations.some(
    (operation) =>
      hasRole(operation, 'login', 'registration', 'recovery') && takesInput(operation) && !exchangesKey(operation),
  );
}

/** One that takes nothing only sounds like a login of users. */
function takesInput({ parameters, requestSchemas }: Operation): boolean {
  return parameters.length > 0 || requestSchemas.length > 0;
}

/** `POST /auth/api-key`: a token for a key has the rights of the key, and no user has logged in. */
const exchangesKey = pure('overbroad-credential.exchangesKey', ({ path }: Operation): boolean =>
  keyParameters.matches(writtenWordsIn(lastSegment(path))),
);
