import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { specified } from '../../lexicon/specified.ts';
import type { Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'disabled-rate-limit',
    title: 'Rate limit is declared but disabled',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.3.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      off: '"{extension}" is disabled, so no limit applies. Enable it, or remove it.',
      none: '"{extension}" allows an unlimited number of requests. Set a limit.',
    },
  },

  visit: {
    *OpenAPI({ root, operations, cache }) {
      const served = cache.select(operations, isServed).flatMap(disabledOf);
      // A Path Item belongs to several operations.
      for (const { extension, value, message } of new Map(
        [...disabledIn(root), ...served].map((one) => [one.value, one]),
      ).values()) {
        yield { at: { keyOf: value }, message, data: { extension } };
      }
    },
  },
});

interface Disabled {
  readonly extension: string;
  readonly value: SourceNode;
  readonly message: 'off' | 'none';
}

const disabledOf = pure('disabled-rate-limit.disabledOf', ({ pathItem, node }: Operation) => [
  ...disabledIn(pathItem),
  ...disabledIn(node),
]);

function disabledIn(holder: SourceNode): readonly Disabled[] {
  const found: Disabled[] = [];
  holder.each((extension, value) => {
    if (!extension.startsWith('x-')) return;
    if (limits.test(extension) && value.get('enabled')?.scalar === false)
      found.push({ extension, value, message: 'off' });
    else if (isLimit(extension) && value.string?.toLowerCase() === 'unlimited')
      found.push({ extension, value, message: 'none' });
  });
  return found;
}

/** A tier, or a limit in one word. */
function isLimit(key: string): boolean {
  return tiers.test(key) || limits.test(key);
}

const tiers = specified('WSO2 API Manager', /^x-(wso2-)?throttling-tier$/);

const limits = specified(
  'Kong plugins rate-limiting, rate-limiting-advanced and response-ratelimiting',
  /^x-(kong-plugin-(response-)?ratelimit\w*|kong-plugin-rate-limiting(-advanced)?|rate-?limit\w*)$/i,
);
