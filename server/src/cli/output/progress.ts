import { note as tell } from './notes.ts';
import { visible } from './text.ts';

/** One line on stderr while work is long, on a terminal only. */
export interface Progress {
  show(name: string): void;
  /** A message that stays. */
  note(message: string): void;
  clear(): void;
}

/** Work shorter than this needs no line. Milliseconds. */
const patience = 500;
const interval = 100;

export function createProgress(): Progress {
  const isTerminal = process.stderr.isTTY === true && !process.env['CI'];
  const start = performance.now();
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
      const now = performance.now();
      if (!isTerminal || now - last < interval) return;
      last = now;
      isShown = true;
      const text = visible(`${files} checked, ${name}`);
      process.stderr.write(`\r\u001B[K${text.slice(0, (process.stderr.columns ?? 80) - 1)}`);
    },
    note(message) {
      clear();
      tell(message);
    },
    clear,
  };
}
