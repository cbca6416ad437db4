import {
  type CompletionItem,
  CompletionItemKind,
  type CompletionList,
  type CompletionParams,
  CompletionRequest,
  InsertTextFormat,
  InsertTextMode,
  MarkupKind,
  type Range,
} from 'vscode-languageserver';
import { complete } from '../../engine/completion/complete.ts';
import { type Completion, type Completions, together } from '../../engine/completion/completion.ts';
import { completeConfig } from '../../engine/completion/configuration.ts';
import { rules } from '../../engine/rules/index.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { ClientAbilities } from '../capabilities.ts';
import type { Context } from '../context.ts';
import { snippetOf } from '../convert.ts';
import { isConfig } from '../uri.ts';
import type { Feature } from './feature.ts';

const ruleInfos = rules.map(({ meta }) => meta);

/** Schemes, scopes, targets of references, refusals, headers, extensions and rule ids, where one can be written. */
export const completion: Feature<CompletionParams, CompletionList | null> = {
  method: CompletionRequest.method,
  capability: () => ({ completionProvider: { triggerCharacters: ['"', "'", '/', '#', ' '] } }),
  async handle({ textDocument: { uri }, position }, context) {
    const { convert, session } = context;
    if (isConfig(uri)) {
      const source = session.source(uri);
      if (source === undefined) return null;
      const completions = completeConfig(source, convert.offset(source, position), ruleInfos);
      return completions.items.length === 0 ? null : toList(source, completions, context);
    }
    let needsFiles = false;
    const ask = (): Promise<readonly { source: SourceDocument; completions: Completions }[]> =>
      session.navigation.askPresent(uri, (navigator, source) => {
        const { last, unbroken } = session.lastChecks(navigator.sources.entry.uri);
        const completions = complete(source, convert.offset(source, position), {
          navigator,
          description: last?.description,
          unbroken,
          gateway: (last?.config ?? session.settings.config).gateway,
          rules: ruleInfos,
          get reported() {
            const here = (last?.analysis.findings ?? []).filter(({ document }) => document.uri === source.uri);
            return new Set(here.map(({ ruleId }) => ruleId));
          },
          get files() {
            needsFiles = session.knownFiles === undefined;
            return session.knownFiles ?? [];
          },
        });
        return { source, completions };
      });
    let found = await ask();
    if (needsFiles) {
      await session.listFiles();
      found = await ask();
    }
    const source = found[0]?.source;
    const all = together(...found.map(({ completions }) => completions));
    return source === undefined || all.items.length === 0 ? null : toList(source, all, context);
  },
  fallback: () => null,
};

const kinds: Readonly<Record<Completion['kind'], CompletionItemKind>> = {
  scheme: CompletionItemKind.Interface,
  scope: CompletionItemKind.EnumMember,
  reference: CompletionItemKind.Reference,
  file: CompletionItemKind.File,
  name: CompletionItemKind.Value,
  response: CompletionItemKind.Snippet,
  header: CompletionItemKind.Snippet,
  extension: CompletionItemKind.Snippet,
  rule: CompletionItemKind.Constant,
  setting: CompletionItemKind.Property,
  value: CompletionItemKind.EnumMember,
};

function toList(source: SourceDocument, { items, isCut }: Completions, context: Context): CompletionList {
  const seen = new Set<string>();
  const distinct = items.filter(({ label }) => !seen.has(label) && seen.add(label));
  const ranges = new Map<number, Range>();
  const rangeOf = ({ replace }: Completion): Range => {
    const range = ranges.get(replace.start) ?? context.convert.range(source, replace);
    ranges.set(replace.start, range);
    return range;
  };
  return {
    isIncomplete: isCut,
    items: distinct.map((item, index) => toItem(item, index, rangeOf(item), context.client)),
  };
}

function toItem(item: Completion, index: number, range: Range, client: ClientAbilities): CompletionItem {
  const { label, kind, detail, documentation, text, placeholders, filter, rank } = item;
  const isSnippet = client.completionSnippets && placeholders.length > 0;
  return {
    label,
    kind: kinds[kind],
    ...(detail === '' ? {} : { detail }),
    // Plain text: what the document says has no links and no commands.
    ...(documentation === '' ? {} : { documentation: { kind: MarkupKind.PlainText, value: documentation } }),
    sortText: `${rank}${String(index).padStart(4, '0')}`,
    filterText: filter,
    textEdit: { range, newText: isSnippet ? snippetOf(text, placeholders) : text },
    insertTextFormat: isSnippet ? InsertTextFormat.Snippet : InsertTextFormat.PlainText,
    // The lines are indented already.
    ...(client.insertTextModes ? { insertTextMode: InsertTextMode.asIs } : {}),
  };
}
