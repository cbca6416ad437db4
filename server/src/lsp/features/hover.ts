import { type CancellationToken, type Hover, type HoverParams, HoverRequest, MarkupKind } from 'vscode-languageserver';
import { bySeverity, type Finding } from '../../engine/finding.ts';
import { explainName } from '../../engine/navigation/explain.ts';
import { rangeOfName } from '../../engine/navigation/names.ts';
import { rules } from '../../engine/rules/index.ts';
import type { OffsetRange } from '../../engine/syntax/sourceNode.ts';
import { bestOf } from '../../engine/textEdits/fix.ts';
import type { Context } from '../context.ts';
import type { Feature } from './feature.ts';

export const hover: Feature<HoverParams, Hover | null> = {
  method: HoverRequest.method,
  capability: () => ({ hoverProvider: true }),
  handle: explain,
  fallback: () => null,
};

/** Explains the name and the findings at a position: weakness, attack and best fix. Text of the document is escaped. */
async function explain(
  { textDocument, position }: HoverParams,
  { client, convert, host, session }: Context,
  token: CancellationToken,
): Promise<Hover | null> {
  const { uri } = textDocument;
  if (!(await session.waitForCheck(uri, token))) return null;
  const source = session.source(uri);
  if (source === undefined) return null;
  const offset = convert.offset(source, position);
  const findings = (await session.descriptionsWith(uri))
    .flatMap(({ analysis }) => analysis.findings)
    .filter(({ document, range }) => document === source && range.start <= offset && range.end >= offset)
    .sort(bySeverity);
  const [first] = findings;
  const named = await explanationAt(uri, offset, session);
  const range = first?.range ?? named?.range;
  if (range === undefined) return null;
  const parts: string[] = [];
  for (const ruleId of new Set(findings.map((finding) => finding.ruleId))) {
    const meta = rules.find((rule) => rule.meta.id === ruleId)?.meta;
    if (meta === undefined) continue;
    const page = await host.readPage(ruleId);
    const cwe = meta.cwe.map((number) => `CWE-${number}`);
    const why = page === undefined ? undefined : attackOf(page);
    const ofRule = findings.filter((finding) => finding.ruleId === ruleId);
    const fix = ofRule[0] && bestOf(ofRule[0].fixes());
    parts.push(
      [
        ...(client.hoverShowsFindings ? [`**${meta.title}**`] : new Set(ofRule.map(textOf))),
        ...(why === undefined ? [] : [why]),
        ...(fix === undefined ? [] : [`Fix: ${escapeMarkdown(fix.title)}`]),
        [`\`${ruleId}\``, meta.owasp, ...cwe, ...(meta.compliance ?? [])].join(' · '),
      ].join('\n\n'),
    );
  }
  if (named !== undefined) parts.push(named.text);
  return {
    contents: { kind: MarkupKind.Markdown, value: parts.join('\n\n---\n\n') },
    range: convert.range(source, range),
  };
}

/** What the name at an offset means: a scheme, a scope, an operation, a reference. */
async function explanationAt(
  uri: string,
  offset: number,
  session: Context['session'],
): Promise<{ readonly text: string; readonly range: OffsetRange } | undefined> {
  const [checked] = await session.descriptionsWith(uri);
  if (checked === undefined) return undefined;
  const [found] = await session.navigation.askPresent(uri, (navigator, present) => {
    const name = navigator.nameAt(present, offset);
    const explanation = name && explainName(name, navigator, checked.description);
    return explanation && { explanation, range: rangeOfName(name) };
  });
  if (found === undefined) return undefined;
  const { title, lines } = found.explanation;
  return { text: [`**${escapeMarkdown(title)}**`, ...lines.map(escapeMarkdown)].join('\n\n'), range: found.range };
}

/** The message; for an echo, with its root cause. */
function textOf({ severity, echo, message, related }: Finding): string {
  const label = echo ? 'echo' : severity;
  const cause = echo && related[0] !== undefined ? ` ${escapeMarkdown(related[0].message)}` : '';
  return `**${label}** ${escapeMarkdown(message)}${cause}`;
}

/** The paragraph of the rule page that describes the attack. */
function attackOf(page: string): string | undefined {
  return page
    .split('\n\n')
    .find((paragraph) => paragraph.startsWith('**Attack.**'))
    ?.replaceAll('\n', ' ');
}

function escapeMarkdown(text: string): string {
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~&]/g, '\\$&');
}
