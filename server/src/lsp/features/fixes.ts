import type { Finding } from '../../engine/finding.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import { bestOf, type DocumentEdits, type Fix } from '../../engine/textEdits/fix.ts';
import { toEdits } from '../../engine/textEdits/patch.ts';
import type { Session } from '../workspace/session.ts';

/** The findings in a document, of every description that reaches it. */
export async function findingsIn(source: SourceDocument, session: Session): Promise<readonly Finding[]> {
  return (await session.descriptionsWith(source.uri)).flatMap(({ analysis }) =>
    analysis.findings.filter(({ document }) => document === source),
  );
}

/** The fixes whose edits can be verified, with their effect as a text to compare. Others are not offered. */
export function writable(fixes: readonly Fix[]): readonly { readonly fix: Fix; readonly effect: string }[] {
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

/** Chooses the best fix of each finding of a rule; without a rule, the best fix of each finding if it is safe. */
export function createChooser(ruleId: string | undefined): (finding: Finding) => Fix | undefined {
  return (finding) => {
    const fix = bestOf(finding.fixes());
    if (ruleId !== undefined) return finding.ruleId === ruleId ? fix : undefined;
    return fix?.safety === 'safe' ? fix : undefined;
  };
}
