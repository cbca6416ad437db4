import { pure } from '../../incremental/pure.ts';
import { specified } from '../../lexicon/specified.ts';
import type { SourceText } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import { maskSecrets } from '../../sensitive/mask.ts';
import { nodeOf, type SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'unsafe-markdown',
    title: 'Text contains executable code',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [79],
    severity: 'error',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{code}" in this text runs in browsers that render the documentation. Remove it.',
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

/** Examples are shown as code, at any depth. A property may have such a name as well. */
function isSample(node: SourceNode | undefined): boolean {
  for (let at = node; at !== undefined; at = at.parent) {
    if (/^(examples?|default|enum|const)$/.test(String(at.key)) && at.parent?.key !== 'properties') return true;
  }
  return false;
}

/** URLs with a password and most keys are shorter. */
const maxSecret = 1000;

/** A script element, a link or frame with code, an event handler in a tag. */
const executable = specified(
  'HTML Living Standard',
  /<script(?=[\s>/])|\](?:\(|:[ \t])\s*<?(?:javascript|vbscript):|(?:href|src)\s*=\s*(?:(?:\\["']?|["'])\s*)?(?:javascript|vbscript):|<(?:img|svg|body|iframe|video|audio|input|details|a|div|span|p)\b[^<>]{0,500}?\son(?:error|load|click|mouseover|focus|toggle|begin)\s*=/gi,
);

/** Code in code spans, fences and examples is shown and does not run. */
const codeIn = pure('unsafe-markdown.codeIn', ({ text }: SourceText) => {
  const found: { start: number; end: number; code: string }[] = [];
  const isShown = shownFinder(text);
  const hasEnd = endFinder(text);
  for (const match of text.matchAll(executable)) {
    const end = match.index + match[0].length;
    // `<module>.<script>` is a placeholder: an element of code has attributes, or an end.
    const isPlaceholder =
      /^<script$/i.test(match[0]) && !/^(\s{1,100}\w|\/)/.test(text.slice(end, end + 101)) && !hasEnd(end);
    if (isShown(match.index) || isPlaceholder) continue;
    // Of a tag with an event handler, the message quotes the handler.
    const handler = /\s(on\w+\s*=)$/i.exec(match[0])?.[1];
    const behind = /^[^>\n]*/.exec(text.slice(end, end + maxSecret))?.[0] ?? '';
    // Masked before it is cut: half a secret is not recognized.
    const shown = handler === undefined ? maskSecrets(match[0]) : handler + maskSecrets(behind).slice(0, 24);
    found.push({ start: match.index, end, code: shown.slice(0, 40).trim() });
  }
  return found;
});

/**
 * Says whether the text at an index is shown as code. Indexes are passed in ascending order: the text is read once.
 */
function shownFinder(text: string): (index: number) => boolean {
  const signs = /\n|^[ \t]*`{3,}|`|\bexamples?["']?[^\S\n]*:/gm;
  let next = signs.exec(text);
  let isSpan = false;
  let isExample = false;
  /** The column of the fence that is open. */
  let fence: number | undefined;
  return (index) => {
    for (; next !== null && next.index < index; next = signs.exec(text)) {
      const [sign] = next;
      if (sign === '\n') {
        isSpan = false;
        isExample = false;
        // A line further to the left is not in the block that began the fence.
        if (fence !== undefined && isLeftOf(fence, text, next.index + 1)) fence = undefined;
      } else if (sign === '`') {
        isSpan = !isSpan;
      } else if (sign.endsWith('```')) {
        fence = fence === undefined ? sign.indexOf('`') : undefined;
      } else {
        isExample = true;
      }
    }
    return isSpan || fence !== undefined || isExample;
  };
}

function isLeftOf(column: number, text: string, lineStart: number): boolean {
  let at = lineStart;
  while (at < lineStart + column && (text[at] === ' ' || text[at] === '\t')) at++;
  return at < lineStart + column && text[at] !== '\n' && text[at] !== '\r';
}

/** Says whether a script ends soon after an index. Indexes are passed in ascending order. */
function endFinder(text: string): (index: number) => boolean {
  const ends = /<\/script/gi;
  let next = -1;
  return (index) => {
    if (next < index) {
      ends.lastIndex = index;
      next = ends.exec(text)?.index ?? Number.POSITIVE_INFINITY;
    }
    return next - index <= 5000;
  };
}
