import { createOncePerPlace, isCounted } from '../../engine/finding.ts';
import type { Context } from '../context.ts';
import { allFindings, placeOf } from './diagnostics.ts';

/** Checks every description below the workspace folders; the findings arrive as diagnostics. */
export async function checkWorkspace(
  _argument: unknown,
  context: Context,
): Promise<{ descriptions: number; findings: number }> {
  const { client, connection, publisher, session } = context;
  session.isWorkspaceChecked = true;
  session.forgetFiles();
  const progress = client.progress ? await connection.window.createWorkDoneProgress() : undefined;
  progress?.begin('Portcullis', 0, 'Looking for OpenAPI documents', true);
  const once = createOncePerPlace(placeOf);
  let findings = 0;
  try {
    const entries = await session.findEntries();
    for (const [index, uri] of entries.entries()) {
      if (progress?.token.isCancellationRequested) break;
      progress?.report(Math.round((index / entries.length) * 100), `${index + 1} of ${entries.length}`);
      const checked = await session.check(uri);
      if (checked !== undefined) findings += once(allFindings(checked, context).filter(isCounted)).length;
      if (!client.pull) await publisher.sendClosed(uri);
    }
    return { descriptions: entries.length, findings };
  } finally {
    progress?.done();
    publisher.changed(true);
  }
}

/** Checks one file again, with everything that it references. */
export async function checkFile(uri: unknown, context: Context): Promise<{ findings: number } | null> {
  if (typeof uri !== 'string') return null;
  const { publisher, session } = context;
  session.forgetFiles();
  const checked = await session.check(uri);
  publisher.changed(true);
  return checked === undefined ? null : { findings: allFindings(checked, context).filter(isCounted).length };
}
