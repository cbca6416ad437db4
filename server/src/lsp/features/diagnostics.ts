import {
  type Diagnostic,
  DiagnosticSeverity,
  type DocumentDiagnosticParams,
  type DocumentDiagnosticReport,
  DocumentDiagnosticReportKind,
  DocumentDiagnosticRequest,
} from 'vscode-languageserver';
import { type DocumentProblem, problemsOf } from '../../engine/analyze/problems.ts';
import { grouped } from '../../engine/counted.ts';
import { bySeverity, createOncePerPlace, type Finding, isCounted } from '../../engine/finding.ts';
import { toPrintable } from '../../engine/sensitive/toPrintable.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Context } from '../context.ts';
import type { Convert } from '../convert.ts';
import { statusNotification } from '../protocol.ts';
import { statusOf } from '../status.ts';
import { isConfig } from '../uri.ts';
import type { Checked } from '../workspace/analyses.ts';
import type { Session } from '../workspace/session.ts';
import type { Feature } from './feature.ts';

/** The diagnostics of one document. */
export interface Report {
  readonly items: readonly Diagnostic[];
  /** Changes exactly when the items do. */
  readonly resultId: string;
  /** The description that begins in this document. */
  readonly checked: Checked | undefined;
  /** Of the description that begins here, else in this document; `undefined` if no description reaches it. */
  readonly counts: { readonly findings: number; readonly errors: number } | undefined;
}

export const emptyReport: Report = { items: [], resultId: '', checked: undefined, counts: undefined };

export const diagnostics: Feature<DocumentDiagnosticParams, DocumentDiagnosticReport> = {
  method: DocumentDiagnosticRequest.method,
  capability: ({ pull }) =>
    pull
      ? { diagnosticProvider: { identifier: 'portcullis', interFileDependencies: true, workspaceDiagnostics: true } }
      : {},
  async handle({ textDocument, previousResultId }, context) {
    await context.publisher.settled();
    const { items, resultId } = await showReport(textDocument.uri, context);
    if (resultId === previousResultId) return { kind: DocumentDiagnosticReportKind.Unchanged, resultId };
    return { kind: DocumentDiagnosticReportKind.Full, resultId, items: [...items] };
  },
  fallback: () => ({ kind: DocumentDiagnosticReportKind.Full, resultId: '', items: [] }),
};

/** The report of a document that the editor shows; updates its status. */
export async function showReport(uri: string, context: Context): Promise<Report> {
  const { client, connection, session } = context;
  const report = await reportFor(uri, context);
  if (report.checked === undefined && report.items.length === 0) {
    // The document may be a fragment, so look for descriptions that reference it, after the answer.
    session.discover().catch((error: unknown) => context.log(error));
  }
  if (client.status) void connection.sendNotification(statusNotification, statusOf(uri, report));
  return report;
}

/** Findings of the document's own description, and of those that reference it. */
export async function reportFor(uri: string, context: Context): Promise<Report> {
  const { session, convert } = context;
  if (isConfig(uri)) return withId(configItems(uri, context), undefined, undefined);
  const checked = await session.check(uri);
  const source = session.source(uri);
  if (source === undefined) return withId([], undefined, undefined);
  const checks = new Set([...(checked === undefined ? [] : [checked]), ...(await session.descriptionsWith(uri))]);
  if (checks.size === 0) return withId([], undefined, undefined);
  const shown = onePerPlace(
    [...checks].map((one) => allFindings(one, context).filter(({ document }) => document === source)),
  );
  // The editor lists the mildest first, so an echo would stand over the finding at its place: there, the hover has it.
  const visible = context.client.hoverShowsFindings ? withoutCovered(shown) : shown;
  const items = [...problemItems(source, checks, session, convert), ...findingItems(source, visible, session, convert)];
  const counted = (checked === undefined ? shown : allFindings(checked, context)).filter(isCounted);
  const errors = counted.filter(({ severity }) => severity === 'error').length;
  return withId(items, checked, { findings: counted.length, errors });
}

/** The findings of the rules and of the structure check. */
export function allFindings(checked: Checked, { structure }: Context): readonly Finding[] {
  return [...checked.analysis.findings, ...structure.findings(checked)];
}

export function placeOf({ document, range }: Finding): string {
  return `${document.uri} ${range.start} ${range.end}`;
}

