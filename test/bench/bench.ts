import { mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { cold, growth, many } from './checks.ts';
import { edits, release } from './editing.ts';
import { createPeers } from './peers.ts';
import { phases } from './phases.ts';
import { requests } from './requests.ts';
import { shipped } from './shipped.ts';

/**
 * Prints Markdown tables of what a user waits and pays for, beside peers where they are installed: PORTCULLIS_PEERS
 * names a folder that has them in its node_modules. Arguments name the tables; without them, all are printed. With
 * `--patient`, peers run where they take minutes too. No test asserts what it prints.
 */
const args = process.argv.slice(2);
const isPatient = args.includes('--patient');
const names = args.filter((arg) => !arg.startsWith('--'));
const scratch = mkdtempSync(join(tmpdir(), 'portcullis-bench-'));
const peers = createPeers(process.env['PORTCULLIS_PEERS'] ?? '', scratch);

const tables: Readonly<Record<string, () => void | Promise<void>>> = {
  cold: () => cold(scratch, peers, isPatient),
  many: () => many(scratch),
  growth: () => growth(scratch),
  edits: () => edits(scratch),
  requests: () => requests(scratch),
  release: () => release(scratch),
  shipped: () => shipped(scratch),
  phases: () => phases(scratch),
};

const today = new Date().toISOString().slice(0, 10);
console.log(`${today}, Node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}`);
console.log(`\n\`npm run bench${args.length === 0 ? '' : ` -- ${args.join(' ')}`}\``);
for (const absent of peers.absent) console.log(`\n${absent} is not there, so its columns are empty.`);
for (const [name, print] of Object.entries(tables)) if (names.length === 0 || names.includes(name)) await print();
rmSync(scratch, { recursive: true, force: true });
