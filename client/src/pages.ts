import { commands, type Disposable, type ExtensionContext, Uri, window, workspace } from 'vscode';

export const pageScheme = 'portcullis-rule';
export const rulePageCommand = 'portcullis.openRulePage';

/** Pages of rules come from the extension itself: a link in a finding opens them offline. */
export function registerPages(context: ExtensionContext): readonly Disposable[] {
  const read = async (id: string): Promise<string> => {
    const page = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'dist', 'rules', `${id}.md`));
    // Annotations in the examples are for the tests.
    return new TextDecoder().decode(page).replaceAll(/ *# (finding|echo): .*$/gm, '');
  };
  const open = async (id: unknown): Promise<void> => {
    const chosen = isId(id) ? id : await pick(context);
    if (chosen === undefined) return;
    await commands.executeCommand('markdown.showPreview', Uri.from({ scheme: pageScheme, path: `/${chosen}.md` }));
  };
  return [
    workspace.registerTextDocumentContentProvider(pageScheme, {
      provideTextDocumentContent: ({ path }) => read(path.slice(1, -'.md'.length)),
    }),
    window.registerUriHandler({ handleUri: ({ path }) => open(/^\/rule\/(.+)$/.exec(path)?.[1]) }),
    commands.registerCommand(rulePageCommand, open),
  ];
}

/** The ID becomes a file name. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]+$/.test(value);
}

async function pick(context: ExtensionContext): Promise<string | undefined> {
  const pages = await workspace.fs.readDirectory(Uri.joinPath(context.extensionUri, 'dist', 'rules'));
  return window.showQuickPick(
    pages.map(([name]) => name.replace(/\.md$/, '')),
    { placeHolder: 'Rule' },
  );
}
