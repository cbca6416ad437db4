import {
  type CancellationToken,
  type CodeAction,
  CodeActionKind,
  type CodeActionParams,
  CodeActionRequest,
  Command,
  type Diagnostic,
} from 'vscode-languageserver';
import { wantedFixes } from '../../engine/analyze/fixAll.ts';
import { bySeverity, type Finding } from '../../engine/finding.ts';
import { titleNotes } from '../../engine/fixes/securityFixes.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Fix } from '../../engine/textEdits/fix.ts';
import type { Context } from '../context.ts';
import {
  type AcceptParams,
  commands,
  type DiagnosticData,
  type FalsePositiveParams,
  type MoreParams,
} from '../protocol.ts';
import { isConfig } from '../uri.ts';
import { waysToAccept } from './accept.ts';
import { configFixes } from './configFixes.ts';
import type { Feature } from './feature.ts';
import { createChooser, writable } from './fixes.ts';
import { foundBefore, foundIn, isOutside, type Known } from './known.ts';
import { type ActionData, resolveCodeAction } from './resolveCodeAction.ts';

const fixAllKind = `${CodeActionKind.SourceFixAll}.portcullis`;

/** Editors keep the order within `quickfix` and its kinds: fixes come first, what is seldom wanted last. */
const kinds = {
  fix: CodeActionKind.QuickFix,
  fixAll: `${CodeActionKind.QuickFix}.portcullis.fixAll`,
  accept: `${CodeActionKind.QuickFix}.portcullis.accept`,
  severity: `${CodeActionKind.QuickFix}.portcullis.severity`,
  explain: `${CodeActionKind.QuickFix}.portcullis.explain`,
  report: `${CodeActionKind.QuickFix}.portcullis.report`,
  more: `${CodeActionKind.QuickFix}.portcullis.more`,
} as const;

export const codeAction: Feature<CodeActionParams, CodeAction[]> = {
  method: CodeActionRequest.method,
  capability: () => ({
    codeActionProvider: { codeActionKinds: [CodeActionKind.QuickFix, fixAllKind], resolveProvider: true },
  }),
  handle: codeActions,
  fallback: () => [],
};

async function codeActions(
  params: CodeActionParams,
  context: Context,
  token: CancellationToken,
): Promise<CodeAction[]> {
  const { uri } = params.textDocument;
  const { only } = params.context;
  const wants = (kind: string): boolean =>
    only === undefined || only.some((prefix) => prefix === '' || kind === prefix || kind.startsWith(`${prefix}.`));
  if (isConfig(uri)) return wants(kinds.fix) ? configFixes(params, context) : [];
  const wantsFixAll = only !== undefined && wants(fixAllKind);
  const early = wantsFixAll ? undefined : await actionsBefore(params, context);
  if (early !== undefined) return early.filter(({ kind = '' }) => wants(kind));
  if (!(await context.session.waitForCheck(uri, token))) return [];
  const source = context.session.source(uri);
  if (source === undefined) return [];
  const actions: CodeAction[] = [];
  if (Object.values(kinds).some(wants)) {
    const known = await foundIn(source, context.session);
    const chosen = chosenFindings(params, known, context);
    actions.push(...(await quickFixes(uri, known, chosen, context, only)).filter(({ kind = '' }) => wants(kind)));
  }
  if (wantsFixAll && (await hasSafeFix(uri, source, context))) {
    actions.push(withData('Fix all safe findings', fixAllKind, { kind: 'fixSafe', uri }));
  }
  if (context.client.canResolve) return actions;
  const resolved = await Promise.all(actions.map((action) => resolveCodeAction(action, context)));
  return resolved.filter(({ edit, command }) => edit !== undefined || command !== undefined);
}

/**
 * In a long document, by its last check, where the text has not changed since. Edits are those of the present text, for
 * they are asked for later.
 */
async function actionsBefore(params: CodeActionParams, context: Context): Promise<readonly CodeAction[] | undefined> {
  const { convert, client, session } = context;
  const { uri } = params.textDocument;
  const past = client.canResolve ? session.pastOf(uri) : undefined;
  if (past === undefined) return undefined;
  const start = convert.offset(past.present, params.range.start);
  const end = convert.offset(past.present, params.range.end);
  if (!isOutside(past, { start, end })) return undefined;
  const known = foundBefore(past);
  return quickFixes(uri, known, chosenFindings(params, known, context), context, params.context.only);
}

