import { isServed } from '../../openapi/exposure.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { defineRule } from '../rule.ts';

export default defineRule({
  meta: {
    id: 'disabled-rate-limit',
    title: 'A rate limit is written down and switched off',
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
      off: '"{extension}" is there and switched off, so nothing is limited. Switch it on, or remove it.',
      none: '"{extension}" allows an unlimited number of requests. Choose a limit.',
    },
  },

  visit: {
    *OpenAPI({ root, operations }) {
      const holders = new Set<SourceNode>([root]);
      for (const { pathItem, node } of operations.filter(isServed)) {
        holders.add(pathItem);
        holders.add(node);
      }
      for (const { key, value } of [...holders].flatMap((holder) => holder.entries())) {
        if (!key.startsWith('x-')) continue;
        const at = { keyOf: value };
        if (limits.test(key) && value.get('enabled')?.scalar === false)
          yield { at, message: 'off', data: { extension: key } };
        else if (isLimit(key) && value.string?.toLowerCase() === 'unlimited')
          yield { at, message: 'none', data: { extension: key } };
      }
    },
  },
});

/** A tier, or a limit that is one word. */
function isLimit(key: string): boolean {
  return /^x-(wso2-)?throttling-tier$/.test(key) || limits.test(key);
}

const limits = /^x-(kong-plugin-(response-)?ratelimit\w*|kong-plugin-rate-limiting(-advanced)?|rate-?limit\w*)$/i;
