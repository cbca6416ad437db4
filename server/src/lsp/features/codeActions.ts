import {
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionTriggerKind,
  Command,
  type Diagnostic,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { fixAll, wantedFixes } from '../../engine/analyze/fixAll.ts';
import { bySeverity, type Finding } from '../../engine/finding.ts';
import { isReason } from '../../engine/openapi/reason.ts';
import { bestOf, type DocumentEdits, type Fix, type SourceEdit } from '../../engine/repair/fix.ts';
import { toEdits } from '../../engine/repair/patch.ts';
import type { Severity } from '../../engine/severity.ts';
import { acceptFix, acceptScopes } from '../../engine/suppression/accept.ts';
import { parseSource } from '../../engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import { changeConfig, createConfig } from '../configEdit.ts';
import type { Convert } from '../convert.ts';
import { lineEdits } from '../lineEdits.ts';
import { type AcceptParams, type AcceptWidth, commands, type DiagnosticData } from '../protocol.ts';
import { normalizeUri } from '../uri.ts';
import type { Checked, Session } from '../workspace/session.ts';

export const fixAllKind = `${CodeActionKind.SourceFixAll}.portcullis`;

/** Editors keep the order within `quickfix` and its kinds: repairs come first, what leaves a finding as it is comes last. */
const kinds = {
  repair: CodeActionKind.QuickFix,
  fixAll: `${CodeActionKind.QuickFix}.portcullis.fixAll`,
  accept: `${CodeActionKind.QuickFix}.portcullis.accept`,
  severity: `${CodeActionKind.QuickFix}.portcullis.severity`,
  explain: `${CodeActionKind.QuickFix}.portcullis.explain`,
} as const;

/** What a code action has to remember until it is resolved: names, never edits. */
type ActionData =
  | { readonly kind: 'fix'; readonly uri: string; readonly fingerprint: string; readonly title: string }
  | { readonly kind: 'fixRule'; readonly uri: string; readonly ruleId: string }
  | { readonly kind: 'fixSafe'; readonly uri: string }
  | ({ readonly kind: 'accept' } & AcceptParams);

export interface CodeActionContext {
  readonly session: Session;
  readonly convert: Convert;
  /** False if edits have to be there at once. */
  readonly canResolve: boolean;
  /** The command that opens a rule's page in this client. */
  readonly rulePageCommand: string | undefined;
  /** The command of a client that asks a person for reasons. */
  readonly acceptCommand: string | undefined;
}

export async function codeActions(
  params: CodeActionParams,
  context: CodeActionContext,
): Promise<readonly CodeAction[]> {
  const uri = normalizeUri(params.textDocument.uri);
  const { only } = params.context;
  const wants = (kind: string): boolean =>
    only === undefined || only.some((prefix) => prefix === '' || kind === prefix || kind.startsWith(`${prefix}.`));
  // What an editor asks for by itself, it asks for again.
  if (params.context.triggerKind !== CodeActionTriggerKind.Automatic) await context.session.check(uri);
  else if (!(await context.session.glance(uri))) return [];
  const source = context.session.source(uri);
  if (source === undefined) return [];
  const actions: CodeAction[] = [];
  if (Object.values(kinds).some(wants)) {
    const chosen = await chosenFindings(params, source, context);
    actions.push(...(await quickFixes(uri, source, chosen, context)).filter(({ kind = '' }) => wants(kind)));
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
    const known = new Map<string, Finding>();
    for (const finding of findings) {
      const name = `${finding.ruleId} ${finding.fingerprint}`;
      if (!known.has(name)) known.set(name, finding);
    }
    return ours.flatMap((diagnostic) => {
      const data = diagnostic.data as Partial<DiagnosticData> | null | undefined;
      const finding = known.get(`${diagnostic.code} ${data?.fingerprint}`);
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

/** An action, before it is known whether another one of the same request does the same. */
interface Candidate {
  readonly title: string;
  readonly kind: string;
  readonly chosen: Chosen;
  readonly data?: ActionData;
  readonly command?: Command;
  readonly isPreferred?: boolean;
  /** What it does: of two with the same title and effect, one is offered. */
  readonly effect: string;
}

/** The worst finding first: all repairs, then all that leaves the findings as they are. */
async function quickFixes(
  uri: string,
  source: SourceDocument,
  chosen: readonly Chosen[],
  context: CodeActionContext,
): Promise<readonly CodeAction[]> {
  const sorted = [...chosen].sort((a, b) => bySeverity(a.finding, b.finding));
  const repairs: Candidate[] = [];
  const ofRules: Candidate[] = [];
  const answers: Candidate[] = [];
  for (const one of sorted) {
    // An echo is repaired with its cause: its fix is the best of a place only where nothing else is found.
    repairs.push(...repairsOf(uri, one, one.finding.echo === sorted[0]?.finding.echo));
    ofRules.push(...(await repairsOfRule(uri, source, one, context)));
    answers.push(...(await answersTo(uri, one, context)));
  }
  return distinct([...repairs, ...ofRules, ...answers], (finding) => {
    return context.convert.range(source, finding.range).start.line + 1;
  });
}

/** One action for all candidates that do the same; where titles are the same and effects are not, titles say the line. */
function distinct(candidates: readonly Candidate[], lineOf: (finding: Finding) => number): readonly CodeAction[] {
  const groups = new Map<string, Candidate[]>();
  const effects = new Map<string, Set<string>>();
  for (const candidate of candidates) {
    const { title, effect } = candidate;
    const key = `${title}\n${effect}`;
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
    effects.set(title, (effects.get(title) ?? new Set()).add(effect));
  }
  return [...groups.values()].map((group): CodeAction => {
    const { title, kind, chosen, data, command } = group[0]!;
    const isAmbiguous = effects.get(title)!.size > 1;
    return {
      title: isAmbiguous ? `${title} (line ${lineOf(chosen.finding)})` : title,
      kind,
      diagnostics: [...new Set(group.map((one) => one.chosen.diagnostic))],
      ...(data === undefined ? {} : { data }),
      ...(command === undefined ? {} : { command }),
      ...(group.some(({ isPreferred }) => isPreferred) ? { isPreferred: true } : {}),
    };
  });
}

/** The fixes of a finding that can be written, the best one first and preferred, those that ask for a reason left out. */
function repairsOf(uri: string, chosen: Chosen, hasPreferred: boolean): readonly Candidate[] {
  const { fingerprint } = chosen.finding;
  return writable(chosen.finding.fixes())
    .filter(({ fix }) => fix.asksReason !== true)
    .map(({ fix: { title }, effect }, index) => ({
      title,
      kind: kinds.repair,
      chosen,
      data: { kind: 'fix', uri, fingerprint, title },
      effect,
      ...(index === 0 && hasPreferred ? { isPreferred: true } : {}),
    }));
}

/** What cannot be written soundly is not offered. */
function writable(fixes: readonly Fix[]): readonly { readonly fix: Fix; readonly effect: string }[] {
  return fixes.flatMap((fix) => {
    const edits = toEdits(fix.patches);
    return edits === undefined ? [] : [{ fix, effect: effectOf(edits) }];
  });
}

function effectOf(edits: DocumentEdits): string {
  return JSON.stringify(
    [...edits].map(([{ uri }, list]) => [uri, list.map(({ start, end, text }) => [start, end, text])]),
  );
}

/** Offered only where they do more than the fix of one finding. */
async function repairsOfRule(
  uri: string,
  source: SourceDocument,
  chosen: Chosen,
  { session }: CodeActionContext,
): Promise<readonly Candidate[]> {
  const { ruleId } = chosen.finding;
  const effects = new Set<string>();
  for (const { analysis, description } of await session.descriptionsWith(uri)) {
    if (description.isBroken) continue;
    const choose = chooser(ruleId);
    const inThisFile = (finding: Finding): Fix | undefined =>
      finding.document === source ? choose(finding) : undefined;
    for (const { fix } of wantedFixes(analysis.findings, inThisFile)) {
      for (const { effect } of writable([fix])) effects.add(effect);
      if (effects.size > 1) break;
    }
  }
  const inFile = `Fix all "${ruleId}" in this file`;
  const everywhere = `Fix all "${ruleId}" in the workspace`;
  const base = { kind: kinds.fixAll, chosen, effect: '' };
  return [
    ...(effects.size > 1 ? [{ ...base, title: inFile, data: { kind: 'fixRule', uri, ruleId } } as const] : []),
    ...(effects.size > 0 && session.descriptionCount > 1
      ? [{ ...base, title: everywhere, command: Command.create(everywhere, commands.fixWorkspace, ruleId) }]
      : []),
  ];
}

/** What leaves the finding as it is: accept it, report its rule as something else, explain it. */
async function answersTo(uri: string, chosen: Chosen, context: CodeActionContext): Promise<readonly Candidate[]> {
  const { finding } = chosen;
  const { ruleId, fingerprint } = finding;
  const answers: Candidate[] = [];
  for (const { fix, effect } of writable(finding.fixes())) {
    if (fix.asksReason !== true) continue;
    const { title } = fix;
    answers.push({ title, kind: kinds.accept, chosen, data: { kind: 'fix', uri, fingerprint, title }, effect });
  }
  for (const { title, width, effect } of await acceptances(uri, finding, context)) {
    const params: AcceptParams = { uri, fingerprint, ruleId, width };
    const isSeverity = width === 'everywhere' || width === 'lower';
    const command = context.acceptCommand;
    answers.push({
      title,
      kind: isSeverity ? kinds.severity : kinds.accept,
      chosen,
      effect,
      // Another severity needs no reason.
      ...(command === undefined || width === 'lower'
        ? { data: { kind: 'accept', ...params } }
        : { command: Command.create(title, command, params) }),
    });
  }
  const command = context.rulePageCommand;
  if (command !== undefined) {
    const title = `Explain "${ruleId}"`;
    answers.push({ title, kind: kinds.explain, chosen, command: Command.create(title, command, ruleId), effect: '' });
  }
  return answers;
}

/** Every way to accept a finding that can be written: from the narrowest to the widest. */
async function acceptances(
  uri: string,
  finding: Finding,
  { session, convert }: CodeActionContext,
): Promise<readonly { title: string; width: AcceptWidth; effect: string }[]> {
  const { ruleId } = finding;
  const inDocument = acceptScopes.flatMap((width) => {
    const fix = acceptFix(finding, width);
    return fix === undefined ? [] : writable([fix]).map(({ effect }) => ({ title: fix.title, width, effect }));
  });
  const target = await session.configTarget(uri);
  if (target === undefined || ('newFile' in target && convert.newFile('', '') === undefined)) return inDocument;
  const lower = lowerOf(finding);
  return [
    ...inDocument,
    { title: `Turn off "${ruleId}" in portcullis.yaml`, width: 'everywhere', effect: '' },
    ...(lower === undefined
      ? []
      : [{ title: `Report "${ruleId}" as ${lower} in portcullis.yaml`, width: 'lower', effect: '' } as const]),
  ];
}

const steps: readonly Severity[] = ['error', 'warning', 'information', 'hint'];

function lowerOf({ severity, echo }: Finding): Severity | undefined {
  // The severity of echoes is a setting of its own.
  return echo ? undefined : steps[steps.indexOf(severity) + 1];
}

/** The edit that accepts a finding; `undefined` if it is gone or that cannot be written. */
export async function acceptEdit(
  { uri, fingerprint, width, reason }: AcceptParams,
  { session, convert }: CodeActionContext,
): Promise<WorkspaceEdit | undefined> {
  const source = session.source(normalizeUri(uri));
  if (source === undefined || (reason !== undefined && !isReason(reason))) return undefined;
  await session.check(uri);
  const finding = (await findingsIn(source, session)).find((one) => one.fingerprint === fingerprint);
  if (finding === undefined) return undefined;
  if (width !== 'everywhere' && width !== 'lower') {
    const fix = acceptFix(finding, width, reason);
    const edits = fix && toEdits(fix.patches);
    return edits && convert.edit(edits);
  }
  const { ruleId } = finding;
  const severity: Severity | 'off' | undefined = width === 'lower' ? lowerOf(finding) : 'off';
  const target = await session.configTarget(uri);
  if (severity === undefined || target === undefined) return undefined;
  const change = { ruleId, severity, ...(width === 'lower' ? {} : { reason: reason ?? '' }) };
  const edit =
    'newFile' in target ? createConfig(target.newFile, session.settings.config, change) : changeConfig(target, change);
  if (edit === undefined) return undefined;
  return 'edits' in edit ? convert.edit(edit.edits) : convert.newFile(edit.uri, edit.text);
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
  const { session, convert } = context;
  if (data.kind === 'accept') return acceptEdit(data, context);
  const source = session.source(data.uri);
  if (source === undefined) return undefined;
  await session.check(data.uri);
  if (data.kind === 'fixRule' || data.kind === 'fixSafe') {
    const choose = chooser(data.kind === 'fixRule' ? data.ruleId : undefined);
    const inThisFile = (finding: Finding): Fix | undefined =>
      finding.document.uri === source.uri ? choose(finding) : undefined;
    const { edits } = fixEverything(await session.descriptionsWith(data.uri), inThisFile);
    return edits.size === 0 ? undefined : convert.edit(edits, edits.size > 1 ? { label: 'Portcullis' } : undefined);
  }
  const finding = (await findingsIn(source, session)).find(({ fingerprint }) => fingerprint === data.fingerprint);
  const fix = finding?.fixes().find(({ title }) => title === data.title);
  const edits = fix && toEdits(fix.patches);
  return edits && convert.edit(edits, edits.size > 1 ? { label: fix.title } : undefined);
}

/** The best fix of each finding of a rule; without one, of every finding whose best fix is safe. */
function chooser(ruleId: string | undefined): (finding: Finding) => Fix | undefined {
  return (finding) => {
    const fix = bestOf(finding.fixes());
    if (ruleId !== undefined) return finding.ruleId === ruleId ? fix : undefined;
    return fix?.safety === 'safe' ? fix : undefined;
  };
}

/** Fixes of every description of the workspace as one edit, to be looked at before it is made. */
export async function workspaceEdit(
  ruleId: string | undefined,
  { session, convert }: CodeActionContext,
): Promise<{ readonly edit: WorkspaceEdit; readonly fixes: number; readonly files: number } | undefined> {
  const all: Checked[] = [];
  for (const uri of await session.findEntries()) {
    const checked = await session.check(uri);
    if (checked !== undefined) all.push(checked);
  }
  const { edits, applied } = fixEverything(all, chooser(ruleId));
  if (edits.size === 0) return undefined;
  const counts = new Map<string, number>();
  for (const id of applied) counts.set(id, (counts.get(id) ?? 0) + 1);
  const description = [...counts].map(([id, count]) => `${id} (${count})`).join(', ');
  const label = ruleId === undefined ? 'All safe fixes' : `Fixes of "${ruleId}"`;
  return { edit: convert.edit(edits, { label, description }), fixes: applied.length, files: edits.size };
}

/** All passes over all descriptions as one edit for each document: what one description changes, the next one sees. */
function fixEverything(
  all: readonly Checked[],
  choose: (finding: Finding) => Fix | undefined,
): { readonly edits: ReadonlyMap<SourceDocument, readonly SourceEdit[]>; readonly applied: readonly string[] } {
  const originals = new Map<string, SourceDocument>();
  const changed = new Map<string, SourceDocument>();
  const applied: string[] = [];
  for (const { description, config } of all) {
    const loader = {
      load: (uri: string) => {
        const document = description.documents.get(uri);
        if (document === undefined) return { failure: 'missing-file', message: '' } as const;
        return { document: changed.get(document.uri) ?? document };
      },
    };
    const entry = changed.get(description.entry.uri) ?? description.entry;
    const result = fixAll({ entry, loader, config, choose });
    for (const { ruleId } of result.applied) applied.push(ruleId);
    for (const [uri, text] of result.texts) {
      const document = description.documents.get(uri);
      if (document === undefined || document.text === text) continue;
      if (!originals.has(uri)) originals.set(uri, document);
      changed.set(uri, parseSource(uri, text, { language: document.language }));
    }
  }
  const edits = new Map<SourceDocument, readonly SourceEdit[]>();
  for (const [uri, document] of originals) edits.set(document, lineEdits(document.text, changed.get(uri)!.text));
  return { edits, applied };
}
