import { UsageError } from '../usageError.ts';

/** Runs the language server on stdin and stdout until the client ends it. */
export async function lsp(argv: readonly string[]): Promise<number> {
  if (argv.includes('--help') || argv.includes('-h')) {
    process.stdout.write('Usage: portcullis lsp --stdio\n\nSpeaks the Language Server Protocol on stdin and stdout.\n');
    return 0;
  }
  if (!argv.includes('--stdio')) throw new UsageError('"lsp" needs "--stdio".');
  await import('../../node.ts');
  // The server ends the process when the client requests it.
  return new Promise(() => {});
}
