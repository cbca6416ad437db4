import { note as writeNote } from './notes.ts';
import { escapeForTerminal } from './text.ts';

/** A line on stderr during long work, shown only on a terminal. */
export interface Progress {
  show(name: string): void;
  /** Writes a message that stays on the screen. */
  note(message: string): void;
  clear(): void;
}

/** Milliseconds before the line is first shown. */
const patience = 500;
/** Milliseconds between two updates. */
const interval = 100;

export function createProgress(): Progress {
  const isTerminal = process.stderr.isTTY === true && !process.env['CI'];
  // `performance` would be loaded for it, which takes longer than all that is shown.
  const start = Date.now();
  let last = start + patience - interval;
  let isShown = false;
  let files = 0;
  const clear = (): void => {
    if (isShown) process.stderr.write('\r\u001B[K');
    isShown = false;
  };
  return {
    show(name) {
      files++;
      const now = Date.now();
      if (!isTerminal || now - last < interval) return;
      last = now;
      isShown = true;
      const text = escapeForTerminal(`${files} checked, ${name}`);
      process.stderr.write(`\r\u001B[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
    note(message) {
      clear();
      writeNote(message);
    },
    clear,
  };
}
