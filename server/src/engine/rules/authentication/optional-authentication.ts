import { counted } from '../../counted.ts';
import { document401, keepPublic, nameWithScopes, protectingSchemes } from '../../fixes/securityFixes.ts';
import { handlesHighImpactData, isWrite } from '../../heuristics/operationKind.ts';
import { isOpenByWords, readsOpenData } from '../../heuristics/publicAccess.ts';
import { hasRole, wantsCallers } from '../../heuristics/roles.ts';
import { requiresAnyScheme } from '../../heuristics/schemeUses.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { fewPlaces, groupReports, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'optional-authentication',
    title: 'Authentication is optional',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [287],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.1', 'HIPAA 164.312(d)'],
    since: '0.1.0',
    absence: false,
    messages: {
      root: 'The empty requirement "{}" makes authentication optional for {operations:operation}. Remove it.',
      operation: 'The empty requirement "{}" makes authentication optional for "{operation}". Remove it.',
      only: '"{operation}" lists only the empty requirement "{}", so it needs no authentication. Require a scheme instead.',
      onlyMany:
        '"{operation}" and {others:more operation} list only the empty requirement "{}", so they need no authentication. Require a scheme instead.',
      operations:
        'The empty requirement "{}" makes authentication optional for "{operation}" and {others:more operation}. Remove it from each.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { operations, cache, security: rootSecurity } = description;
      const isDecided = isOpenByWords(description);
      const optional = cache.select(operations, isOptional);
      const declarations = new Map<SecurityDeclaration, Operation[]>();
      for (const operation of optional) {
        const { declaration } = operation.security;
        if (declaration === undefined) continue;
        declarations.set(declaration, [...(declarations.get(declaration) ?? []), operation]);
      }
      const root = declarations.get(rootSecurity as SecurityDeclaration);
      if (rootSecurity !== undefined && root !== undefined) {
        declarations.delete(rootSecurity);
        // Where nothing is required at all, missing-security or missing-security-scheme reports it.
        if (!isOnlyEmpty(rootSecurity) || requiresAnyScheme(description)) {
          yield {
            ...finding(description, [[rootSecurity, root]], isDecided),
            message: 'root',
            data: { operations: root.length },
          };
        }
      }
      for (const isOnly of [false, true]) {
        const uses = [...declarations].filter(([declaration]) => isOnlyEmpty(declaration) === isOnly);
        // Several reads of public data are optional on purpose; a single one is as likely an oversight.
        const open = optional.length > 1 ? uses.filter(([, affected]) => affected.every(readsOpenData)) : [];
        yield* report(description, open, isOnly, true);
        const others = uses.filter((use) => !open.includes(use));
        // The message names the first, so the worst comes first.
        const isWorse = ([, affected]: Uses): boolean => affected.some(isRisky);
        const worstFirst = [...others.filter(isWorse), ...others.filter((use) => !isWorse(use))];
        yield* report(description, worstFirst, isOnly, isDecided);
      }
    },
  },
});

function report(description: OpenApiDescription, group: readonly Uses[], isOnly: boolean, isDecided: boolean) {
  return groupReports(group, placeOf, function* (left) {
    const [first, ...others] = left;
    if (first === undefined) return;
    if (left.length <= fewPlaces) {
      for (const one of left) {
        const data = { operation: nameOf(one[1][0]!) };
        yield { ...finding(description, [one], isDecided), message: isOnly ? 'only' : 'operation', data } as const;
      }
      return;
    }
    const data = { operation: nameOf(first[1][0]!), others: others.length };
    yield { ...finding(description, left, isDecided), message: isOnly ? 'onlyMany' : 'operations', data } as const;
  });
}

type Uses = readonly [SecurityDeclaration, readonly Operation[]];

/** The empty requirement, or the list if it is empty. */
function placeOf([{ node, requirements }]: Uses): SourceNode {
  return requirements.find(({ schemes }) => schemes.length === 0)?.node ?? node;
}

/** One finding for declarations with the same flaw, at the first of them. */
function finding(description: OpenApiDescription, group: readonly Uses[], isDecided: boolean) {
  const places = group.map(placeOf);
  const affected = group.flatMap(([, operations]) => operations);
  return {
    at: places[0]!,
    operations: affected.length,
    severity: affected.some(isRisky) ? 'warning' : 'information',
    decided: isDecided && !affected.some(isRisky),
    related: places.slice(1, 11).map((at) => ({ at, message: 'Authentication is optional here too.' })),
    fixes: () =>
      fixesFor(
        description,
        group.map(([declaration]) => declaration),
        affected,
      ),
  } as const;
}

const isOptional = pure('optional-authentication.isOptional', (operation: Operation): boolean => {
  const { authentication, declaration } = operation.security;
  // An object in place of the list is reported as such.
  if (authentication !== 'optional' || declaration?.node.kind !== 'sequence') return false;
  // Who has the secret in the path, or calls as a machine, needs nothing else.
  return wantsCallers(operation) && !hasRole(operation, 'capability', 'hook');
});

function isRisky(operation: Operation): boolean {
  return isWrite(operation) || handlesHighImpactData(operation);
}

function isOnlyEmpty({ requirements }: SecurityDeclaration): boolean {
  return requirements.every(({ schemes }) => schemes.length === 0);
}

/** Removes the empty requirements; where no other is left, requires a scheme instead. */
function fixesFor(
  description: OpenApiDescription,
  declarations: readonly SecurityDeclaration[],
  affected: readonly Operation[],
): readonly Fix[] {
  const isAtRoot = declarations.some((declaration) => declaration === description.security);
  const open = isAtRoot ? keepPublic(description) : [];
  const note = open.length === 0 ? '' : `, except at ${counted(open.length, 'public operation')}`;
  const others = [...document401(description, affected), ...open];
  if (declarations.every(isOnlyEmpty)) {
    return protectingSchemes(description).map(({ scheme, scopes }) => ({
      title: `Require ${nameWithScopes({ name: scheme.name, scopes })} instead${note}`,
      safety: 'unsafe',
      patches: [
        ...declarations.map(
          ({ node }) => ({ op: 'replace', at: node, value: [{ [scheme.name]: [...scopes] }] }) as const,
        ),
        ...others,
      ],
    }));
  }
  const patches = declarations.flatMap(({ requirements }) =>
    requirements.filter(({ schemes }) => schemes.length === 0).map(({ node }) => ({ op: 'remove', at: node }) as const),
  );
  const title =
    patches.length > 1 ? `Remove ${counted(patches.length, 'empty requirement')}` : 'Remove the empty requirement';
  return [{ title: `${title}${note}`, safety: 'unsafe', patches: [...patches, ...others] }];
}
