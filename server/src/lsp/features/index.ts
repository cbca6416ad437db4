import { accept } from './accept.ts';
import { codeAction } from './codeActions.ts';
import { codeLens, codeLensResolve } from './codeLens.ts';
import { completion } from './completion.ts';
import { definition } from './definition.ts';
import { diagnostics } from './diagnostics.ts';
import { documentHighlight } from './documentHighlight.ts';
import { documentLink, documentLinkResolve } from './documentLink.ts';
import { documentSymbol } from './documentSymbol.ts';
import { executeCommand } from './executeCommand.ts';
import { falsePositive } from './falsePositive.ts';
import type { Feature } from './feature.ts';
import { foldingRange } from './foldingRange.ts';
import { hover } from './hover.ts';
import { inventory } from './inventory.ts';
import { overview } from './overview.ts';
import { references } from './references.ts';
import { prepareRename, rename } from './rename.ts';
import { report } from './report.ts';
import { codeActionResolve } from './resolveCodeAction.ts';
import { ruleList } from './ruleList.ts';
import { selectionRange } from './selectionRange.ts';
import { semanticTokens, semanticTokensRange } from './semanticTokens.ts';
import { workspaceDiagnostics } from './workspaceDiagnostics.ts';
import { workspaceSymbol } from './workspaceSymbol.ts';

/** Every request that the server answers. */
export const features: readonly Feature<object, unknown>[] = [
  accept,
  codeAction,
  codeActionResolve,
  codeLens,
  codeLensResolve,
  completion,
  definition,
  diagnostics,
  documentHighlight,
  documentLink,
  documentLinkResolve,
  documentSymbol,
  executeCommand,
  falsePositive,
  foldingRange,
  hover,
  inventory,
  overview,
  prepareRename,
  references,
  rename,
  report,
  ruleList,
  selectionRange,
  semanticTokens,
  semanticTokensRange,
  workspaceDiagnostics,
  workspaceSymbol,
];
