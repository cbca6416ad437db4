import { escapeForTerminal } from './text.ts';

/** Writes a message to stderr in one line, with control characters escaped. */
export function note(message: string): void {
  process.stderr.write(`portcullis: ${escapeForTerminal(message)}\n`);
}
