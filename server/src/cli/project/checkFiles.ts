import { realpathSync, statSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { type CheckedFile, checkFile } from './checkFile.ts';
import type { ProjectFile } from './project.ts';
import type { Detail } from './results.ts';

export interface CheckFilesOptions {
  /** Files checked at a time. By default, the number of processors, or 1 if the files are small. */
  readonly concurrency: number | undefined;
  readonly detail: Detail;
  /** Checks the structure of every file, even where its configuration does not enable that. */
  readonly structure: boolean;
}

/** Bytes of input below which starting threads costs more time than it saves. */
const minThreadedBytes = 4_000_000;

/** Files per thread that may be in progress, or done and waiting for an earlier file. */
const maxPendingPerThread = 4;

/** Checks the files and yields their outcomes in the order of the files, with any number of threads. */
export async function* checkFiles(
  files: readonly ProjectFile[],
  { concurrency, detail, structure }: CheckFilesOptions,
): AsyncGenerator<CheckedFile> {
  const threads = Math.min(concurrency ?? defaultConcurrency(files), files.length);
  const needsStructure = (file: ProjectFile): boolean => structure || file.config.structure;
  const isStructured = files.some(needsStructure);
  if (threads > 1 && !isStructured) {
    yield* inThreads(files, threads, detail);
    return;
  }
  const checker = isStructured ? (await import('./schemaChecker.ts')).createChecker() : undefined;
  try {
    for (const file of files) yield await checkFile(file, detail, needsStructure(file) ? checker : undefined);
  } finally {
    checker?.dispose();
  }
}

function defaultConcurrency(files: readonly ProjectFile[]): number {
  let bytes = 0;
  for (const { candidate } of files) {
    bytes += sizeOf(candidate.path);
    if (bytes > minThreadedBytes && files.length > 1) return availableParallelism();
  }
  return 1;
}

/** 0 if the size is unavailable: the error is reported when the file is read. */
function sizeOf(path: string): number {
  try {
    return statSync(path).size;
  } catch {
    return 0;
  }
}

/** The data that a thread gets when it starts. */
export interface ThreadData {
  readonly detail: Detail;
}

async function* inThreads(files: readonly ProjectFile[], threads: number, detail: Detail): AsyncGenerator<CheckedFile> {
  const pool = new ThreadPool(threads, { detail });
  const pending: Promise<CheckedFile>[] = [];
  try {
    for (const file of files) {
      pending.push(pool.check(file));
      if (pending.length >= threads * maxPendingPerThread) yield (await pending.shift())!;
    }
    for (const checked of pending) yield await checked;
  } finally {
    await pool.close();
  }
}

interface Task {
  readonly file: ProjectFile;
  done(checked: CheckedFile): void;
}

/** A pool that starts its threads on demand. */
class ThreadPool {
  readonly #size: number;
  readonly #data: ThreadData;
  readonly #workers = new Set<Worker>();
  readonly #idle: ((task: Task) => void)[] = [];
  readonly #queue: Task[] = [];

  constructor(size: number, data: ThreadData) {
    this.#size = size;
    this.#data = data;
  }

  check(file: ProjectFile): Promise<CheckedFile> {
    return new Promise((done) => {
      this.#queue.push({ file, done });
      this.#assign();
    });
  }

  async close(): Promise<void> {
    await Promise.all([...this.#workers].map((worker) => worker.terminate()));
  }

  #assign(): void {
    while (this.#queue.length > 0) {
      const run = this.#idle.pop() ?? (this.#workers.size < this.#size ? this.#start() : undefined);
      if (run === undefined) return;
      run(this.#queue.shift()!);
    }
  }

  #start(): (task: Task) => void {
    const worker = new Worker(realpathSync(process.argv[1] ?? ''), { workerData: this.#data });
    let current: Task | undefined;
    const run = (task: Task): void => {
      current = task;
      worker.postMessage(task.file);
    };
    worker.on('message', (checked: CheckedFile) => {
      current?.done(checked);
      this.#idle.push(run);
      this.#assign();
    });
    // A thread that crashes, for example out of memory, fails its file. The next file gets a new thread.
    worker.on('error', (error) => {
      this.#workers.delete(worker);
      const reason = 'code' in error ? String(error.code) : error.name;
      const note = `"${current?.file.candidate.name ?? ''}" could not be checked: ${reason}.`;
      current?.done({ outcome: 'failed', result: undefined, notes: [note] });
      this.#assign();
    });
    this.#workers.add(worker);
    return run;
  }
}
