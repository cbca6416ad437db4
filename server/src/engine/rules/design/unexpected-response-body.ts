import { isServed } from '../../heuristics/operationKind.ts';
import type { OpenApiDescription, Response } from '../../openapi/model.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unexpected-response-body',
    title: 'Response that must be empty has a body',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [1059, 444],
    severity: 'information',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      one: 'A "{name}" response must not have a body, but one is described. Use another status, or remove the body.',
      many: 'A "{name}" response must not have a body, but this one and {others:more response} describe one. Use another status, or remove the bodies.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* groupNamed(responsesWithBody(description), {
        at: ({ node }) => ({ keyOf: node }),
        name: ({ status }) => status,
      });
    },
  },
});

function responsesWithBody({ operations, cache, version }: OpenApiDescription): readonly Response[] {
  const found = new Map<SourceNode, Response>();
  for (const response of cache.select(operations, isServed).flatMap(({ responses }) => responses)) {
    const hasBody = version === '2.0' ? response.schemas.length > 0 : response.content.length > 0;
    if (hasBody && /^(1\d\d|1XX|204|205|304)$/i.test(response.status)) found.set(response.node, response);
  }
  return [...found.values()];
}
