import {
  commands,
  type Disposable,
  type ExtensionContext,
  languages,
  type Position,
  Uri,
  window,
  workspace,
} from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type RuleEntry, rulesRequest } from '../../server/src/lsp/protocol.ts';

export const pageScheme = 'portcullis-rule';
export const rulePageCommand = 'portcullis.openRulePage';

/** Pages of rules come from the extension itself: a link in a finding opens them offline. */
export function registerPages(
  context: ExtensionContext,
  server: () => Promise<BaseLanguageClient>,
): readonly Disposable[] {
  const rules = async (): Promise<readonly RuleEntry[]> => (await server()).sendRequest(rulesRequest, {});
  const read = async (id: string): Promise<string> => {
    const page = await workspace.fs.readFile(Uri.joinPath(context.extensionUri, 'dist', 'rules', `${id}.md`));
    const rule = (await rules()).find((one) => one.id === id);
    return withHead(withMarks(new TextDecoder().decode(page)), rule);
  };
  const open = async (argument: unknown): Promise<void> => {
    // A line of the side bar is passed whole.
    const id = typeof argument === 'object' && argument !== null && 'ruleId' in argument ? argument.ruleId : argument;
    const chosen = isId(id) ? id : ((await ruleAtCursor()) ?? (await pick(await rules())));
    if (chosen === undefined) return;
    const page = Uri.from({ scheme: pageScheme, path: `/${chosen}.md` });
    try {
      await commands.executeCommand('markdown.showPreview', page);
    } catch {
      // Without the extension for Markdown, which users can turn off and some browsers lack.
      await window.showTextDocument(page, { preview: true });
    }
  };
  return [
    workspace.registerTextDocumentContentProvider(pageScheme, {
      provideTextDocumentContent: ({ path }) => {
        const id = path.slice(1, -'.md'.length);
        return isId(id) ? read(id) : undefined;
      },
    }),
    window.registerUriHandler({ handleUri: ({ path }) => open(/^\/rule\/(.+)$/.exec(path)?.[1]) }),
    commands.registerCommand(rulePageCommand, open),
  ];
}

/** The ID becomes a file name. */
function isId(value: unknown): value is string {
  return typeof value === 'string' && /^[a-z0-9-]+$/.test(value);
}

/** Annotations in the examples are for the tests: a reader sees which line is reported. */
function withMarks(page: string): string {
  return page.replaceAll(/ *# (finding|echo): .*$/gm, (_, kind: string) =>
    kind === 'finding' ? '  # <- reported here' : '',
  );
}

/** Puts what is known about the rule under the heading of its page. */
function withHead(page: string, rule: RuleEntry | undefined): string {
  if (rule === undefined) return page;
  const { title, severity, pillar, owasp, cwe, compliance, recommended } = rule;
  const facts = [
    `**${severity}**`,
    pillar,
    `OWASP ${owasp}`,
    ...cwe.map((number) => `CWE-${number}`),
    ...compliance,
    ...(recommended ? [] : ['profile `strict` only']),
  ];
  const end = page.indexOf('\n');
  return `${page.slice(0, end)}\n\n**${title}**\n\n${facts.join(' · ')}${page.slice(end)}`;
}

/** The rule of the most severe finding under the cursor. */
async function ruleAtCursor(): Promise<string | undefined> {
  const editor = window.activeTextEditor;
  if (editor === undefined) return undefined;
  const position: Position = editor.selection.active;
  const [worst] = languages
    .getDiagnostics(editor.document.uri)
    .filter(({ source, range }) => source === 'portcullis' && range.contains(position))
    .sort((a, b) => a.severity - b.severity);
  const code = typeof worst?.code === 'object' ? worst.code.value : worst?.code;
  return isId(code) ? code : undefined;
}

async function pick(rules: readonly RuleEntry[]): Promise<string | undefined> {
  const items = rules.map(({ id, title, pillar, severity }) => ({
    label: title,
    description: id,
    detail: `${pillar} · ${severity}`,
    id,
  }));
  const chosen = await window.showQuickPick(items, {
    placeHolder: 'Which rule?',
    matchOnDescription: true,
    matchOnDetail: true,
  });
  return chosen?.id;
}
