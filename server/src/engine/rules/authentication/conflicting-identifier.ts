import { isServed } from '../../heuristics/operationKind.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { groupNamed, methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { fieldsIn } from '../../schemas/requestFields.ts';

export default defineRule({
  meta: {
    id: 'conflicting-identifier',
    title: 'Same identifier in path and request body',
    pillar: 'authentication',
    owasp: 'API1:2023',
    cwe: [639, 436],
    severity: 'information',
    confidence: 'low',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'Identifier {name} is in both the path and the body, and the values can differ. Mark it "readOnly" in the body, or remove it there.',
      many: 'Identifier {name} is in both the path and the body, as in {others:more operation}. Mark body identifiers "readOnly", or remove them.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const conflicts = description.operations.flatMap((operation) => {
        const name = conflictOf(operation, description);
        return name === undefined ? [] : [{ operation, name }];
      });
      yield* groupNamed(conflicts, {
        at: ({ operation }) => methodKey(operation),
        name: ({ operation, name }) => `"${name}" of "${nameOf(operation)}"`,
      });
    },
  },
});

/** The body property that repeats an identifier of the path. */
function conflictOf(operation: Operation, { cache }: OpenApiDescription): string | undefined {
  if (!isServed(operation) || operation.requestSchemas.length === 0) return undefined;
  const inPath = operation.parameters.filter((one) => one.in === 'path' && /(^|[a-z_-])id$/i.test(one.name));
  for (const schema of inPath.length === 0 ? [] : operation.requestSchemas) {
    const writable = fieldsIn(schema, 'request', cache);
    for (const { name } of inPath) {
      const repeated = writable.find((key) => key === name || isSame(key, name, operation));
      if (repeated !== undefined) return repeated;
    }
  }
  return undefined;
}

/**
 * `order-id` and `orderId`, and `id` where the path ends with the identifier. A POST may name another object, for example
 * the target of a copy.
 */
function isSame(key: string, name: string, { method, path }: Operation): boolean {
  if (method !== 'put' && method !== 'patch') return false;
  const words = writtenWordsIn(key).join(' ');
  return words === writtenWordsIn(name).join(' ') || (words === 'id' && path.replace(/\/$/, '').endsWith(`/{${name}}`));
}
