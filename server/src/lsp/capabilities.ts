import {
  DiagnosticTag,
  type InitializeParams,
  InsertTextMode,
  type ServerCapabilities,
  TextDocumentSyncKind,
} from 'vscode-languageserver';
import type { EditAbilities } from './convert.ts';
import type { PositionEncoding } from './encoding.ts';
import { features } from './features/index.ts';

/** The client capabilities that the server depends on. */
export interface ClientAbilities {
  /** It requests diagnostics (LSP pull model). Otherwise the server sends them. */
  readonly pull: boolean;
  readonly refresh: boolean;
  readonly configuration: boolean;
  /** It reports changed settings when it is asked to. */
  readonly configurationEvents: boolean;
  readonly watch: boolean;
  readonly folders: boolean;
  readonly progress: boolean;
  /** It shows `portcullis/status`. */
  readonly status: boolean;
  /** It shows the diagnostics at a position in its hover. */
  readonly hoverShowsFindings: boolean;
  readonly encoding: PositionEncoding;
  readonly hasRelatedInformation: boolean;
  /** It fades diagnostics with the tag "unnecessary". */
  readonly fades: boolean;
  readonly edits: EditAbilities;
  /** It shows where a link begins and the whole of where it leads. */
  readonly definitionLinks: boolean;
  readonly nestedSymbols: boolean;
  /** It asks for the semantic tokens of the visible part. */
  readonly tokenRanges: boolean;
  /** As many ranges to fold as it takes. */
  readonly foldLimit: number;
  /** It completes with tab stops. */
  readonly completionSnippets: boolean;
  /** It can leave the indentation of what is completed as it is. */
  readonly insertTextModes: boolean;
  /** It resolves code actions. Otherwise they are sent with their edits. */
  readonly canResolve: boolean;
  /** The URI of a rule page, with `{id}` for the rule. */
  readonly rulePageUri: string | undefined;
  /** The command of the client that opens a rule page. */
  readonly rulePageCommand: string | undefined;
  /** The command of the client that asks for a reason and sends `portcullis/accept`. */
  readonly acceptCommand: string | undefined;
  /** The command of the client that lets the user choose one of several commands; it gets `Choice`s. */
  readonly moreCommand: string | undefined;
  /** The command of the client that sends `portcullis/falsePositive` and shows the text; it gets the parameters. */
  readonly falsePositiveCommand: string | undefined;
  /** The command of the client that shows the report of a document; it gets the URI. */
  readonly reportCommand: string | undefined;
  /** The command of the client that shows the uses of the name at a position; it gets the URI and the position. */
  readonly usesCommand: string | undefined;
  /** It asks again for code lenses when the server says so. */
  readonly refreshesLenses: boolean;
}

interface InitializationOptions {
  readonly rulePageUri?: string;
  readonly rulePageCommand?: string;
  readonly acceptCommand?: string;
  readonly moreCommand?: string;
  readonly falsePositiveCommand?: string;
  readonly reportCommand?: string;
  readonly usesCommand?: string;
  /** The client indents the lines of snippets. */
  readonly indentsSnippets?: boolean;
  readonly hoverShowsFindings?: boolean;
  readonly status?: boolean;
}

/** The limit of VS Code. */
const defaultFoldLimit = 5000;

export function clientAbilities({
  capabilities: { general, textDocument, window, workspace },
  initializationOptions,
}: Pick<InitializeParams, 'capabilities' | 'initializationOptions'>): ClientAbilities {
  const options = (initializationOptions ?? {}) as InitializationOptions;
  const encodings = general?.positionEncodings ?? ['utf-16'];
  const shown = [textDocument?.publishDiagnostics, textDocument?.diagnostic];
  const edit = workspace?.workspaceEdit;
  return {
    pull: textDocument?.diagnostic !== undefined,
    refresh: workspace?.diagnostics?.refreshSupport === true,
    configuration: workspace?.configuration === true,
    configurationEvents: workspace?.didChangeConfiguration?.dynamicRegistration === true,
    watch: workspace?.didChangeWatchedFiles?.dynamicRegistration === true,
    folders: workspace?.workspaceFolders === true,
    progress: window?.workDoneProgress === true,
    status: options.status === true,
    hoverShowsFindings: options.hoverShowsFindings === true,
    encoding: (encodings.includes('utf-16') ? 'utf-16' : encodings[0]) as PositionEncoding,
    hasRelatedInformation: shown.some((one) => one?.relatedInformation === true),
    fades: shown.some((one) => one?.tagSupport?.valueSet.includes(DiagnosticTag.Unnecessary) === true),
    edits: {
      documentChanges: edit?.documentChanges === true,
      snippets: edit?.snippetEditSupport === true,
      annotations: edit?.changeAnnotationSupport !== undefined,
      createFile: edit?.resourceOperations?.includes('create') === true,
      indentsSnippets: options.indentsSnippets === true,
    },
    definitionLinks: textDocument?.definition?.linkSupport === true,
    tokenRanges: Boolean(textDocument?.semanticTokens?.requests.range),
    nestedSymbols: textDocument?.documentSymbol?.hierarchicalDocumentSymbolSupport === true,
    foldLimit: textDocument?.foldingRange?.rangeLimit ?? defaultFoldLimit,
    completionSnippets: textDocument?.completion?.completionItem?.snippetSupport === true,
    insertTextModes:
      textDocument?.completion?.completionItem?.insertTextModeSupport?.valueSet.includes(InsertTextMode.asIs) === true,
    canResolve: textDocument?.codeAction?.resolveSupport?.properties.includes('edit') === true,
    rulePageUri: options.rulePageUri,
    rulePageCommand: options.rulePageCommand,
    acceptCommand: options.acceptCommand,
    moreCommand: options.moreCommand,
    falsePositiveCommand: options.falsePositiveCommand,
    reportCommand: options.reportCommand,
    usesCommand: options.usesCommand,
    refreshesLenses: workspace?.codeLens?.refreshSupport === true,
  };
}

/** The capabilities of all features and of the server itself. */
export function serverCapabilities(client: ClientAbilities): ServerCapabilities {
  return Object.assign(
    {
      positionEncoding: client.encoding,
      textDocumentSync: { openClose: true, change: TextDocumentSyncKind.Incremental, save: true },
      workspace: { workspaceFolders: { supported: true, changeNotifications: true } },
    },
    ...features.map((feature) => feature.capability?.(client) ?? {}),
  ) as ServerCapabilities;
}
