import { CompletionItemKind, extensions, type TextDocument, workspace } from 'vscode';
import type { Middleware } from 'vscode-languageclient';

/** Extensions that complete `$ref` and follow it themselves. */
const readers = ['42Crunch.vscode-openapi', 'Redocly.openapi-vs-code'];

/** Leaves `$ref` to another extension, so that nothing is offered twice. */
export const neighborMiddleware: Middleware = {
  async provideCompletionItem(document, position, context, token, next) {
    const found = await next(document, position, context, token);
    if (!found || !leavesReferences(document)) return found;
    const isKept = ({ kind }: { kind?: CompletionItemKind }): boolean =>
      kind !== CompletionItemKind.Reference && kind !== CompletionItemKind.File;
    if (Array.isArray(found)) return found.filter(isKept);
    found.items = found.items.filter(isKept);
    return found;
  },
  provideDefinition(document, position, token, next) {
    const isReference = /["']?\$ref["']?[ \t]*:/.test(document.lineAt(position).text);
    return isReference && leavesReferences(document) ? undefined : next(document, position, token);
  },
};

function leavesReferences({ uri }: TextDocument): boolean {
  const choice = workspace.getConfiguration('portcullis', uri).get<'auto' | 'on' | 'off'>('references');
  return choice === 'off' || (choice === 'auto' && readers.some((id) => extensions.getExtension(id) !== undefined));
}
