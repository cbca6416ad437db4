import { requirementText } from '../../heuristics/authStrength.ts';
import { isProtected } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupReports, methodKey, nameOf, relatedOperations } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unscoped-object-access',
    title: 'Object-level authorization is not documented',
    pillar: 'authentication',
    owasp: 'API1:2023',
    cwe: [639, 862],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    compliance: ['PCI DSS 7.2.1', 'HIPAA 164.312(a)(1)'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" requires no more than the list operation and documents neither "403" nor "404". Document the response for objects of other users.',
      many: '"{operation}" and {others:more operation} require no more than the list operation and document neither "403" nor "404". Document the response for objects of other users.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const open = openObjects(description);
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

function openObjects({ operations, cache }: OpenApiDescription): readonly Operation[] {
  const served = cache.select(operations, isProtected);
  const lists = new Map<string, Operation>();
  // Django paths end with a slash.
  for (const operation of served)
    if (operation.method === 'get') lists.set(operation.path.replace(/\/$/, ''), operation);
  return served.filter((operation) => {
    const collection = /^(.+)\/\{[^{}/]*\}\/?$/.exec(operation.path)?.[1];
    const list = collection === undefined ? undefined : lists.get(collection);
    if (list === undefined || operation.node.has('x-authorization')) return false;
    if (operation.responses.some(({ status }) => /^(403|404|4xx|default)$/i.test(status))) return false;
    return requirementText(operation) === requirementText(list);
  });
}
