import { isServed } from '../../openapi/exposure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import { gatherNamed, methodKey, nameOf } from '../grouping.ts';
import { propertiesOf } from '../requestFields.ts';
import { defineRule } from '../rule.ts';

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
      many: '{name} stands in the path and in the body, as in {others} more operations, and they may differ. Make those of bodies "readOnly", or leave them out.',
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
  const path = operation.path.replace(/\/$/, '');
  const inPath = operation.parameters.filter((one) => one.in === 'path' && /(^|[a-z_-])id$/i.test(one.name));
  for (const schema of inPath.length === 0 ? [] : operation.requestSchemas) {
    const properties = [...propertiesOf(schema, resolve)];
    for (const { name } of inPath) {
      const same = [wordsIn(name), ...(path.endsWith(`{${name}}`) ? ['id'] : [])];
      const twice = properties.find(
        ([key, property]) =>
          same.includes(wordsIn(key)) && (resolve(property) ?? property).get('readOnly')?.scalar !== true,
      );
      if (twice !== undefined) return twice[0];
    }
  }
  return undefined;
}

/** `order-id` and `orderId` are one name. At the end of a path, what the id is of needs no words: `id`. */
function wordsIn(name: string): string {
  return tokenize(name).join(' ');
}
