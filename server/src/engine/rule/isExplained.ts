import { isAboutPart, statementsOf } from '../heuristics/operationWords.ts';
import { statusTexts } from '../lexicon/statuses.ts';
import { proseOf } from '../lexicon/subject.ts';
import type { OpenApiDescription } from '../openapi/model.ts';

/**
 * True if the introduction documents a status for the whole API: "401: the key is not valid". A number that only looks
 * like a status ("401(k) plans", "more than 400 banks") does not count.
 */
export function isExplained(description: OpenApiDescription, status: number): boolean {
  const text = description.root.at('info', 'description')?.string ?? '';
  const number = new RegExp(`(^|[^\\w.,/-])${status}($|[^\\w.,(/-]|[.,/](?!\\d))`);
  const item = new RegExp(`^[-|*#>\\s\`"']*${status}[\`"'*]*\\s*([|:–—=-]|$)`);
  return statementsOf(text).some(
    (statement) =>
      number.test(statement) &&
      (item.test(statement) || isAboutResponses(description, statement)) &&
      !isAboutPart(statement),
  );
}

function isAboutResponses(description: OpenApiDescription, statement: string): boolean {
  return statusTexts.find(proseOf('introduction', description, statement)) !== undefined;
}
