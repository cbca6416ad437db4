import {
  LSPErrorCodes,
  type PrepareRenameParams,
  PrepareRenameRequest,
  type PrepareRenameResult,
  type RenameParams,
  RenameRequest,
  ResponseError,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import { renameTo, renamingAt } from '../../engine/navigation/rename.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { DocumentEdits, SourceEdit } from '../../engine/textEdits/fix.ts';
import type { Feature } from './feature.ts';

/** Announced with `rename`. */
export const prepareRename: Feature<PrepareRenameParams, PrepareRenameResult | null> = {
  method: PrepareRenameRequest.method,
  async handle({ textDocument: { uri }, position }, { convert, session }) {
    const [found] = await session.navigation.askPresent(uri, (navigator, source) =>
      renamingAt(navigator, source, convert.offset(source, position)),
    );
    return found === undefined ? null : { range: convert.range(found.document, found.range), placeholder: found.text };
  },
  fallback: () => null,
};

/** Renames a scheme, scope, component, `operationId` or tag in every file of the descriptions that reach the document. */
export const rename: Feature<RenameParams, WorkspaceEdit | null> = {
  method: RenameRequest.method,
  capability: () => ({ renameProvider: { prepareProvider: true } }),
  async handle({ textDocument: { uri }, position, newName }, { convert, session }, token) {
    // Which files belong to the description is known from its check.
    if (!(await session.waitForCheck(uri, token))) return null;
    const answers = await session.navigation.askName(
      uri,
      (source) => convert.offset(source, position),
      (name, navigator) => renameTo(navigator, name, newName),
    );
    for (const answer of answers) {
      if ('refusal' in answer) throw new ResponseError(LSPErrorCodes.RequestFailed, answer.refusal);
    }
    const edits = merge(answers.filter((answer): answer is DocumentEdits => !('refusal' in answer)));
    return edits.size === 0 ? null : convert.edit(edits);
  },
  fallback: () => null,
};

/** Descriptions that share a file change it in the same way. */
function merge(all: readonly DocumentEdits[]): DocumentEdits {
  const merged = new Map<SourceDocument, Map<number, SourceEdit>>();
  for (const edits of all) {
    for (const [document, list] of edits) {
      const known = merged.get(document) ?? new Map<number, SourceEdit>();
      merged.set(document, known);
      for (const edit of list) known.set(edit.start, edit);
    }
  }
  return new Map(
    [...merged].map(([document, list]) => [document, [...list.values()].sort((a, b) => a.start - b.start)]),
  );
}
