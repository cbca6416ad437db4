import { isProtected } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'authentication-switched-off',
    title: 'A gateway extension switches authentication off',
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
      found: '"{extension}" switches off the authentication that "{operation}" requires. Remove it.',
      root: '"{extension}" switches off the authentication that this API requires. Remove it.',
    },
  },

  visit: {
    *OpenAPI({ root, operations, cache }) {
      const protectedOnes = cache.select(operations, isProtected);
      if (protectedOnes.length === 0) return;
      // By path item: the first operation of each.
      const switchedOff = cache.select(protectedOnes, isSwitchedOffByPath);
      const firsts = new Map(switchedOff.toReversed().map((operation) => [operation.pathItem, operation]));
      for (const operation of firsts.values()) yield* found(operation.pathItem, operation);
      for (const { key, value } of root.entries()) {
        if (switchesOff(key, value)) yield { at: { keyOf: value }, message: 'root', data: { extension: key } };
      }
    },
    *Operation(operation) {
      if (isProtected(operation)) yield* found(operation.node, operation);
    },
  },
});

const isSwitchedOffByPath = pure(
  'authentication-switched-off.isSwitchedOffByPath',
  ({ pathItem }: Operation): boolean => {
    return pathItem.entries().some(({ key, value }) => switchesOff(key, value));
  },
);

function* found(holder: SourceNode, operation: Operation) {
  for (const { key, value } of holder.entries()) {
    if (!switchesOff(key, value)) continue;
    const data = { extension: key, operation: nameOf(operation) };
    yield { at: { keyOf: value }, message: 'found', data } as const;
  }
}

/** Each vendor's own way to say that nobody is asked who they are. */
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
