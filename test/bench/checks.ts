import { existsSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, join } from 'node:path';
import { walkFiles } from '../../server/src/files.ts';
import { documents, linkedDescription, type Size, synthetic, write } from './documents.ts';
import type { Peers } from './peers.ts';
import { type Cost, check, corpus, measure } from './process.ts';
import { fixed, ratio, table } from './table.ts';

/** From here on, Spectral takes minutes for one file. */
const slowFrom = 2_000_000;

/** `check` as a whole process, cold, beside the peers. */
export function cold(folder: string, peers: Peers, isPatient: boolean): void {
  const row = table('Cold check', [
    'document',
    'MB',
    'check, s',
    'peak MB',
    'Redocly, s',
    'peak MB',
    'ratio',
    'Spectral, s',
    'ratio',
  ]);
  const linked = linkedDescription(folder);
  for (const path of [...documents(folder), linked.entry]) {
    const { size } = statSync(path);
    const isSlow = path === linked.entry || size > slowFrom;
    const ours = measure(check(path));
    const redocly = measure(peers.redocly(path));
    const spectral = isSlow && !isPatient ? undefined : measure(peers.spectral(path), isSlow ? 1 : 3);
    row(
      path === linked.entry ? `${linked.name}, with all linked files` : basename(path),
      fixed(size / 1e6, 2),
      fixed(ours?.seconds, 2),
      fixed(ours?.megabytes, 0),
      fixed(redocly?.seconds, 2),
      fixed(redocly?.megabytes, 0),
      ratio(ours?.seconds, redocly?.seconds),
      fixed(spectral?.seconds, 2),
      ratio(ours?.seconds, spectral?.seconds),
    );
  }
}

/** Many files: how much is read in a second, and whether memory depends on their number. */
export function many(folder: string): void {
  const row = table('Many files', ['what', 'MB', 'threads', 's', 'MB/s', 'peak MB']);
  const folders: (readonly [string, string])[] = [25, 100].map((megabytes) => {
    const name = `${megabytes}MB`;
    const text = synthetic({ paths: 80, schemas: 80, references: 1, findings: 0 });
    for (let index = 0; index * text.length < megabytes * 1e6; index++)
      write(join(folder, name, `${index}.yaml`), text);
    return ['copies of one description', join(folder, name)];
  });
  if (existsSync(corpus)) folders.unshift(['the corpus', corpus]);
  for (const [name, path] of folders) {
    const size = sizeOf(path);
    for (const threads of new Set([1, availableParallelism()])) {
      const cost = measure(check('--concurrency', String(threads), path), 3);
      const speed = cost === undefined ? undefined : size / cost.seconds;
      row(name, fixed(size, 0), threads, fixed(cost?.seconds, 2), fixed(speed, 1), fixed(cost?.megabytes, 0));
    }
  }
}

/** Of the files that may be descriptions. Megabytes. */
function sizeOf(folder: string): number {
  let bytes = 0;
  for (const path of walkFiles(folder)) bytes += statSync(path).size;
  return bytes / 1e6;
}

/** What doubling one dimension of a description costs, beyond what every run costs. */
export function growth(folder: string): void {
  const row = table('Growth: doubled twice', [
    'dimension',
    'MB',
    's',
    'factor',
    'factor',
    'peak MB',
    'factor',
    'factor',
  ]);
  const small: Size = { paths: 100, schemas: 100, references: 1, findings: 0 };
  const floor = measure(check(write(join(folder, 'floor.yaml'), synthetic({ ...small, paths: 1, schemas: 1 }))));
  const from: Partial<Size> = { paths: 1000, schemas: 4000, references: 40, findings: 500 };
  for (const [dimension, count] of Object.entries(from)) {
    const steps = [1, 2, 4].map((factor) => {
      const text = synthetic({ ...small, [dimension]: count * factor });
      return { text, cost: measure(check(write(join(folder, 'growth.yaml'), text))) };
    });
    const above = (key: keyof Cost): readonly number[] =>
      steps.map(({ cost }) => (cost?.[key] ?? Number.NaN) - (floor?.[key] ?? 0));
    const cells = (key: keyof Cost, digits: number): readonly string[] => {
      const [first = 0, second = 0, third = 0] = above(key);
      return [fixed(steps[2]?.cost?.[key], digits), ratio(second, first), ratio(third, second)];
    };
    row(dimension, fixed((steps[2]?.text.length ?? 0) / 1e6, 1), ...cells('seconds', 2), ...cells('megabytes', 0));
  }
}
