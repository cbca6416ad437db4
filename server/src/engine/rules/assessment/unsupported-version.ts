import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unsupported-version',
    title: 'OpenAPI version is not supported',
    pillar: 'assessment',
    owasp: 'API9:2023',
    cwe: [1059],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      nearest:
        '"{version}" is not a supported OpenAPI version, so this description is checked as {nearest}. Use a released version, such as "{example}".',
    },
  },

  visit: {
    *OpenAPI({ root, version, versionText, isVersionKnown }) {
      const at = root.get('openapi') ?? root.get('swagger');
      if (isVersionKnown || at === undefined) return;
      const example = version === '2.0' ? version : `${version}.0`;
      yield { at, message: 'nearest', data: { version: versionText, nearest: version, example } };
    },
  },
});
