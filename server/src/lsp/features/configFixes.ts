import { type CodeAction, CodeActionKind, type CodeActionParams } from 'vscode-languageserver';
import type { Context } from '../context.ts';

/** Fixes of `portcullis.yaml`: the name that is probably meant, in place of one that does not exist. */
export function configFixes({ textDocument: { uri }, range }: CodeActionParams, context: Context): CodeAction[] {
  const { convert, session } = context;
  const source = session.source(uri);
  if (source === undefined) return [];
  const start = convert.offset(source, range.start);
  const end = convert.offset(source, range.end);
  return session.configProblems(uri).flatMap((problem): CodeAction[] => {
    const { meant } = problem;
    if (meant === undefined || problem.range.start > end || problem.range.end < start) return [];
    return [
      {
        title: `Change to "${meant}"`,
        kind: CodeActionKind.QuickFix,
        isPreferred: true,
        diagnostics: [convert.problem(source, problem)],
        edit: convert.edit(new Map([[source, [{ ...problem.range, text: meant, placeholders: [] }]]])),
      },
    ];
  });
}
