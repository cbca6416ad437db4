import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { Finding } from '../engine/finding.ts';
import { fixAll } from '../engine/fixAll.ts';
import type { Fix, SourceEdit } from '../engine/repair/fix.ts';
import { toEdits } from '../engine/repair/patch.ts';
import type { SourceDocument } from '../engine/syntax/sourceDocument.ts';
import type { Convert } from './convert.ts';
import { ignoreEdit } from './ignore.ts';
import type { DiagnosticData } from './protocol.ts';
import type { Checked, Session } from './session.ts';
import { normalizeUri } from './uri.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.portcullis`;

/** What a code action has to remember until it is resolved: names, never edits. */
type ActionData =
  | { readonly kind: 'fix'; readonly uri: string; readonly fingerprint: string; readonly title: string }
  | { readonly kind: 'fixRule'; readonly uri: string; readonly ruleId: string }
  | { readonly kind: 'fixSafe'; readonly uri: string }
  | { readonly kind: 'ignore'; readonly uri: string; readonly fingerprint: string };

export interface CodeActionContext {
  readonly session: Session;
  readonly convert: Convert;
  readonly hasDocumentChanges: boolean;
  /** False if edits have to be there at once. */
  readonly canResolve: boolean;
  /** The command that opens a rule's page in this client. */
  readonly rulePageCommand: string | undefined;
}

export async function codeActions(
  params: CodeActionParams,
  context: CodeActionContext,
): Promise<readonly CodeAction[]> {
  const uri = normalizeUri(params.textDocument.uri);
  const { only } = params.context;
  const wants = (kind: string): boolean =>
    only === undefined || only.some((prefix) => prefix === '' || kind === prefix || kind.startsWith(`${prefix}.`));
  const source = context.session.source(uri);
  if (source === undefined) return [];
  await context.session.check(uri);
  const actions: CodeAction[] = [];
  if (wants(CodeActionKind.QuickFix)) {
    for (const { finding, diagnostic } of await chosenFindings(params, source, context)) {
      actions.push(...actionsFor(uri, finding, diagnostic, context));
    }
  }
  if (only !== undefined && wants(fixAllKind)) {
    actions.push(withData('Fix all safe findings', fixAllKind, { kind: 'fixSafe', uri }));
  }
  if (context.canResolve) return actions;
  const resolved = await Promise.all(actions.map((action) => resolveCodeAction(action, context)));
  return resolved.filter(({ edit, command }) => edit !== undefined || command !== undefined);
}

