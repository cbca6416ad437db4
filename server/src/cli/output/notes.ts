import { visible } from './text.ts';

/** Everything that is not the result goes to stderr, one line each, with nothing in it that a terminal obeys. */
export function note(message: string): void {
  process.stderr.write(`portcullis: ${visible(message)}\n`);
}
