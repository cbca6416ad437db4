import { isServed } from '../../heuristics/operationKind.ts';
import { specified } from '../../lexicon/specified.ts';
import type { OpenApiDescription, ResponseHeader } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'mixed-rate-limit-headers',
    title: 'Rate-limit headers mix conventions',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [1059],
    severity: 'hint',
    confidence: 'high',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{name}" and "{other}" follow different conventions, so clients of one miss the other. Use a single convention.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const families = familiesOf(description);
      if (families.size < 2) return;
      const [common, ...rest] = [...families.values()].sort((a, b) => b.length - a.length);
      const rare = rest.at(-1)?.[0];
      const usual = common?.[0];
      if (rare === undefined || usual === undefined) return;
      yield {
        at: { keyOf: rare.node },
        message: 'found',
        data: { name: rare.name, other: usual.name },
        related: [{ at: { keyOf: usual.node }, message: usual.name }],
      };
    },
  },
});

/** The headers of each convention, each definition once. */
function familiesOf({ operations }: OpenApiDescription): ReadonlyMap<string, readonly ResponseHeader[]> {
  const families = new Map<string, ResponseHeader[]>();
  const seen = new Set<unknown>();
  for (const header of operations
    .filter(isServed)
    .flatMap(({ responses }) => responses.flatMap((one) => one.headers))) {
    const family = conventions.find(({ headers }) => headers.test(header.name))?.name;
    if (family === undefined || seen.has(header.node)) continue;
    seen.add(header.node);
    const known = families.get(family);
    if (known === undefined) families.set(family, [header]);
    else known.push(header);
  }
  return families;
}

/** `RateLimit-Policy` belongs to all drafts, so it decides nothing. */
const conventions = [
  { name: 'draft since 07', headers: specified('draft-ietf-httpapi-ratelimit-headers-07', /^ratelimit$/i) },
  {
    name: 'draft until 06',
    headers: specified('draft-ietf-httpapi-ratelimit-headers-06', /^ratelimit-(limit|remaining|reset)$/i),
  },
  { name: 'X-RateLimit', headers: /^x-ratelimit-/i },
  { name: 'X-Rate-Limit', headers: /^x-rate-limit-/i },
] as const;
