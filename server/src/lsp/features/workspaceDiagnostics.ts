import {
  type CancellationToken,
  DocumentDiagnosticReportKind,
  type WorkspaceDiagnosticParams,
  type WorkspaceDiagnosticReport,
  WorkspaceDiagnosticRequest,
  type WorkspaceDocumentDiagnosticReport,
} from 'vscode-languageserver';
import type { Context } from '../context.ts';
import { normalizeUri } from '../uri.ts';
import { emptyReport, type Report, reportFor } from './diagnostics.ts';
import type { Feature } from './feature.ts';

/** Announced with `diagnostics`. The answer waits until there is something to report: clients ask again at once. */
export const workspaceDiagnostics: Feature<WorkspaceDiagnosticParams, WorkspaceDiagnosticReport> = {
  method: WorkspaceDiagnosticRequest.method,
  async handle({ previousResultIds }, context, token) {
    const known = new Map(previousResultIds.map(({ uri, value }) => [normalizeUri(uri), value]));
    for (;;) {
      const items = context.session.isWorkspaceChecked ? await changedReports(known, context, token) : [];
      if (items.length > 0 || token.isCancellationRequested) return { items };
      await context.publisher.nextChange(token);
      if (token.isCancellationRequested) return { items: [] };
    }
  },
  fallback: () => ({ items: [] }),
};

/** Reports that differ from those that the client has. */
async function changedReports(
  known: ReadonlyMap<string, string>,
  context: Context,
  token: CancellationToken,
): Promise<WorkspaceDocumentDiagnosticReport[]> {
  const { session } = context;
  const reports: WorkspaceDocumentDiagnosticReport[] = [];
  const uris = new Set(await session.findEntries());
  for (const uri of [...uris]) {
    if (token.isCancellationRequested) return [];
    const checked = await session.check(uri);
    for (const document of checked?.description.documents.keys() ?? []) uris.add(document);
    if (checked?.config.source !== undefined) uris.add(checked.config.source.uri);
  }
  for (const uri of new Set([...uris, ...known.keys()])) {
    const { items, resultId } = await reportOrNone(uri, context);
    if (known.get(uri) === resultId || (items.length === 0 && !known.has(uri))) continue;
    reports.push({
      kind: DocumentDiagnosticReportKind.Full,
      uri: session.clientUri(uri),
      version: session.textDocument(uri)?.version ?? null,
      resultId,
      items: [...items],
    });
  }
  return reports;
}

/** One document that cannot be reported does not hide the others. */
async function reportOrNone(uri: string, context: Context): Promise<Report> {
  try {
    return await reportFor(uri, context);
  } catch (error) {
    context.log(error);
    return emptyReport;
  }
}
