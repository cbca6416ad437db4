import type { Diagnostic } from 'vscode-languageserver';
import { DiagnosticSeverity } from 'vscode-languageserver';
import { type DocumentProblem, problemsOf } from '../../engine/analyze/problems.ts';
import type { Finding } from '../../engine/finding.ts';
import { legible } from '../../engine/sensitive/legible.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Convert } from '../convert.ts';
import { normalizeUri } from '../uri.ts';
import type { Checked, Session } from '../workspace/session.ts';

/** What is shown for one document. */
export interface Report {
  readonly items: readonly Diagnostic[];
  /** Changes exactly when the items do. */
  readonly resultId: string;
  /** The description that begins in this document. */
  readonly checked: Checked | undefined;
}

/** What the structure check found for a description, once it is there. */
export type Structure = (checked: Checked) => readonly Finding[];

/** Findings of the document's own description, and of those that reference it. */
export async function reportFor(
  uri: string,
  session: Session,
  convert: Convert,
  structure: Structure,
): Promise<Report> {
  const key = normalizeUri(uri);
  if (key.endsWith('/portcullis.yaml')) return withId(configItems(key, session, convert), undefined);
  const checked = await session.check(key);
  const source = session.source(key);
  if (source === undefined) return withId([], undefined);
  const checks = new Set([...(checked === undefined ? [] : [checked]), ...(await session.descriptionsWith(key))]);
  if (checks.size === 0) return withId([], undefined);
  const findings = [...checks].flatMap((one) => [...one.analysis.findings, ...structure(one)]);
  const items = [...problemItems(source, checks, convert), ...findingItems(source, findings, session, convert)];
  return withId(items, checked);
}

function configItems(key: string, session: Session, convert: Convert): readonly Diagnostic[] {
  const source = session.source(key);
  if (source === undefined) return [];
  return session
    .configProblems(key)
    .map((problem) => convert.problem(source, { ...problem, message: legible(problem.message) }));
}

/** What is wrong with the text and its references: once, however many descriptions reach it. */
function problemItems(source: SourceDocument, checks: ReadonlySet<Checked>, convert: Convert): readonly Diagnostic[] {
  const problems = new Map<string, DocumentProblem>();
  for (const { description } of checks) {
    for (const problem of problemsOf(description)) {
      if (problem.document !== source) continue;
      const { code, range, message } = problem;
      problems.set(`${code} ${range.start} ${range.end} ${message}`, problem);
    }
  }
  return [...problems.values()].map((problem) => convert.problem(source, problem));
}

function findingItems(
  source: SourceDocument,
  all: readonly Finding[],
  session: Session,
  convert: Convert,
): readonly Diagnostic[] {
  const unique = new Map<string, Finding>();
  for (const finding of all) {
    if (finding.document !== source) continue;
    const { ruleId, range, echo } = finding;
    // Several roots that share a file agree about it.
    const key = `${ruleId} ${range.start} ${range.end} ${echo}`;
    if (!unique.has(key)) unique.set(key, finding);
  }
  const findings = [...unique.values()];
  const { maxFindings } = session.settings;
  if (findings.length <= maxFindings) return findings.map(convert.diagnostic);
  const ranks = { error: 0, warning: 1, information: 2, hint: 3 };
  const rank = (finding: Finding): number => ranks[finding.severity] + (finding.echo ? 4 : 0);
  const worst = [...findings].sort((a, b) => rank(a) - rank(b)).slice(0, maxFindings);
  const more: Diagnostic = {
    range: convert.range(source, { start: 0, end: 0 }),
    severity: DiagnosticSeverity.Information,
    source: 'portcullis',
    code: 'more-findings',
    message: `${findings.length - maxFindings} more findings are not shown here. The command line reports all of them.`,
  };
  return [...worst.map(convert.diagnostic), more];
}

function withId(items: readonly Diagnostic[], checked: Checked | undefined): Report {
  return {
    items,
    // Asked for by clients that pull.
    get resultId() {
      return hash(items);
    },
    checked,
  };
}

/** FNV-1a with 53 bits: two results of one document are not mistaken for each other. */
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
  for (const { range, severity = 0, code = '', message, relatedInformation = [] } of items) {
    addRange(range);
    add(severity);
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