interface Chosen {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

/** The findings that the client's diagnostics name; without diagnostics of ours, those at the range. */
async function chosenFindings(
  params: CodeActionParams,
  source: SourceDocument,
  context: CodeActionContext,
): Promise<readonly Chosen[]> {
  const findings = await findingsIn(source, context.session);
  const ours = params.context.diagnostics.filter((diagnostic) => diagnostic.source === 'portcullis');
  if (ours.length > 0) {
    return ours.flatMap((diagnostic) => {
      const data = diagnostic.data as Partial<DiagnosticData> | null | undefined;
      const finding = findings.find(
        ({ fingerprint, ruleId }) => fingerprint === data?.fingerprint && ruleId === diagnostic.code,
      );
      return finding === undefined ? [] : [{ finding, diagnostic }];
    });
  }
  const start = context.convert.offset(source, params.range.start);
  const end = context.convert.offset(source, params.range.end);
  return findings
    .filter(({ range }) => range.start <= end && range.end >= start)
    .map((finding) => ({ finding, diagnostic: context.convert.diagnostic(finding) }));
}

async function findingsIn(source: SourceDocument, session: Session): Promise<readonly Finding[]> {
  return (await session.descriptionsWith(source.uri)).flatMap(({ analysis }) =>
    analysis.findings.filter(({ document }) => document === source),
  );
}

function actionsFor(
  uri: string,
  finding: Finding,
  diagnostic: Diagnostic,
  context: CodeActionContext,
): readonly CodeAction[] {
  const { ruleId, fingerprint } = finding;
  const quick = (title: string, data: ActionData): CodeAction => ({
    ...withData(title, CodeActionKind.QuickFix, data),
    diagnostics: [diagnostic],
  });
  const fixes = finding.fixes();
  const actions = fixes.map((fix, index) => ({
    ...quick(fix.title, { kind: 'fix', uri, fingerprint, title: fix.title }),
    // One at most, and only what keeps the contract.
    ...(index === 0 && fix.safety === 'safe' ? { isPreferred: true } : {}),
  }));
  if (fixes.length > 0) actions.push(quick(`Fix all "${ruleId}" in this file`, { kind: 'fixRule', uri, ruleId }));
  actions.push(quick(`Ignore "${ruleId}" here`, { kind: 'ignore', uri, fingerprint }));
  const command = context.rulePageCommand;
  if (command !== undefined) {
    const title = `Explain "${ruleId}"`;
    actions.push({
      title,
      kind: CodeActionKind.QuickFix,
      diagnostics: [diagnostic],
      command: { title, command, arguments: [ruleId] },
    });
  }
  return actions;
}

function withData(title: string, kind: string, data: ActionData): CodeAction {
  return { title, kind, data };
}

/** Fills in the edit, from the present text. What no longer fits gets none. */
export async function resolveCodeAction(action: CodeAction, context: CodeActionContext): Promise<CodeAction> {
  const data = action.data as ActionData | null | undefined;
  if (typeof data !== 'object' || data === null || typeof data.uri !== 'string') return action;
  const edit = await editFor(data, context);
  return edit === undefined ? action : { ...action, edit };
}

async function editFor(data: ActionData, context: CodeActionContext): Promise<WorkspaceEdit | undefined> {
  const { session, convert, hasDocumentChanges } = context;
  const source = session.source(data.uri);
  if (source === undefined) return undefined;
  await session.check(data.uri);
  if (data.kind === 'fixRule' || data.kind === 'fixSafe') {
    const choose = (finding: Finding): Fix | undefined => {
      const [fix] = finding.fixes();
      if (data.kind === 'fixRule') return finding.ruleId === data.ruleId ? fix : undefined;
      return fix?.safety === 'safe' ? fix : undefined;
    };
    const changed = new Map<SourceDocument, readonly SourceEdit[]>();
    for (const checked of await session.descriptionsWith(data.uri)) {
      for (const [document, edits] of fixEverything(checked, source, choose)) changed.set(document, edits);
    }
    return changed.size === 0 ? undefined : convert.edit(changed, hasDocumentChanges);
  }
  const finding = (await findingsIn(source, session)).find(({ fingerprint }) => fingerprint === data.fingerprint);
  if (finding === undefined) return undefined;
  if (data.kind === 'ignore') {
    const edits = ignoreEdit(finding);
    return edits === undefined ? undefined : convert.edit(edits, hasDocumentChanges);
  }
  const fix = finding.fixes().find(({ title }) => title === data.title);
  const edits = fix === undefined ? undefined : toEdits(fix.patches);
  return edits === undefined ? undefined : convert.edit(edits, hasDocumentChanges);
}

/** All passes as one edit for each document: what differs between the text before and after. */
function fixEverything(
  { description, config }: Checked,
  source: SourceDocument,
  choose: (finding: Finding) => Fix | undefined,
): ReadonlyMap<SourceDocument, readonly SourceEdit[]> {
  const loader = {
    load: (uri: string) => {
      const document = description.documents.get(uri);
      return document === undefined ? ({ failure: 'missing-file', message: '' } as const) : { document };
    },
  };
  const inThisFile = (finding: Finding): Fix | undefined =>
    finding.document.uri === source.uri ? choose(finding) : undefined;
  const { texts } = fixAll({ entry: description.entry, loader, config, choose: inThisFile });
  const edits = new Map<SourceDocument, readonly SourceEdit[]>();
  for (const [uri, text] of texts) {
    const document = description.documents.get(uri);
    if (document !== undefined && document.text !== text) edits.set(document, lineEdits(document.text, text));
  }
  return edits;
}

/** The difference line by line, so that cursors and folds elsewhere stay; the middle between the same head and tail. */
function lineEdits(before: string, after: string): readonly SourceEdit[] {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let tail = 0;
  while (tail < shorter - start && before[before.length - 1 - tail] === after[after.length - 1 - tail]) tail++;
  return [{ start, end: before.length - tail, text: after.slice(start, after.length - tail), placeholders: [] }];
}