/** The findings of several descriptions, in the order of the text. */
function onePerPlace(lists: readonly (readonly Finding[])[]): readonly Finding[] {
  const once = createOncePerPlace(placeOf);
  // A finding of one description is shown as a finding even if it is an echo in another.
  const shown = [isCounted, (finding: Finding) => !isCounted(finding)].flatMap((isWanted) =>
    lists.flatMap((list) => once(list.filter(isWanted))),
  );
  return shown.sort((a, b) => a.range.start - b.range.start);
}

/** Without the echoes at places where something else is found. */
function withoutCovered(findings: readonly Finding[]): readonly Finding[] {
  const taken = new Set(findings.filter(isCounted).map(placeOf));
  return findings.filter((finding) => !finding.echo || !taken.has(placeOf(finding)));
}

/** Its mistakes, and what the checks of descriptions find in it: acceptances that have ended or match nothing. */
function configItems(uri: string, { session, convert }: Context): readonly Diagnostic[] {
  const source = session.source(uri);
  if (source === undefined) return [];
  const problems = session
    .configProblems(uri)
    .map((problem) => convert.problem(source, { ...problem, message: toPrintable(problem.message) }));
  const findings = onePerPlace(
    [...session.checked].map(({ analysis }) =>
      analysis.findings.filter(({ document }) => document.uri === source.uri && document.text === source.text),
    ),
  );
  return [...problems, ...findings.map(convert.diagnostic)];
}

/** Syntax errors and unresolved references, each once, even if several descriptions contain the document. */
function problemItems(
  source: SourceDocument,
  checks: ReadonlySet<Checked>,
  session: Session,
  convert: Convert,
): readonly Diagnostic[] {
  const problems = new Map<string, DocumentProblem>();
  for (const { description } of checks) {
    for (const problem of problemsOf(description, session.lastChecks(description.entry.uri).unbroken)) {
      if (problem.document !== source) continue;
      const { code, range, message } = problem;
      problems.set(`${code} ${range.start} ${range.end} ${message}`, problem);
    }
  }
  return [...problems.values()].map((problem) => convert.problem(source, problem));
}

function findingItems(
  source: SourceDocument,
  findings: readonly Finding[],
  session: Session,
  convert: Convert,
): readonly Diagnostic[] {
  const { maxFindings } = session.settings;
  if (findings.length <= maxFindings) return findings.map(convert.diagnostic);
  const worst = [...findings].sort(bySeverity).slice(0, maxFindings);
  const more: Diagnostic = {
    range: convert.range(source, { start: 0, end: 0 }),
    severity: DiagnosticSeverity.Information,
    source: 'portcullis',
    code: 'more-findings',
    message: `${shownOf(worst, findings)} The command line lists all of them.`,
  };
  return [...worst.map(convert.diagnostic), more];
}

/** `1,000 of 3,112 findings are shown, the most severe first.` */
function shownOf(shown: readonly Finding[], all: readonly Finding[]): string {
  const total = all.filter(isCounted).length;
  const count = shown.filter(isCounted).length;
  const [some, every, what] =
    count < total ? [count, total, 'findings'] : [shown.length - count, all.length - total, 'hints and echoes'];
  return `${grouped(some)} of ${grouped(every)} ${what} are shown, the most severe first.`;
}

function withId(items: readonly Diagnostic[], checked: Checked | undefined, counts: Report['counts']): Report {
  return {
    items,
    // Computed on demand: only clients that pull need it.
    get resultId() {
      return hash(items);
    },
    checked,
    counts,
  };
}

/** Two 32-bit hashes: collisions between two results of one document are negligible. */
function hash(items: readonly Diagnostic[]): string {
  let high = 0xdeadbeef;
  let low = 0x41c6ce57;
  const add = (code: number): void => {
    high = Math.imul(high ^ code, 2654435761);
    low = Math.imul(low ^ code, 1597334677);
  };
  const addText = (text: string): void => {
    for (let index = 0; index < text.length; index++) add(text.charCodeAt(index));
    add(-1);
  };
  const addRange = ({ start, end }: Diagnostic['range']): void => {
    for (const number of [start.line, start.character, end.line, end.character]) add(number);
  };
  for (const { range, severity = 0, code = '', message, tags = [], relatedInformation = [] } of items) {
    addRange(range);
    add(severity);
    for (const tag of tags) add(tag);
    addText(String(code));
    addText(typeof message === 'string' ? message : message.value);
    for (const { location, message: text } of relatedInformation) {
      addText(location.uri);
      addRange(location.range);
      addText(text);
    }
    add(-2);
  }
  return `${items.length.toString(36)}-${(high >>> 0).toString(36)}${(low >>> 0).toString(36)}`;
}
