import { realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type CheckedFile, checkFile } from './checkFile.ts';
import type { ProjectFile } from './project.ts';
import type { FixDetail } from './results.ts';

export interface CheckFilesOptions {
  /** How many files at a time; by default, as many as there are processors, if there is enough to do. */
  readonly concurrency: number | undefined;
  readonly detail: FixDetail;
  readonly structure: boolean;
}

/** With less than this, starting threads costs more than they save. Bytes. */
const worthThreads = 4_000_000;

/** How many results may wait for one that comes before them, for each thread. */
const maxWaiting = 4;

/** Checks the files and gives what became of them in their order, whatever the number of threads. */
export async function* checkFiles(
  files: readonly ProjectFile[],
  { concurrency, detail, structure }: CheckFilesOptions,
): AsyncGenerator<CheckedFile> {
  const threads = Math.min(concurrency ?? defaultConcurrency(files), files.length);
  if (threads > 1 && !structure) {
    yield* inThreads(files, threads, detail);
    return;
  }
  const checker = structure ? (await import('./structure.ts')).createChecker() : undefined;
  try {
    for (const file of files) yield await checkFile(file, detail, checker);
  } finally {
    checker?.dispose();
  }
}

function defaultConcurrency(files: readonly ProjectFile[]): number {
  let bytes = 0;
  for (const { candidate } of files) {
    bytes += statSync(candidate.path, { throwIfNoEntry: false })?.size ?? 0;
    if (bytes > worthThreads && files.length > 1) return availableParallelism();
  }
  return 1;
}

/** What a thread is told to do, beside the files one by one. */
export interface ThreadData {
  readonly detail: FixDetail;
}

async function* inThreads(
  files: readonly ProjectFile[],
  threads: number,
  detail: FixDetail,
): AsyncGenerator<CheckedFile> {
  const done = new Map<number, CheckedFile>();
  const idle: Worker[] = [];
  const workers = new Set<Worker>();
  let next = 0;
  let given = 0;
  let wake = (): void => {};

  function start(): void {
    const data: ThreadData = { detail };
    const worker = new Worker(realpathSync(process.argv[1] ?? ''), { workerData: data });
    let current = -1;
    const finish = (checked: CheckedFile): void => {
      if (current >= 0) done.set(current, checked);
      current = -1;
      wake();
    };
    worker.on('message', (checked: CheckedFile) => {
      finish(checked);
      idle.push(worker);
    });
    worker.on('error', (error) => {
      const name = files[current]?.candidate.name ?? '';
      const reason = 'code' in error ? String(error.code) : error.name;
      workers.delete(worker);
      finish({ outcome: 'failed', result: undefined, notes: [`"${name}" could not be checked: ${reason}.`] });
    });
    workers.add(worker);
    take(worker);

    function take(one: Worker): void {
      current = next++;
      one.postMessage(files[current]);
    }
    assign.set(worker, () => take(worker));
  }

  const assign = new Map<Worker, () => void>();
  try {
    while (given < files.length) {
      while (next < files.length && next < given + threads * maxWaiting) {
        const free = idle.pop();
        if (free !== undefined) assign.get(free)?.();
        else if (workers.size < threads) start();
        else break;
      }
      const checked = done.get(given);
      if (checked === undefined) {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
        continue;
      }
      done.delete(given);
      given++;
      yield checked;
    }
  } finally {
    await Promise.all([...workers].map((worker) => worker.terminate()));
  }
}
