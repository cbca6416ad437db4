import { type Hover, MarkupKind } from 'vscode-languageserver';
import { explainConfig } from '../../engine/config/explainConfig.ts';
import { rules } from '../../engine/rules/index.ts';
import type { Context } from '../context.ts';
import { attackOf, escapeMarkdown, labelsOf } from './markdown.ts';

const ruleIds = rules.map(({ meta }) => meta.id);

/** Explains a key, a value or the id of a rule in `portcullis.yaml`. */
export async function hoverConfig(
  uri: string,
  position: { readonly line: number; readonly character: number },
  { convert, host, session }: Context,
): Promise<Hover | null> {
  const source = session.source(uri);
  const found = source && explainConfig(source, convert.offset(source, position), ruleIds);
  if (source === undefined || found === undefined) return null;
  const value = 'ruleId' in found ? await textOfRule(found.ruleId, host) : textOf(found.name, found.text);
  return { contents: { kind: MarkupKind.Markdown, value }, range: convert.range(source, found.range) };
}

function textOf(name: string, text: string): string {
  return `**${escapeMarkdown(name)}**\n\n${escapeMarkdown(text)}`;
}

async function textOfRule(id: string, host: Context['host']): Promise<string> {
  const meta = rules.find((rule) => rule.meta.id === id)?.meta;
  if (meta === undefined) return '';
  const page = await host.readPage(id);
  const why = page === undefined ? undefined : attackOf(page);
  const scope = meta.recommended ? 'It runs by default.' : 'It runs in the profile "strict", or where it is named.';
  return [
    `**${meta.title}**`,
    ...(why === undefined ? [] : [why]),
    `Severity: ${meta.severity}. ${scope}`,
    labelsOf(meta),
  ].join('\n\n');
}
