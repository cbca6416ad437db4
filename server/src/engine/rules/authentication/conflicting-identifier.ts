import { isServed } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { gatherNamed, methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { propertiesOf } from '../../schemas/requestFields.ts';
import { tokenize } from '../../sensitive/tokenize.ts';

export default defineRule({
  meta: {
    id: 'conflicting-identifier',
    title: 'The path and the body name the same object',
    pillar: 'authentication',
    owasp: 'API1:2023',
    cwe: [639, 436],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: '{name} stands in the path and in the body, and they may differ: one may be checked and the other used. Make that of the body "readOnly", or leave it out.',
      many: '{name} stands in the path and in the body, as in {others:more operation}, and they may differ. Make those of bodies "readOnly", or leave them out.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const conflicts = description.operations.flatMap((operation) => {
        const name = conflictOf(operation, description);
        return name === undefined ? [] : [{ operation, name }];
      });
      yield* gatherNamed(conflicts, {
        at: ({ operation }) => methodKey(operation),
        name: ({ operation, name }) => `"${name}" of "${nameOf(operation)}"`,
      });
    },
  },
});

/** An id that a client sends twice. */
function conflictOf(operation: Operation, { resolve }: OpenApiDescription): string | undefined {
  if (!isServed(operation) || operation.requestSchemas.length === 0) return undefined;
  const inPath = operation.parameters.filter((one) => one.in === 'path' && /(^|[a-z_-])id$/i.test(one.name));
  for (const schema of inPath.length === 0 ? [] : operation.requestSchemas) {
    const properties = propertiesOf(schema, resolve);
    const writable = [...properties].filter(
      ([, property]) => (resolve(property) ?? property).get('readOnly')?.scalar !== true,
    );
    for (const { name } of inPath) {
      const twice = writable.find(([key]) => key === name || isSame(key, name, operation));
      if (twice !== undefined) return twice[0];
    }
  }
  return undefined;
}

/**
 * `order-id` and `orderId`, and `id` where the path ends with the id: what is put there has one. A POST may well name
 * another one, to copy to.
 */
function isSame(key: string, name: string, { method, path }: Operation): boolean {
  if (method !== 'put' && method !== 'patch') return false;
  const words = tokenize(key).join(' ');
  return words === tokenize(name).join(' ') || (words === 'id' && path.replace(/\/$/, '').endsWith(`/{${name}}`));
}
