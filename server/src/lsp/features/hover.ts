import { type CancellationToken, type Hover, type HoverParams, HoverRequest, MarkupKind } from 'vscode-languageserver';
import { counted } from '../../engine/counted.ts';
import { bySeverity, type Finding } from '../../engine/finding.ts';
import { explainName } from '../../engine/navigation/explain.ts';
import { explainPlace } from '../../engine/navigation/explainPlace.ts';
import { rangeOfName } from '../../engine/navigation/names.ts';
import type { OpenApiDescription, Operation } from '../../engine/openapi/model.ts';
import { rules } from '../../engine/rules/index.ts';
import { toPrintable } from '../../engine/sensitive/toPrintable.ts';
import { type OffsetRange, rangeOf } from '../../engine/syntax/sourceNode.ts';
import { bestOf } from '../../engine/textEdits/fix.ts';
import type { Context } from '../context.ts';
import { isConfig } from '../uri.ts';
import { hoverConfig } from './configHover.ts';
import type { Feature } from './feature.ts';
import { foundBefore, foundIn, isOutside, type Known } from './known.ts';
import { attackOf, escapeMarkdown, labelsOf } from './markdown.ts';

export const hover: Feature<HoverParams, Hover | null> = {
  method: HoverRequest.method,
  capability: () => ({ hoverProvider: true }),
  handle: explain,
  fallback: () => null,
};

/** Explains the name and the findings at a position: weakness, attack and best fix. Text of the document is escaped. */
async function explain(
  { textDocument, position }: HoverParams,
  context: Context,
  token: CancellationToken,
): Promise<Hover | null> {
  const { session } = context;
  const { uri } = textDocument;
  if (isConfig(uri)) return hoverConfig(uri, position, context);
  const past = session.pastOf(uri);
  if (past !== undefined) {
    const early = await explainFrom(uri, position, foundBefore(past), context);
    const at = context.convert.offset(past.present, position);
    // Outside of it, an earlier check knows all there is, which may be nothing.
    if (early !== null || isOutside(past, { start: at, end: at })) return early;
  }
  // What has just been typed is in no earlier check.
  if (!(await session.waitForCheck(uri, token))) return null;
  const source = session.source(uri);
  if (source === undefined) return null;
  return explainFrom(uri, position, await foundIn(source, session), context);
}

async function explainFrom(
  uri: string,
  position: HoverParams['position'],
  { source, checks, found }: Known,
  context: Context,
): Promise<Hover | null> {
  const { client, convert, host } = context;
  const offset = convert.offset(source, position);
  const here = found.at({ start: offset, end: offset });
  const findings = here.map(({ finding }) => finding).sort(bySeverity);
  const [first] = findings;
  const named = await explanationAt(uri, offset, checks[0]?.description, context);
  const range = here.find(({ finding }) => finding === first)?.range ?? named?.range;
  if (range === undefined) return null;
  const parts: string[] = [];
  for (const ruleId of new Set(findings.map((finding) => finding.ruleId))) {
    const meta = rules.find((rule) => rule.meta.id === ruleId)?.meta;
    if (meta === undefined) continue;
    const page = await host.readPage(ruleId);
    const why = page === undefined ? undefined : attackOf(page);
    const ofRule = findings.filter((finding) => finding.ruleId === ruleId);
    if (first?.echo === false && ofRule.every(({ echo }) => echo)) {
      // It explains itself at its root cause.
      parts.push([...new Set(ofRule.map(textOf))].join('\n\n'));
      continue;
    }
    const fix = ofRule[0] && bestOf(ofRule[0].fixes());
    parts.push(
      [
        ...(client.hoverShowsFindings ? [`**${meta.title}**`] : new Set(ofRule.map(textOf))),
        ...(why === undefined ? [] : [why]),
        ...(fix === undefined ? [] : [`Fix: ${escapeMarkdown(fix.title)}`]),
        labelsOf(meta),
      ].join('\n\n'),
    );
  }
  if (named !== undefined) parts.push(named.text);
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') },
    range: convert.range(source, range),
  };
}

/** What the name at an offset means, or what stands there without a name. */
async function explanationAt(
  uri: string,
  offset: number,
  description: OpenApiDescription | undefined,
  context: Context,
): Promise<{ readonly text: string; readonly range: OffsetRange } | undefined> {
  const { session } = context;
  if (description === undefined) return undefined;
  const [found] = await session.navigation.askPresent(uri, (navigator, present) => {
    const name = navigator.nameAt(present, offset);
    const ofName = name && explainName(name, navigator, description);
    // A server, a field and a gateway's extension have no names that others use.
    if (name === undefined || ofName === undefined) return explainPlace(present, offset, description);
    return { ...ofName, range: rangeOfName(name) };
  });
  if (found === undefined) return undefined;
  const { title, lines, operations = [], range } = found;
  const text = [`**${escapeMarkdown(title)}**`, ...lines.map(escapeMarkdown), ...linksTo(operations, context)];
  return { text: text.join('\n\n'), range };
}

/** More operations are counted. */
const maxLinks = 5;

/** A list of operations; each is a link where an editor follows links to files. */
function linksTo(operations: readonly Operation[], { convert, session }: Context): readonly string[] {
  if (operations.length === 0) return [];
  const items = operations.slice(0, maxLinks).map(({ method, path, raw }) => {
    const label = escapeMarkdown(`${method.toUpperCase()} ${toPrintable(path)}`);
    const uri = session.clientUri(raw.document.uri);
    if (!uri.startsWith('file:')) return `- ${label}`;
    const { line } = convert.range(raw.document, rangeOf({ keyOf: raw })).start;
    return `- [${label}](${linkTarget(uri)}#L${line + 1})`;
  });
  const more = operations.length - maxLinks;
  return [[...items, ...(more > 0 ? [`- ${counted(more, 'more operation')}`] : [])].join('\n')];
}

/** A URI that ends no link before its end. */
function linkTarget(uri: string): string {
  return uri.replaceAll(/[^\w:/.%@~!$&=+,;-]/g, (character) => {
    const code = encodeURIComponent(character);
    return code === character ? `%${character.charCodeAt(0).toString(16)}` : code;
  });
}

/** The message; for an echo, with its root cause. */
function textOf({ severity, echo, message, related }: Finding): string {
  const label = echo ? 'echo' : severity;
  const cause = echo && related[0] !== undefined ? ` ${escapeMarkdown(related[0].message)}` : '';
  return `**${label}** ${escapeMarkdown(message)}${cause}`;
}
