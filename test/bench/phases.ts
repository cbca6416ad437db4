import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import type { SourceNode } from '../../server/src/engine/syntax/sourceNode.ts';
import { documents, ofMegabytes } from './documents.ts';
import { median } from './process.ts';
import { fixed, table } from './table.ts';

const names = ['start', 'read', 'parse', 'describe', 'rules'] as const;

/** What one process measured. By phase: milliseconds of processor time; megabytes that are left after a collection. */
interface Measured {
  readonly times: readonly number[];
  readonly heaps: readonly number[];
  readonly nodes: number;
  /** Nodes that the description and the rules were given. */
  readonly given: number;
}

/** Where a cold check spends its time and memory: medians of processes that each check one file once. */
export function phases(folder: string, runs = 15): void {
  const paths = [ofMegabytes(folder, 10), ...documents(folder).slice(3)];
  const times = table('Processor time by phase, ms', ['document', ...names]);
  for (const path of paths) {
    const all = Array.from({ length: runs }, () => measureApart('time', path));
    times(basename(path), ...names.map((_, phase) => fixed(median(all.map((one) => one.times[phase]!)), 0)));
  }
  const heaps = table('Heap after each phase, MB', ['document', ...names]);
  for (const path of paths) heaps(basename(path), ...measureApart('heap', path).heaps.map((heap) => fixed(heap, 1)));
  const nodes = table('Nodes', ['document', 'nodes', 'given to description and rules']);
  for (const path of paths) {
    const { nodes: count, given } = measureApart('nodes', path);
    nodes(basename(path), count, given);
  }
}

function measureApart(mode: string, path: string): Measured {
  const args = ['--expose-gc', import.meta.filename, mode, path];
  const { stdout } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return JSON.parse(stdout) as Measured;
}

async function measure(mode: string, path: string): Promise<Measured> {
  // As `server/src/cli/main.ts` does.
  setFlagsFromString('--semi-space-growth-factor=8');
  const { analyze } = await import('../../server/src/engine/analyze/analyze.ts');
  const { defaultConfig } = await import('../../server/src/engine/config/config.ts');
  const { describe } = await import('../../server/src/engine/description/describe.ts');
  const { parseSource } = await import('../../server/src/engine/syntax/parseSource.ts');
  setFlagsFromString('--semi-space-growth-factor=1');
  const times: number[] = [];
  const heaps: number[] = [];
  let last = { user: 0, system: 0 };
  const lap = (): void => {
    const { user, system } = process.cpuUsage();
    times.push((user + system - last.user - last.system) / 1000);
    if (mode === 'heap') {
      globalThis.gc?.();
      const { heapUsed, arrayBuffers } = process.memoryUsage();
      heaps.push((heapUsed + arrayBuffers) / 1e6);
    }
    last = process.cpuUsage();
  };
  lap();
  const text = readFileSync(path, 'utf8');
  lap();
  const document = parseSource(pathToFileURL(path).href, text);
  lap();
  const given = mode === 'nodes' && document.root !== undefined ? watch(document.root) : new Set();
  const loader = { load: () => ({ failure: 'missing-file', message: 'One file alone is measured.' }) as const };
  const description = describe(document, loader);
  lap();
  if (description !== undefined) analyze(description, defaultConfig);
  lap();
  const count = given.size;
  return { times, heaps, nodes: mode === 'nodes' ? countNodes(document.root) : 0, given: count };
}

/** Every node that is asked for from now on. */
function watch(root: SourceNode): ReadonlySet<unknown> {
  const given = new Set<unknown>();
  const note = <Node>(node: Node): Node => {
    if (node !== undefined) given.add(node);
    return node;
  };
  const prototype = Object.getPrototypeOf(root) as SourceNode;
  const { get, entries, each, items } = prototype;
  Object.assign(prototype, {
    get(this: SourceNode, key: string) {
      return note(get.call(this, key));
    },
    entries(this: SourceNode) {
      const all = entries.call(this);
      for (const { value } of all) note(value);
      return all;
    },
    each(this: SourceNode, visit: (key: string, value: SourceNode) => void) {
      each.call(this, (key, value) => visit(key, note(value)));
    },
    items(this: SourceNode) {
      const all = items.call(this);
      for (const item of all) note(item);
      return all;
    },
  });
  return given;
}

function countNodes(root: SourceNode | undefined): number {
  const stack = root === undefined ? [] : [root];
  let count = 0;
  for (let node = stack.pop(); node !== undefined; node = stack.pop()) {
    count++;
    for (const { value } of node.ownEntries()) stack.push(value);
    for (const item of node.ownItems()) stack.push(item);
  }
  return count;
}

const [, script, mode, path] = process.argv;
if (script === import.meta.filename && mode !== undefined && path !== undefined) {
  console.log(JSON.stringify(await measure(mode, path)));
}
