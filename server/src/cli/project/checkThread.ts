import { parentPort, workerData } from 'node:worker_threads';
import { checkFile } from './checkFile.ts';
import type { ThreadData } from './checkFiles.ts';
import type { ProjectFile } from './project.ts';

/** The entry of a worker thread: checks the files that it is sent, one at a time. */
export function serve(): void {
  const { detail } = workerData as ThreadData;
  parentPort?.on('message', async (file: ProjectFile) => {
    parentPort?.postMessage(await checkFile(file, detail, undefined));
  });
}
