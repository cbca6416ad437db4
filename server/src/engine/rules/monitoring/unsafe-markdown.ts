import { pure } from '../../incremental/pure.ts';
import type { SourceText } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import { nodeOf, type SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unsafe-markdown',
    title: 'A text holds code that a browser would run',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [79],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{code}" in this text runs in browsers that show the documentation. Remove it.',
    },
  },

  visit: {
    *Text(text) {
      for (const { start, end, code } of codeIn(text)) {
        const at = text.place(start, end);
        if (!isSample(nodeOf(at))) yield { at, message: 'found', data: { code } };
      }
    },
  },
});

/** Examples are shown as code, however deep within them a text stands. A property may be called so as well. */
function isSample(node: SourceNode | undefined): boolean {
  for (let at = node; at !== undefined; at = at.parent) {
    if (/^(examples?|default|enum|const)$/.test(String(at.key)) && at.parent?.key !== 'properties') return true;
  }
  return false;
}

/** What runs: a script element, a frame with code, a link with code, a handler within a tag. */
const running =
  /<script(?=[\s>/])|\](?:\(|:[ \t])\s*<?(?:javascript|vbscript):|(?:href|src)\s*=\s*\\?["']?\s*(?:javascript|vbscript):|<(?:img|svg|body|iframe|video|audio|input|details|a|div|span|p)\b[^<>]{0,500}?\son(?:error|load|click|mouseover|focus|toggle|begin)\s*=/gi;

/** Text and code spans show the code instead of running it. */
const codeIn = pure('unsafe-markdown.codeIn', ({ text }: SourceText) => {
  const found: { start: number; end: number; code: string }[] = [];
  for (const match of text.matchAll(running)) {
    const before = text.slice(text.lastIndexOf('\n', match.index) + 1, match.index);
    const isQuoted =
      (before.split('`').length - 1) % 2 === 1 || /(^|\n)[ \t]*```[^`]*$/.test(text.slice(0, match.index));
    // `<module>.<script>` is a placeholder: an element of code has attributes, or an end.
    const isPlaceholder =
      /^<script$/i.test(match[0]) && !/^(\s+\w|\/|[\s\S]{0,5000}<\/script)/i.test(text.slice(match.index + 7));
    if (isPlaceholder || isQuoted || /\bexamples?["']?\s*:/.test(before)) continue;
    const end = match.index + match[0].length;
    // Of a tag with a handler, the handler is what matters.
    const handler = /\s(on\w+\s*=)$/i.exec(match[0])?.[1];
    const code = handler === undefined ? match[0] : handler + (/^[^>\n]*/.exec(text.slice(end, end + 24))?.[0] ?? '');
    found.push({ start: match.index, end, code: code.slice(0, 40).trim() });
  }
  return found;
});
