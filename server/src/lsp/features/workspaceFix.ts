import { fixAll } from '../../engine/analyze/fixAll.ts';
import type { Analysis, Finding } from '../../engine/finding.ts';
import { parseSource } from '../../engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { Fix, SourceEdit } from '../../engine/textEdits/fix.ts';
import type { Context } from '../context.ts';
import { lineEdits } from '../lineEdits.ts';
import type { Checked } from '../workspace/analyses.ts';
import { createChooser } from './fixes.ts';

/** Applies the fixes of a rule, or all safe fixes, to every description of the workspace, after a review. */
export async function fixWorkspace(
  argument: unknown,
  context: Context,
): Promise<{ fixes: number; files: number; isApplied: boolean }> {
  const ruleId = typeof argument === 'string' ? argument : undefined;
  const { connection, convert, session } = context;
  session.forgetFiles();
  const all: Checked[] = [];
  for (const uri of await session.findEntries()) {
    const checked = await session.check(uri);
    if (checked !== undefined) all.push(checked);
  }
  const { edits, applied, failures } = fixEverything(all, createChooser(ruleId));
  context.logFailuresOf(failures);
  if (edits.size === 0) return { fixes: 0, files: 0, isApplied: false };
  const counts = new Map<string, number>();
  for (const id of applied) counts.set(id, (counts.get(id) ?? 0) + 1);
  const description = [...counts].map(([id, count]) => `${id} (${count})`).join(', ');
  const label = ruleId === undefined ? 'All safe fixes' : `Fixes of "${ruleId}"`;
  const edit = convert.edit(edits, { label, description });
  const answer = await connection.workspace.applyEdit({ label: 'Portcullis fixes', edit });
  return { fixes: applied.length, files: edits.size, isApplied: answer.applied };
}

interface FixedEverything {
  readonly edits: ReadonlyMap<SourceDocument, readonly SourceEdit[]>;
  readonly applied: readonly string[];
  /** Rules that threw, by the URI of the description. */
  readonly failures: ReadonlyMap<string, Analysis['failures']>;
}

/** Fixes all descriptions, one edit list per document; a later description sees the changes of an earlier one. */
export function fixEverything(all: readonly Checked[], choose: (finding: Finding) => Fix | undefined): FixedEverything {
  const originals = new Map<string, SourceDocument>();
  const changed = new Map<string, SourceDocument>();
  const applied: string[] = [];
  const failures = new Map<string, Analysis['failures']>();
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
    const failed = result.failures();
    if (failed.length > 0) failures.set(entry.uri, failed);
    for (const [uri, text] of result.texts) {
      const document = description.documents.get(uri);
      if (document === undefined || document.text === text) continue;
      if (!originals.has(uri)) originals.set(uri, document);
      changed.set(uri, parseSource(uri, text, { language: document.language }));
    }
  }
  const edits = new Map<SourceDocument, readonly SourceEdit[]>();
  for (const [uri, document] of originals) edits.set(document, lineEdits(document.text, changed.get(uri)!.text));
  return { edits, applied, failures };
}
