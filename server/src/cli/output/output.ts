import { statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { reasonOf, UsageError } from '../usageError.ts';

/** Where a result goes. */
export interface Output {
  readonly isTerminal: boolean;
  write(text: string): Promise<void>;
  close(): void;
}

/** A file is written at once, when the result is complete; stdout piece by piece. */
export function createOutput(path: string | undefined): Output {
  if (path === undefined) return { isTerminal: process.stdout.isTTY === true, write: writeToStdout, close: () => {} };
  // Reported before the work, not after it.
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

/** Waits for a slow reader, and lets the process notice a closed pipe. */
async function writeToStdout(text: string): Promise<void> {
  if (text === '') return;
  if (!process.stdout.write(text)) await new Promise((resolve) => process.stdout.once('drain', resolve));
  await new Promise((resolve) => setImmediate(resolve));
}
