import { parentPort, workerData } from 'node:worker_threads';
import { checkFile } from './checkFile.ts';
import type { ThreadData } from './checkFiles.ts';
import type { ProjectFile } from './project.ts';

/** Checks files as they come, one after the other, in a thread of the command line. */
export function serve(): void {
  const { detail } = workerData as ThreadData;
  parentPort?.on('message', async (file: ProjectFile) => {
    parentPort?.postMessage(await checkFile(file, detail, undefined));
  });
}
