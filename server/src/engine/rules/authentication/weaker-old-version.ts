import { strengthOf } from '../../heuristics/authStrength.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import { groupWeaker, type Weaker } from '../../rule/weakerVariant.ts';

export default defineRule({
  meta: {
    id: 'weaker-old-version',
    title: 'Older API version requires weaker authentication',
    pillar: 'authentication',
    owasp: 'API9:2023',
    cwe: [1059, 287],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 7.2.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{operation}" requires weaker authentication than its newer version "{stronger}". Require the same authentication, or retire the old version.',
      many: '"{operation}" and {others:more older operation} require weaker authentication than newer versions such as "{stronger}". Require the same authentication, or retire the old versions.',
    },
  },

  visit: {
    *OpenAPI(description) {
      yield* groupWeaker(weakerVersions(description));
    },
  },
});

function weakerVersions(description: OpenApiDescription): readonly Weaker[] {
  const newest = new Map<string, { operation: Operation; number: number }>();
  const versioned = description.operations.flatMap((operation) => {
    const version = isServed(operation) ? versionOf(operation) : undefined;
    return version === undefined ? [] : [{ operation, ...version }];
  });
  for (const { operation, key, number } of versioned) {
    if ((newest.get(key)?.number ?? -1) < number) newest.set(key, { operation, number });
  }
  return versioned.flatMap(({ operation, key, number }) => {
    const newer = newest.get(key);
    if (newer === undefined || newer.number <= number) return [];
    // unauthenticated-operation and public-operation report missing authentication.
    if (operation.security.authentication !== 'required') return [];
    const isWeaker = strengthOf(description, operation) < strengthOf(description, newer.operation);
    return isWeaker ? [{ operation, stronger: newer.operation }] : [];
  });
}

/** `GET /v2/accounts/{id}` → `get /v#/accounts/{}`, 2000; `/v2.1/` is 2001 */
const versionOf = pure(
  'weaker-old-version.versionOf',
  ({ method, path }: Operation): { key: string; number: number } | undefined => {
    const version = /\/v(\d{1,3})(?:\.(\d{1,3}))?(?=\/|$)/i.exec(path);
    if (version === null) return undefined;
    const rest =
      path.slice(0, version.index) + path.slice(version.index + version[0].length).replaceAll(/\{[^{}]*\}/g, '{}');
    return { key: `${method} ${rest}`, number: Number(version[1]) * 1000 + Number(version[2] ?? 0) };
  },
);
