import { existsSync } from 'node:fs';
import { join } from 'node:path';

/** The path of a file that `npm run build` makes. Throws if it is missing: without it every test would fail by itself. */
export function built(name: string): string {
  const path = join(import.meta.dirname, '../../dist', name);
  if (!existsSync(path)) throw new Error(`dist/${name} is missing. Run "npm run build", then this test again.`);
  return path;
}
