import type { Gateway } from '../config/config.ts';
import type { Navigator } from '../navigation/navigator.ts';
import { spotAlong } from '../navigation/spots.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Completions, nothing, together } from './completion.ts';
import { type Cursor, cursorAt } from './cursor.ts';
import { operationIds, references, requiredSchemes, schemaNames, scopes, tags } from './names.ts';
import { ignoredRules, type RuleInfo, statedRoles, suppressedRules } from './ruleIds.ts';
import { extensions, headers, statuses } from './snippets.ts';
import { createWriter, type Writer } from './writing.ts';

/** What completion knows besides the text. */
export interface Known {
  readonly navigator: Navigator;
  /** The last check of the description, which may be of an earlier text. */
  readonly description: OpenApiDescription | undefined;
  /** The last check of a text without syntax errors: an open brace hides what stands behind it. */
  readonly unbroken: OpenApiDescription | undefined;
  readonly gateway: Gateway | undefined;
  readonly rules: readonly RuleInfo[];
  /** The rules that report something in the document. Read only where it is needed, and so are `files`. */
  readonly reported: ReadonlySet<string>;
  /** The URIs of files that a reference may name. */
  readonly files: readonly string[];
}

/** The position, and how to write there. */
export interface Place {
  readonly document: SourceDocument;
  readonly cursor: Cursor;
  readonly writer: Writer;
  /** The node at the path of the position, as far as the tree has it. */
  readonly node: SourceNode | undefined;
  /** Keys of the same map. */
  readonly keys: ReadonlySet<string>;
}

/** What can be written at a position of an OpenAPI document; nothing where the position is not about security or references. */
export function complete(document: SourceDocument, offset: number, known: Known): Completions {
  const inComment = suppressedRules(document, offset, known);
  if (inComment !== undefined) return inComment;
  const found = completeAt(document, cursorAt(document, offset), known);
  if (found.items.length > 0 || document.slice(offset - 1, offset) !== ':') return found;
  return completeAt(document, cursorAt(document, offset, true), known);
}

function completeAt(document: SourceDocument, cursor: Cursor | undefined, known: Known): Completions {
  if (cursor === undefined || isBeforeToken(cursor)) return nothing;
  const place = placeOf(document, cursor);
  return cursor.slot === 'key' ? completeKey(place, known) : completeValue(place, known);
}

/** Right before a token that stands there already, nothing replaces it. */
function isBeforeToken({ token: { start, end, text, quote, lead } }: Cursor): boolean {
  return text === '' && quote === '' && lead === '' && end > start;
}

export function placeOf(document: SourceDocument, cursor: Cursor): Place {
  let node = document.root?.resolved;
  for (const key of cursor.path) {
    node = typeof key === 'number' ? node?.items()[key] : node?.get(key);
    if (node === undefined) break;
  }
  const own = node?.kind === 'map' ? node.ownEntries() : [];
  const { start } = cursor.token;
  const keys = [...cursor.keys, ...own.flatMap(({ key, keyStart }) => (keyStart === start ? [] : key))];
  return { document, cursor, writer: createWriter(document, cursor), node, keys: new Set(keys) };
}

function completeKey(place: Place, known: Known): Completions {
  const { cursor, document } = place;
  const { path, isFlow } = cursor;
  const ignored = ignoredRules(place, known);
  if (ignored !== undefined) return ignored;
  const spot = spotAlong(path, 'map', known.navigator.reading(document));
  switch (spot?.is) {
    case 'requirement':
      return requiredSchemes(place, known, 'entry');
    // A line below `security:` is still empty.
    case 'security':
      return isFlow ? nothing : requiredSchemes(place, known, 'item');
    case 'required scopes':
      return isFlow ? nothing : scopes(place, known, 'item');
    case 'used tags':
      return isFlow ? nothing : tags(place, known, 'item');
    case 'named':
      if (spot.kind === 'Response' && spot.within === 'Operation') return statuses(place, known);
      return spot.kind === 'Header' && spot.within === 'Response' ? headers(place, known) : nothing;
    case 'object':
      return extensions(place, known, spot.kind);
    default:
      return nothing;
  }
}

function completeValue(place: Place, known: Known): Completions {
  const { cursor, document } = place;
  const ignored = ignoredRules(place, known) ?? statedRoles(place);
  if (ignored !== undefined) return ignored;
  const spot = spotAlong(cursor.path, 'scalar', known.navigator.reading(document));
  switch (spot?.is) {
    case 'security':
      return requiredSchemes(place, known, 'list');
    case 'requirement':
      return requiredSchemes(place, known, 'entry');
    case 'required scopes':
      return scopes(place, known, 'list');
    case 'required scope':
      return scopes(place, known, 'value');
    case 'used tags':
      return tags(place, known, 'list');
    case 'used tag':
      return tags(place, known, 'value');
    case 'used operation':
      return operationIds(place, known);
    case 'reference':
      return references(place, known, spot.kind);
    case 'schema name':
      return together(schemaNames(place, known), references(place, known, 'Schema'));
    default:
      return nothing;
  }
}
