import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'deprecated-without-sunset',
    title: 'A deprecated operation has no end',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059, 477],
    severity: 'hint',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" is deprecated, and nothing says until when it can be called. Give the date: "x-sunset", or the header "Sunset".',
      many: '{operations:operation} are deprecated, and nothing says until when they can be called. Give the date: "x-sunset", or the header "Sunset".',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      yield* summarize(cache.select(operations, isEndless));
    },
  },
});

const isEndless = pure('deprecated-without-sunset.isEndless', (operation: Operation): boolean => {
  const { node, pathItem, responses } = operation;
  if (!isServed(operation) || !operation.deprecated) return false;
  if (
    [node, pathItem].some((holder) =>
      holder.entries().some(({ key }) => /^x-.*(sunset|removal|end-of-life|eol)/i.test(key)),
    )
  )
    return false;
  if (responses.some(({ headers }) => headers.some(({ name }) => /^sunset$/i.test(name)))) return false;
  return ![node.get('summary'), node.get('description')].some((text) => tellsEnd.test(text?.string ?? ''));
});

/** A year, or a version in which it goes. */
const tellsEnd = /\b20\d\d\b|\b(removed|shut ?down|retired|sunset|turned off|discontinued) (in|on|with|by|after) v?\d/i;