/** An action without effect is not offered. */
async function hasSafeFix(uri: string, source: SourceDocument, { session }: Context): Promise<boolean> {
  const choose = createChooser(undefined);
  for (const { analysis, description } of await session.descriptionsWith(uri)) {
    if (description.isBroken) continue;
    const inThisFile = (finding: Finding): Fix | undefined =>
      finding.document === source ? choose(finding) : undefined;
    for (const { fix } of wantedFixes(analysis.findings, inThisFile)) {
      if (writable([fix]).length > 0) return true;
    }
  }
  return false;
}

interface Chosen {
  readonly finding: Finding;
  readonly diagnostic: Diagnostic;
}

/** The findings of the client's diagnostics; if none of them is from Portcullis, the findings in the range. */
function chosenFindings(params: CodeActionParams, { source, found }: Known, { convert }: Context): readonly Chosen[] {
  const ours = params.context.diagnostics.filter((diagnostic) => diagnostic.source === 'portcullis');
  if (ours.length > 0) {
    return ours.flatMap((diagnostic) => {
      const data = diagnostic.data as Partial<DiagnosticData> | null | undefined;
      const finding = found.named(String(diagnostic.code), data?.fingerprint);
      return finding === undefined ? [] : [{ finding, diagnostic }];
    });
  }
  const start = convert.offset(source, params.range.start);
  const end = convert.offset(source, params.range.end);
  return found.at({ start, end }).map(({ finding, range }) => {
    if (finding.document === source) return { finding, diagnostic: convert.diagnostic(finding) };
    const place = { ...finding, document: source, range, related: [], fixes: () => [] };
    return { finding, diagnostic: convert.diagnostic(place) };
  });
}

/** An action, before actions with the same effect are merged. */
interface Candidate {
  readonly title: string;
  readonly kind: string;
  readonly chosen: Chosen;
  readonly data?: ActionData;
  readonly command?: Command;
  readonly isPreferred?: boolean;
  /** Of two actions with the same title and effect, one is offered. */
  readonly effect: string;
}

/** All fixes, then actions that explain or accept a finding; the most severe finding first. */
async function quickFixes(
  uri: string,
  known: Known,
  chosen: readonly Chosen[],
  context: Context,
  only: readonly string[] | undefined,
): Promise<readonly CodeAction[]> {
  // Who asks for one kind alone gets its actions one by one.
  const isWhole = only === undefined || only.some((kind) => kind === '' || kind === kinds.fix);
  const isBundled = isWhole && context.client.moreCommand !== undefined;
  const sorted = [...chosen].sort((a, b) => bySeverity(a.finding, b.finding));
  const fixes: Candidate[] = [];
  const ofRules: Candidate[] = [];
  const others: Candidate[] = [];
  for (const one of sorted) {
    // An echo is fixed with its cause: its fix is preferred only if nothing else is found at the place.
    fixes.push(...fixesOf(uri, one, one.finding.echo === sorted[0]?.finding.echo));
    ofRules.push(...fixesOfRule(uri, known, one, context));
    others.push(...(await otherActions(uri, one, context, isBundled)));
  }
  return distinct([...fixes, ...ofRules, ...others], (finding) => {
    const range = known.found.rangeOf(finding) ?? finding.range;
    return context.convert.range(known.source, range).start.line + 1;
  });
}

/** One action for all candidates with the same effect. Equal titles with different effects get a line number. */
function distinct(candidates: readonly Candidate[], lineOf: (finding: Finding) => number): readonly CodeAction[] {
  const groups = new Map<string, Candidate[]>();
  const effects = new Map<string, Set<string>>();
  for (const candidate of candidates) {
    const { title, effect } = candidate;
    const key = `${title}\n${effect}`;
    groups.set(key, [...(groups.get(key) ?? []), candidate]);
    effects.set(title, (effects.get(title) ?? new Set()).add(effect));
  }
  const shorten = createShortener();
  // A fix that several findings share is preferred for all of them, so none has a second one.
  const served = new Set<Diagnostic>();
  return [...groups.values()].map((group): CodeAction => {
    const { title, kind, chosen, data, command } = group[0]!;
    const isAmbiguous = effects.get(title)!.size > 1;
    const diagnostics = [...new Set(group.map((one) => one.chosen.diagnostic))];
    const isPreferred = group.some((one) => one.isPreferred && !served.has(one.chosen.diagnostic));
    if (isPreferred) for (const diagnostic of diagnostics) served.add(diagnostic);
    const shown = shorten(title);
    return {
      title: isAmbiguous ? `${shown} (line ${lineOf(chosen.finding)})` : shown,
      kind,
      diagnostics,
      ...(data === undefined ? {} : { data }),
      ...(command === undefined ? {} : { command }),
      ...(isPreferred ? { isPreferred: true } : {}),
    };
  });
}

