import { isAboutPart, statementsOf } from '../heuristics/operationWords.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

/**
 * True if the introduction says what a status means, for the whole API: "401: the key is not valid". A number that only
 * looks like a status ("401(k) plans", "more than 400 banks") explains nothing.
 */
export function isExplained(root: SourceNode, status: number): boolean {
  const text = root.at('info', 'description')?.string ?? '';
  const number = new RegExp(`(^|[^\\w.,/-])${status}($|[^\\w.,(/-]|[.,/](?!\\d))`);
  const item = new RegExp(`^[-|*#>\\s\`"']*${status}[\`"'*]*\\s*([|:–—=-]|$)`);
  return statementsOf(text).some(
    (statement) =>
      number.test(statement) && (item.test(statement) || aboutResponses.test(statement)) && !isAboutPart(statement),
  );
}

const aboutResponses =
  /\b(http|status(es)?|codes?|errors?|respon\w+|return\w*|answer\w*|unauthori[sz]ed|authenti\w+|credentials?|keys?|tokens?|bad request|unprocessable|invalid|malformed|wrong|missing|fail\w*|reject\w*)\b/i;
