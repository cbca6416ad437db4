import { isServed } from '../../heuristics/operationKind.ts';
import { tokenHeaders } from '../../lexicon/credentials.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'authorization-response-header',
    title: 'Response header contains a credential',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [200, 522],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: false,
    messages: {
      header:
        '"{name}" in {responses:response} returns a credential, which proxies and logs record. Return it in the body with "Cache-Control: no-store".',
    },
  },

  visit: {
    *OpenAPI({ operations }) {
      const headers = operations
        .filter(isServed)
        .flatMap(({ responses }) => responses.flatMap((response) => response.headers))
        .filter(({ name }) => tokenHeaders.matches(writtenWordsIn(name)));
      const distinct = [...new Map(headers.map((header) => [header.node, header])).values()];
      yield* groupReports(
        distinct,
        ({ node }) => ({ keyOf: node }),
        function* (left) {
          const [first, ...others] = left;
          if (first === undefined) return;
          yield {
            at: { keyOf: first.node },
            message: 'header',
            data: { name: first.name, responses: headers.length },
            related: related(
              others,
              ({ node }) => ({ keyOf: node }),
              ({ name }) => `"${name}" returns a credential too.`,
            ),
          };
        },
      );
    },
  },
});
