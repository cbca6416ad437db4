import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';

export const root = join(import.meta.dirname, '../..');
export const corpus = join(root, '../shared/corpus');
export const cli = join(root, 'dist/cli.cjs');

/** What a whole process cost, seen from outside: medians. */
export interface Cost {
  readonly seconds: number;
  readonly megabytes: number;
}

export interface Command {
  readonly command: string;
  readonly args: readonly string[];
}

/** Our `check`. SARIF is what machines ask for; it names every finding, and no fixes. */
export function check(...args: readonly string[]): Command {
  return { command: process.execPath, args: [cli, 'check', '--format', 'sarif', '--exit-zero', ...args] };
}

/** `undefined` for a command that is not there, or that gives up: an exit code above 1, or a signal. */
export function measure({ command, args }: Command, runs = 5): Cost | undefined {
  if (!existsSync(command)) return undefined;
  const costs: Cost[] = [];
  for (let run = 0; run <= runs; run++) {
    const start = performance.now();
    const { stderr } = spawnSync('/usr/bin/time', ['-f', 'peak %M exit %x', command, ...args], {
      stdio: ['ignore', 'ignore', 'pipe'],
      encoding: 'utf8',
      env: { ...process.env, REDOCLY_TELEMETRY: 'off', REDOCLY_SUPPRESS_UPDATE_NOTICE: 'true' },
      maxBuffer: 1 << 30,
    });
    const seconds = (performance.now() - start) / 1000;
    const [, peak, exit] = /peak (\d+) exit (\d+)\s*$/.exec(stderr) ?? [];
    if (exit !== '0' && exit !== '1') return undefined;
    // The first run warms the disk.
    if (run > 0) costs.push({ seconds, megabytes: Number(peak) / 1024 });
  }
  return {
    seconds: median(costs.map(({ seconds }) => seconds)),
    megabytes: median(costs.map(({ megabytes }) => megabytes)),
  };
}

export function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0;
}
