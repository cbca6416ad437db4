import { isServed } from '../../heuristics/operationKind.ts';
import { specified } from '../../lexicon/specified.ts';
import type { OpenApiDescription, Response } from '../../openapi/model.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'incomplete-rate-limit-headers',
    title: 'Rate-limit headers are incomplete',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [1059],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        'This response reports its limit without {missing}, so clients cannot back off in time. Document the missing headers.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const places = incompleteResponses(description);
      yield* groupReports(
        places,
        ({ response }) => ({ keyOf: response.node }),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          yield {
            at: { keyOf: first.response.node },
            message: 'found',
            data: { missing: first.missing },
            related: related(
              others,
              ({ response }) => ({ keyOf: response.node }),
              ({ missing }) => `Without ${missing}.`,
            ),
          };
        },
      );
    },
  },
});

interface Incomplete {
  readonly response: Response;
  /** `"X-RateLimit-Remaining" and "X-RateLimit-Reset"` */
  readonly missing: string;
}

function incompleteResponses({ operations, cache }: OpenApiDescription): readonly Incomplete[] {
  const seen = new Set<unknown>();
  return cache.select(operations, isServed).flatMap(({ responses }) =>
    responses.flatMap((response) => {
      if (seen.has(response.node)) return [];
      seen.add(response.node);
      const missing = missingIn(response);
      return missing === '' ? [] : [{ response, missing }];
    }),
  );
}

const parts = specified('draft-ietf-httpapi-ratelimit-headers-06', ['Limit', 'Remaining', 'Reset']);

/** `Retry-After` replaces the reset header, and a "429" has nothing remaining. */
function missingIn({ headers, status }: Response): string {
  const names = headers.map(({ name }) => name.toLowerCase());
  const prefix = headers
    .map(({ name }) => /^(x-)?rate-?limit-(?=limit|remaining|reset)/i.exec(name)?.[0])
    .find(Boolean);
  if (prefix === undefined) return '';
  const missing = parts.filter((part) => {
    if (part === 'Reset' && names.includes('retry-after')) return false;
    if (part === 'Remaining' && status === '429') return false;
    // A window may follow: `X-RateLimit-Limit-Minute`.
    return !names.some((name) => name.startsWith(`${prefix}${part}`.toLowerCase()));
  });
  // In the case of the header that is documented.
  const isLower = prefix === prefix.toLowerCase();
  return missing.map((part) => `"${prefix}${isLower ? part.toLowerCase() : part}"`).join(' and ');
}
