import { counted } from '../../counted.ts';
import { pure } from '../../incremental/pure.ts';
import { csrfCookies, harmlessCookies, sessionCookies } from '../../lexicon/cookieNames.ts';
import { specified } from '../../lexicon/specified.ts';
import { wordsIn } from '../../lexicon/words.ts';
import { examplesOf } from '../../openapi/examples.ts';
import type { Operation, ResponseHeader } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'weak-cookie',
    title: 'Cookie lacks security attributes',
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [614, 1004, 1275],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: 'This "Set-Cookie" header lacks {missing}. Add {them}.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      const seen = new Set<unknown>();
      for (const header of cache.collect(operations, cookiesOf)) {
        if (seen.has(header.node)) continue;
        seen.add(header.node);
        const missing = missingIn(header);
        if (missing.length === 0) continue;
        yield {
          at: { keyOf: header.node },
          message: 'found',
          data: {
            missing: missing.map((name) => `"${name}"`).join(', '),
            them: missing.length === 1 ? 'it' : `these ${counted(missing.length, 'attribute')}`,
          },
        };
      }
    },
  },
});

const cookiesOf = pure('weak-cookie.cookiesOf', ({ responses }: Operation): readonly ResponseHeader[] => {
  return responses.flatMap(({ headers }) => headers.filter(({ name }) => name.toLowerCase() === 'set-cookie'));
});

const attributes = specified('RFC 6265bis §4.1.2', ['Secure', 'HttpOnly', 'SameSite']);

/** Read from examples; without one the attributes are unknown. */
function missingIn({ node, schema }: ResponseHeader): readonly string[] {
  const missing = examplesIn(node, schema).map(missingOf);
  return attributes.filter((name) => missing.some((names) => names.includes(name)));
}

/** One `example`, the named `examples` of the header, or those of its schema. */
function examplesIn(node: SourceNode, schema: SourceNode | undefined): readonly string[] {
  const holders = schema === undefined || schema === node ? [node] : [node, schema];
  return holders.flatMap((holder) => examplesOf(holder)).flatMap((example) => example.string ?? []);
}

/** The cookie does not authenticate, or scripts have to read it to prevent request forgery. */
function isHarmless(example: string): boolean {
  const name = wordsIn(example.split('=')[0] ?? '');
  return csrfCookies.matches(name) || (harmlessCookies.matches(name) && !sessionCookies.matches(name));
}

function missingOf(example: string): readonly string[] {
  if (!example.includes('=') || isHarmless(example)) return [];
  const names = example.split(';').map((part) => part.trim().split('=')[0]?.toLowerCase());
  // The header deletes the cookie.
  if (names.includes('max-age') && /max-age=0\b/i.test(example)) return [];
  return attributes.filter((name) => !names.includes(name.toLowerCase()));
}
