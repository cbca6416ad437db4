import { isServed } from '../../heuristics/operationKind.ts';
import { gathering, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'authorization-response-header',
    title: 'A response hands out a credential in a header',
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
        'The header "{name}" of {responses:response} hands out a credential where proxies and logs keep it. Send it in the body, with "Cache-Control: no-store".',
    },
  },

  visit: {
    *OpenAPI({ operations }) {
      const headers = operations
        .filter(isServed)
        .flatMap(({ responses }) => responses.flatMap((response) => response.headers))
        .filter(({ name }) => names.test(name));
      const distinct = [...new Map(headers.map((header) => [header.node, header])).values()];
      yield* gathering(
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
              ({ name }) => `"${name}" here.`,
            ),
          };
        },
      );
    },
  },
});

const names = /^(authorization|x-(auth|access|session|refresh|api)-(token|key))$/i;
