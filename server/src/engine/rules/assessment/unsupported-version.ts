import { isUnread } from '../../openapi/version.ts';
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
    *OpenAPI(description) {
      const { root, version, versionText, isVersionKnown } = description;
      const at = root.get('openapi') ?? root.get('swagger');
      // Where nothing is read, a problem of the document says so.
      if (isVersionKnown || at === undefined || isUnread(description)) return;
      const example = version === '2.0' ? version : `${version}.0`;
      yield { at, message: 'nearest', data: { version: versionText, nearest: version, example } };
    },
  },
});
