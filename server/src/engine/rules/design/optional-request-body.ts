import { counted } from '../../counted.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, RequestBody } from '../../openapi/model.ts';
import { groupNamed, methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf, type SchemaSource } from '../../schemas/effectiveSchema.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'optional-request-body',
    title: 'Request body with required properties is optional',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [20],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'The request body of "{name}" has required properties but is itself optional, so they can be omitted. Add "required: true".',
      many: 'The request bodies of "{name}" and {others:more operation} have required properties but are themselves optional. Add "required: true".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const bodies = optionalBodies(description);
      yield* groupNamed(bodies, {
        at: ({ at }) => at,
        name: ({ name }) => name,
        fixes: (affected) => [
          {
            title:
              affected.length === 1
                ? 'Add "required: true"'
                : `Add "required: true" to ${counted(affected.length, 'request body')}`,
            safety: 'unsafe',
            patches: affected.map(({ body }) => ({
              op: 'set',
              at: body.node,
              path: ['required'],
              value: true,
              after: ['description', 'name', 'in'],
            })),
          },
        ],
      });
    },
  },
});

interface OptionalBody {
  readonly name: string;
  readonly at: ReturnType<typeof methodKey>;
  readonly body: RequestBody;
}

/** Each definition once, at the first operation that uses it. */
function optionalBodies({ operations, cache }: OpenApiDescription): readonly OptionalBody[] {
  const found = new Map<SourceNode, OptionalBody>();
  for (const operation of operations) {
    const { requestBody: body } = operation;
    if (!isServed(operation) || body === undefined || body.isRequired || found.has(body.node)) continue;
    if (body.node.has('$ref') || operation.requestSchemas.length === 0) continue;
    // If one media type has no required properties, an empty body may be intended.
    const isAlwaysNeeded = operation.requestSchemas.every((schema) => hasRequiredProperties(schema, cache));
    if (isAlwaysNeeded) found.set(body.node, { name: nameOf(operation), at: methodKey(operation), body });
  }
  return [...found.values()];
}

function hasRequiredProperties(schema: SourceNode, source: SchemaSource): boolean {
  const body = effectiveOf(schema, source);
  const required = body.parts.flatMap((part) => part.get('required')?.items() ?? []);
  if (required.length === 0) return false;
  const properties = body.propertiesIn('request');
  return required.some(({ string }) => string !== undefined && properties.has(string));
}
