import type { WorkspaceEdit } from 'vscode-languageserver';
import type { Finding } from '../../engine/finding.ts';
import { isReason } from '../../engine/openapi/reason.ts';
import type { Severity } from '../../engine/severity.ts';
import { acceptFix, acceptScopes } from '../../engine/suppression/accept.ts';
import { toEdits } from '../../engine/textEdits/patch.ts';
import { changeConfig, createConfig } from '../configEdit.ts';
import type { Context } from '../context.ts';
import { type AcceptParams, type AcceptWidth, acceptRequest } from '../protocol.ts';
import type { Feature } from './feature.ts';
import { findingsIn, writable } from './fixes.ts';

/** The edit that accepts a finding with a reason, for clients that ask for one. */
export const accept: Feature<AcceptParams, WorkspaceEdit | null> = {
  method: acceptRequest,
  handle: async (params, context) => (await acceptEdit(params, context)) ?? null,
  fallback: () => null,
};

/** The edit that accepts a finding; `undefined` if the finding is gone or the edit cannot be verified. */
export async function acceptEdit(
  { uri, fingerprint, width, reason }: AcceptParams,
  { session, convert }: Context,
): Promise<WorkspaceEdit | undefined> {
  const source = session.source(uri);
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

/** The ways to accept a finding whose edits can be verified, from the narrowest to the widest. */
export async function waysToAccept(
  uri: string,
  finding: Finding,
  { session, convert }: Context,
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
    { title: `Accept "${ruleId}" in all files: turn it off in portcullis.yaml`, width: 'everywhere', effect: '' },
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
