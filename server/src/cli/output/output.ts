import { statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reasonOf, UsageError } from '../usageError.ts';

/** The destination of a result: stdout or a file. */
export interface Output {
  readonly isTerminal: boolean;
  write(text: string): Promise<void>;
  close(): void;
}

/** Opens a file, or stdout without a path. A file is written when the result is complete, stdout part by part. */
export function createOutput(path: string | undefined): Output {
  if (path === undefined) return { isTerminal: process.stdout.isTTY === true, write: writeToStdout, close: () => {} };
  // A wrong path is reported before the check, not after it.
  if (!statSync(dirname(resolve(path)), { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`"${path}" cannot be written: its folder does not exist.`);
  const parts: string[] = [];
  return {
    isTerminal: false,
    async write(text) {
      parts.push(text);
    },
    close() {
      try {
        writeFileSync(path, parts.join(''));
      } catch (error) {
        throw new UsageError(`"${path}" cannot be written (${reasonOf(error)}).`);
      }
    },
  };
}

/** Waits until a slow reader catches up, and yields so that a closed pipe is noticed. */
async function writeToStdout(text: string): Promise<void> {
  if (text === '') return;
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  await new Promise((resolve) => setImmediate(resolve));
}
