import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'expired-acceptance',
    title: 'Acceptance or attestation has ended',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      accepted: '"{rule}" was accepted until {until}. Fix the finding, or accept it again with a new end date.',
      attested: '"{name}" was attested until {until}. Verify it again, and attest it with a new end date.',
    },
  },

  visit: {
    *Suppression({ suppression: { ruleId, until, hasEnded, at }, isUnused }) {
      // `unused-suppression` reports the others.
      if (hasEnded !== true || isUnused) return;
      yield { at, message: 'accepted', data: { rule: ruleId, until: until ?? '' } };
    },

    *Attestation({ attestation: { id, until, hasEnded }, at }) {
      if (hasEnded) yield { at: { keyOf: at }, message: 'attested', data: { name: id, until: until ?? '' } };
    },
  },
});
