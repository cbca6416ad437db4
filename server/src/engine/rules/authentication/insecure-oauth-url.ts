import { encryptUrl } from '../../fixes/httpsFixes.ts';
import { transportOfUrl } from '../../openapi/servers.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'insecure-oauth-url',
    title: 'OAuth URL uses plain HTTP',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [319, 523],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    compliance: ['PCI DSS 4.2.1', 'HIPAA 164.312(e)(1)'],
    since: '0.1.0',
    absence: false,
    messages: {
      plain: '"{field}" of "{name}" uses plain HTTP, which exposes codes, tokens and passwords. Use "https".',
    },
  },

  visit: {
    *SecurityScheme({ name, node, type, flows }) {
      if (type !== 'oauth2' && type !== 'openIdConnect') return;
      const holders = new Set([node, ...flows.map((flow) => flow.node)]);
      const plain = [...holders].flatMap(urlsOf).filter(({ at }) => transportOfUrl(at.string ?? '') === 'http');
      yield* groupReports(
        plain,
        ({ at }) => at,
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          yield {
            at: first.at,
            message: 'plain',
            data: { field: first.field, name },
            related: related(
              others,
              ({ at }) => at,
              ({ field }) => `"${field}" uses plain HTTP too.`,
            ),
            fixes: () => [encrypt(left.map(({ at }) => at))],
          };
        },
      );
    },
  },
});

function encrypt(urls: readonly SourceNode[]): Fix {
  return {
    title: 'Use "https"',
    safety: 'unsafe',
    patches: urls.map((at) => ({ op: 'replace', at, value: encryptUrl(at.string ?? '') })),
  };
}

const fields = [
  'authorizationUrl',
  'tokenUrl',
  'refreshUrl',
  'deviceAuthorizationUrl',
  'openIdConnectUrl',
  'oauth2MetadataUrl',
];

function urlsOf(holder: SourceNode): readonly { readonly field: string; readonly at: SourceNode }[] {
  return fields.flatMap((field) => {
    const at = holder.get(field);
    return at === undefined ? [] : [{ field, at }];
  });
}
