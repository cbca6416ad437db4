import type { CancellationToken, ServerCapabilities } from 'vscode-languageserver';
import type { ClientAbilities } from '../capabilities.ts';
import type { Context } from '../context.ts';

/** One request of the protocol: what the server announces for it, and the answer. */
export interface Feature<Params extends object, Result> {
  /** The method of LSP or of `protocol.ts`. */
  readonly method: string;
  /** Left out by requests beyond LSP, which are not announced. */
  capability?(client: ClientAbilities): ServerCapabilities;
  handle(params: Params, context: Context, token: CancellationToken): Promise<Result>;
  /** The answer where `handle` throws: an error would show its text, which may quote the document. */
  fallback(params: Params): Result;
}
