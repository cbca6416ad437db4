import { targetFixes } from '../../fixes/patternFixes.ts';
import { callbackSources } from '../../heuristics/callbackSources.ts';
import { restrictsTarget } from '../../patterns/restrictions.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { EffectiveSchema } from '../../schemas/effectiveSchema.ts';

export default defineRule({
  meta: {
    id: 'client-chosen-callback',
    title: 'Callback URL is chosen by the client',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [918],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      one: 'The server sends callbacks to the URL in "{name}", which is not restricted. Add a "pattern" for the allowed hosts, or for HTTPS and host names alone.',
      many: 'The server sends callbacks to the URLs in "{name}" and {others:more field}, which are not restricted. Add a "pattern" for the allowed hosts, or for HTTPS and host names alone.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const open = callbackSources(description).filter(({ schema }) => isOpen(schema));
      yield* groupNamed(open, {
        at: ({ at }) => at,
        name: ({ name }) => name,
        fixes: (sources) =>
          targetFixes(
            sources.map(({ holder }) => holder),
            description.resolve,
          ),
      });
    },
  },
});

function isOpen(schema: EffectiveSchema): boolean {
  return !schema.isUnknown && !schema.isRestricted(restrictsTarget);
}
