import { isServed } from '../../heuristics/operationKind.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { isExplained } from '../../rule/isExplained.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'undocumented-invalid-input',
    title: 'What happens with invalid input is not documented',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [1059, 755],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" takes a body and documents success alone. Document what invalid input gets, such as "400" or "422".',
      many: '{operations} take a body and document success alone. Document what invalid input gets, such as "400" or "422".',
    },
  },

  visit: {
    *OpenAPI({ root, operations, resolve }, { config }) {
      if (config.profile !== 'strict' && (isExplained(root, 400) || isExplained(root, 422))) return;
      yield* summarize(
        operations.filter(
          (operation) =>
            isSilent(operation) &&
            canBeInvalid(operation, resolve) &&
            (config.profile === 'strict' || !tellsErrors(operation, resolve)),
        ),
      );
    },
  },
});

type Resolve = (node: SourceNode) => SourceNode | undefined;

/** Takes something that can be wrong, and says nothing but success. */
function isSilent(operation: Operation): boolean {
  return (
    isServed(operation) &&
    // OAS 3.0.4 §4.7.10: the body of a GET has no meaning, and is ignored.
    operation.method !== 'get' &&
    operation.method !== 'head' &&
    operation.requestSchemas.length > 0 &&
    operation.responses.length > 0 &&
    operation.responses.every(({ status }) => /^[123]/.test(status))
  );
}

/** `200: { success, errorCode, … }`, or a choice with an error: what went wrong stands in the answer, whatever its status. */
function tellsErrors({ responses }: Operation, resolve: Resolve): boolean {
  return responses.some(({ schemas }) =>
    schemas.some((schema) => {
      const node = resolve(schema);
      const choices = ['oneOf', 'anyOf'].flatMap((key) => node?.get(key)?.items() ?? []);
      return [node, ...choices.map(resolve)].some((choice) => choice !== undefined && isError(choice));
    }),
  );
}

function isError(schema: SourceNode): boolean {
  if (/error|exception|problem|fault/i.test(String(schema.key))) return true;
  return (schema.get('properties')?.entries() ?? []).some(({ key }) =>
    /^(errors?|error_?(code|message|text)|(is_?)?success)$/i.test(key),
  );
}

/** A body that may be left out, with a few texts that may be anything, is never wrong. */
function canBeInvalid({ requestBody, requestSchemas }: Operation, resolve: Resolve): boolean {
  return requestBody?.isRequired === true || requestSchemas.some((schema) => demands(schema, resolve, maxDepth));
}

const maxDepth = 4;

function demands(schema: SourceNode, resolve: Resolve, depth: number): boolean {
  const node = resolve(schema);
  if (node === undefined || depth === 0) return false;
  let found = false;
  node.each((key, value) => {
    if (found) return;
    if (key === 'type') found = depth < maxDepth && !harmless.has(value.string ?? '');
    else if (key === 'items') found = demands(value, resolve, depth - 1);
    else if (key === 'required') found = value.scalar === true || value.items().length > 0;
    else if (key === 'properties') value.each((_name, property) => (found ||= demands(property, resolve, depth - 1)));
    else if (key === 'allOf') found = value.items().some((part) => demands(part, resolve, depth));
    else found = demanding.has(key);
  });
  return found;
}

/** Types that hold whatever is sent, in a form that is not JSON at least. */
const harmless: ReadonlySet<string> = new Set(['string', 'object', 'array']);

/** What a text or a list can fail to meet. */
const demanding: ReadonlySet<string> = new Set(
  'enum const pattern format minLength maxLength minItems maxItems minimum maximum oneOf anyOf not items additionalProperties'.split(
    ' ',
  ),
);
