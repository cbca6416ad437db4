import { usesOfSchemes } from '../../heuristics/schemeUses.ts';
import { pure } from '../../incremental/pure.ts';
import { deprecatedSchemes } from '../../lexicon/retirement.ts';
import { proseOf } from '../../lexicon/subject.ts';
import type { Operation, SecurityScheme } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'deprecated-scheme',
    title: 'Deprecated security scheme is still accepted',
    pillar: 'authentication',
    owasp: 'API9:2023',
    cwe: [477, 1390],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      used: '"{scheme}" is deprecated but still accepted by {operations:operation}. Require another scheme, or document its end with "x-sunset".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const uses = usesOfSchemes(description);
      for (const scheme of description.securitySchemes.values()) {
        if (!isDeprecated(scheme)) continue;
        const operations = (uses.get(scheme.name) ?? []).reduce((sum, list) => sum + countCurrent(list), 0);
        if (operations === 0) continue;
        yield {
          at: { keyOf: scheme.node },
          message: 'used',
          data: { scheme: scheme.name, operations },
          operations,
        };
      }
    },
  },
});

const countCurrent = pure(
  'deprecated-scheme.countCurrent',
  (operations: readonly Operation[]): number => operations.filter(({ deprecated }) => !deprecated).length,
);

/** OAS 3.2.0 §4.27; earlier versions use extensions, or the description says so. */
function isDeprecated(scheme: SecurityScheme): boolean {
  const { node } = scheme;
  if (node.has('x-sunset')) return false;
  const marks = ['deprecated', 'x-deprecated', 'x-oai-deprecated'].map((key) => node.get(key)?.scalar);
  if (marks.some((mark) => typeof mark === 'boolean')) return marks.includes(true);
  return deprecatedSchemes.find(proseOf('scheme', scheme, node.get('description')?.string)) !== undefined;
}