/** Keeps each note that ends several titles of a menu only in the first one. `data` contains the whole title. */
function createShortener(): (title: string) => string {
  const seen = new Set<string>();
  return (title) => {
    let rest = title;
    let notes = '';
    for (let note = noteAtEnd(rest); note !== undefined; note = noteAtEnd(rest)) {
      rest = rest.slice(0, -note.length);
      if (!seen.has(note)) notes = note + notes;
      seen.add(note);
    }
    return rest + notes;
  };
}

function noteAtEnd(title: string): string | undefined {
  return titleNotes.find((note) => title.endsWith(note));
}

/** The fixes of a finding that can be written, the best one first, preferred unless it is a guess. Fixes that need a reason are not among them. */
function fixesOf(uri: string, chosen: Chosen, hasPreferred: boolean): readonly Candidate[] {
  const { fingerprint } = chosen.finding;
  return writable(chosen.finding.fixes())
    .filter(({ fix }) => fix.asksReason !== true)
    .map(({ fix: { title, isGuess = false }, effect }, index) => ({
      title,
      kind: kinds.fix,
      chosen,
      data: { kind: 'fix', uri, fingerprint, title },
      effect,
      ...(index === 0 && hasPreferred && !isGuess ? { isPreferred: true } : {}),
    }));
}

/** Fixes for all findings of a rule, offered only if they do more than the fix of one finding. */
function fixesOfRule(
  uri: string,
  { checks, found }: Known,
  chosen: Chosen,
  { session }: Context,
): readonly Candidate[] {
  const { ruleId } = chosen.finding;
  const effects = new Set<string>();
  for (const { analysis, description } of checks) {
    if (description.isBroken) continue;
    const choose = createChooser(ruleId);
    const inThisFile = (finding: Finding): Fix | undefined =>
      found.rangeOf(finding) === undefined ? undefined : choose(finding);
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

/** Actions that do not fix the finding: explain it, accept it, change the severity of its rule, report it. */
async function otherActions(
  uri: string,
  chosen: Chosen,
  context: Context,
  isBundled: boolean,
): Promise<readonly Candidate[]> {
  const { finding } = chosen;
  const { ruleId, fingerprint } = finding;
  const { acceptCommand, falsePositiveCommand, moreCommand, rulePageCommand } = context.client;
  const others: Candidate[] = [];
  const more: MoreParams['choices'][number][] = [];
  if (rulePageCommand !== undefined) {
    const title = `Explain "${ruleId}"`;
    const command = Command.create(title, rulePageCommand, ruleId);
    others.push({ title, kind: kinds.explain, chosen, command, effect: '' });
  }
  for (const { fix, effect } of writable(finding.fixes())) {
    if (fix.asksReason !== true) continue;
    const { title } = fix;
    others.push({ title, kind: kinds.accept, chosen, data: { kind: 'fix', uri, fingerprint, title }, effect });
  }
  for (const { title, width, effect } of await waysToAccept(uri, finding, context)) {
    const params: AcceptParams = { uri, fingerprint, ruleId, width };
    if (isBundled && width !== 'here' && acceptCommand !== undefined) {
      more.push({ title, command: acceptCommand, argument: params });
      continue;
    }
    const isSeverity = width === 'everywhere' || width === 'lower';
    others.push({
      title,
      kind: isSeverity ? kinds.severity : kinds.accept,
      chosen,
      effect,
      // Another severity needs no reason.
      ...(acceptCommand === undefined || width === 'lower'
        ? { data: { kind: 'accept', ...params } }
        : { command: Command.create(title, acceptCommand, params) }),
    });
  }
  if (falsePositiveCommand !== undefined) {
    const title = `Report a false positive of "${ruleId}"`;
    const params: FalsePositiveParams = { uri, fingerprint };
    const command = Command.create(title, falsePositiveCommand, params);
    if (isBundled) more.push({ title, command: falsePositiveCommand, argument: params });
    else others.push({ title, kind: kinds.report, chosen, command, effect: fingerprint });
  }
  if (moreCommand !== undefined && more.length > 0) {
    const title = `More for "${ruleId}"…`;
    const params: MoreParams = { title: finding.message, choices: more };
    others.push({ title, kind: kinds.more, chosen, command: Command.create(title, moreCommand, params), effect: '' });
  }
  return others;
}

function withData(title: string, kind: string, data: ActionData): CodeAction {
  return { title, kind, data };
}
