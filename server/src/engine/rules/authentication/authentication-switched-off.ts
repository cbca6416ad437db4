import { isProtected } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'authentication-switched-off',
    title: 'Gateway extension disables authentication',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [306, 288],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.1', 'HIPAA 164.312(d)'],
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{extension}" disables the authentication that "{operation}" requires. Remove it.',
      root: '"{extension}" disables the authentication that this API requires. Remove it.',
    },
  },

  visit: {
    *OpenAPI({ root, operations, cache }) {
      const protectedOperations = cache.select(operations, isProtected);
      if (protectedOperations.length === 0) return;
      // One finding for each path item, naming its first operation.
      const switchedOff = cache.select(protectedOperations, isSwitchedOffByPath);
      const firsts = new Map(switchedOff.toReversed().map((operation) => [operation.pathItem, operation]));
      for (const operation of firsts.values()) yield* report(operation.pathItem, operation);
      for (const { key, value } of root.entries()) {
        if (switchesOff(key, value)) yield { at: { keyOf: value }, message: 'root', data: { extension: key } };
      }
    },
    *Operation(operation) {
      if (isProtected(operation)) yield* report(operation.node, operation);
    },
  },
});

const isSwitchedOffByPath = pure(
  'authentication-switched-off.isSwitchedOffByPath',
  ({ pathItem }: Operation): boolean => {
    return pathItem.entries().some(({ key, value }) => switchesOff(key, value));
  },
);

function* report(holder: SourceNode, operation: Operation) {
  for (const { key, value } of holder.entries()) {
    if (!switchesOff(key, value)) continue;
    const data = { extension: key, operation: nameOf(operation) };
    yield { at: { keyOf: value }, message: 'found', data } as const;
  }
}

/** Vendor extensions that disable authentication. */
function switchesOff(key: string, value: SourceNode): boolean {
  switch (key) {
    case 'x-amazon-apigateway-auth':
      return value.get('type')?.string?.toUpperCase() === 'NONE';
    case 'x-auth-type':
      return value.string?.toLowerCase() === 'none';
    case 'x-wso2-disable-security':
    case 'x-42c-no-authentication':
      return value.scalar === true;
    default:
      return false;
  }
}
