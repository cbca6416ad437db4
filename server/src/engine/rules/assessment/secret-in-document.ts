import { pure } from '../../incremental/pure.ts';
import type { SourceText } from '../../openapi/model.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { shownLength } from '../../sensitive/mask.ts';
import { findSecrets, type Secret } from '../../sensitive/secrets.ts';

export default defineRule({
  meta: {
    id: 'secret-in-document',
    title: 'Description contains a secret',
    pillar: 'assessment',
    owasp: 'API8:2023',
    cwe: [798, 540],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 8.6.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      found: 'This looks like {kind} ("{start}…"). Revoke it, and use a placeholder.',
      foundShort: 'This looks like {kind}. Revoke it, and use a placeholder.',
    },
  },

  visit: {
    *OpenAPI({ nodes, cache }) {
      // The same secret in many examples is revoked once.
      const byValue = new Map<string, Found[]>();
      for (const place of cache.collect(nodes.Text, secretsIn)) {
        const same = byValue.get(place.value);
        if (same === undefined) byValue.set(place.value, [place]);
        else same.push(place);
      }
      for (const [value, same] of byValue) {
        yield* groupReports(same, placeOf, function* ([first, ...others]) {
          if (first === undefined) return;
          const place = { at: placeOf(first), related: related(others, placeOf, () => 'The same secret.') };
          const { kind } = first;
          const start = value.slice(0, shownLength(value));
          yield start === ''
            ? { ...place, message: 'foundShort', data: { kind } }
            : { ...place, message: 'found', data: { kind, start } };
        });
      }
    },
  },
});

interface Found extends Secret {
  readonly text: SourceText;
  readonly value: string;
}

function placeOf({ text, start, end }: Found) {
  return text.place(start, end);
}

const secretsIn = pure('secret-in-document.secretsIn', (text: SourceText) => {
  const written = text.text;
  return findSecrets(written).map((secret) => ({
    ...secret,
    text,
    value: written.slice(secret.start, secret.end),
  }));
});
