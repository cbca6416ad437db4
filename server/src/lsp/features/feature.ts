import type { CancellationToken, ServerCapabilities } from 'vscode-languageserver';
import type { ClientAbilities } from '../capabilities.ts';
import type { Context } from '../context.ts';

/** One request of the protocol: its capability and its handler. */
export interface Feature<Params extends object, Result> {
  /** The method of LSP or of `protocol.ts`. */
  readonly method: string;
  /** Requests that are not part of LSP have none. */
  capability?(client: ClientAbilities): ServerCapabilities;
  handle(params: Params, context: Context, token: CancellationToken): Promise<Result>;
  /** The answer if `handle` throws. The error itself is not sent, because its message may quote the document. */
  fallback(params: Params): Result;
}
