import { type CodeAction, CodeActionResolveRequest, type WorkspaceEdit } from 'vscode-languageserver';
import type { Finding } from '../../engine/finding.ts';
import type { Fix } from '../../engine/textEdits/fix.ts';
import { toEdits } from '../../engine/textEdits/patch.ts';
import type { Context } from '../context.ts';
import type { AcceptParams } from '../protocol.ts';
import { acceptEdit } from './accept.ts';
import type { Feature } from './feature.ts';
import { createChooser, findingsIn } from './fixes.ts';
import { fixEverything } from './workspaceFix.ts';

/** Identifies a code action until it is resolved. It contains names, not edits. */
export type ActionData =
  | { readonly kind: 'fix'; readonly uri: string; readonly fingerprint: string; readonly title: string }
  | { readonly kind: 'fixRule'; readonly uri: string; readonly ruleId: string }
  | { readonly kind: 'fixSafe'; readonly uri: string }
  | ({ readonly kind: 'accept' } & AcceptParams);

/** Announced with `codeAction`. */
export const codeActionResolve: Feature<CodeAction, CodeAction> = {
  method: CodeActionResolveRequest.method,
  handle: resolveCodeAction,
  fallback: (action) => action,
};

/** Adds the edit for the current text; an action that no longer applies gets none. */
export async function resolveCodeAction(action: CodeAction, context: Context): Promise<CodeAction> {
  const data = action.data as ActionData | null | undefined;
  if (typeof data !== 'object' || data === null || typeof data.uri !== 'string') return action;
  const edit = await editFor(data, context);
  return edit === undefined ? action : { ...action, edit };
}

async function editFor(data: ActionData, context: Context): Promise<WorkspaceEdit | undefined> {
  const { session, convert } = context;
  if (data.kind === 'accept') return acceptEdit(data, context);
  const source = session.source(data.uri);
  if (source === undefined) return undefined;
  await session.check(data.uri);
  if (data.kind === 'fixRule' || data.kind === 'fixSafe') {
    const choose = createChooser(data.kind === 'fixRule' ? data.ruleId : undefined);
    const inThisFile = (finding: Finding): Fix | undefined =>
      finding.document.uri === source.uri ? choose(finding) : undefined;
    const { edits, failures } = fixEverything(await session.descriptionsWith(data.uri), inThisFile);
    context.logFailuresOf(failures);
    return edits.size === 0 ? undefined : convert.edit(edits, edits.size > 1 ? { label: 'Portcullis' } : undefined);
  }
  const finding = (await findingsIn(source, session)).find(({ fingerprint }) => fingerprint === data.fingerprint);
  const fix = finding?.fixes().find(({ title }) => title === data.title);
  const edits = fix && toEdits(fix.patches);
  return edits && convert.edit(edits, edits.size > 1 ? { label: fix.title } : undefined);
}
