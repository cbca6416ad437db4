import { Worker } from 'node:worker_threads';
import type { Finding } from '../engine/finding.ts';
import type { OpenApiDescription } from '../engine/openapi/model.ts';
import { bundle } from './bundle.ts';
import { toFindings } from './findings.ts';
import type { StructureRequest, StructureResponse } from './messages.ts';

/** Checks descriptions against the schema of the specification, next to the rules. */
export interface StructureChecker {
  /** Returns no findings if the description is too large, or the check is too slow or aborted. Never rejects. */
  check(description: OpenApiDescription, signal?: AbortSignal): Promise<readonly Finding[]>;
  dispose(): void;
}

/** Milliseconds without a request after which the thread ends and frees its memory. */
const idleTime = 5000;

/** The time limit for one description, in milliseconds. */
const timeLimit = 10_000;
const memoryLimitMb = 512;

/** Creates a checker; `workerPath` is the bundled worker or its source. */
export function createStructureChecker(workerPath: string | URL): StructureChecker {
  let worker: Worker | undefined;
  let idle: ReturnType<typeof setTimeout> | undefined;
  let requests = 0;
  let last: Promise<unknown> = Promise.resolve();

  function start(): Worker {
    const started = new Worker(workerPath, {
      resourceLimits: { maxOldGenerationSizeMb: memoryLimitMb },
      stdout: true,
      stderr: true,
    });
    started.unref();
    return started;
  }

  function stop(): void {
    clearTimeout(idle);
    void worker?.terminate();
    worker = undefined;
  }

  function ask(request: StructureRequest, signal: AbortSignal | undefined): Promise<StructureResponse> {
    clearTimeout(idle);
    worker ??= start();
    const asked = worker;
    return new Promise((resolve) => {
      const end = (response: StructureResponse): void => {
        clearTimeout(timer);
        asked.off('message', onMessage);
        asked.off('error', onError);
        signal?.removeEventListener('abort', onAbort);
        asked.unref();
        clearTimeout(idle);
        idle = setTimeout(stop, idleTime);
        idle.unref();
        resolve(response);
      };
      const abandon = (skipped: string): void => {
        // The thread is still busy with this request, so the next one gets a new thread.
        if (worker === asked) stop();
        end({ id: request.id, skipped });
      };
      const onMessage = (response: StructureResponse): void => {
        if (response.id === request.id) end(response);
      };
      const onError = (): void => abandon('crashed');
      const onAbort = (): void => abandon('aborted');
      const timer = setTimeout(() => abandon('too slow'), timeLimit);
      asked.ref();
      asked.on('message', onMessage);
      asked.on('error', onError);
      signal?.addEventListener('abort', onAbort);
      asked.postMessage(request);
    });
  }

  async function run(description: OpenApiDescription, signal: AbortSignal | undefined): Promise<readonly Finding[]> {
    if (signal?.aborted || description.isBroken) return [];
    const document = bundle(description);
    if (document === undefined || typeof document !== 'object' || document === null) return [];
    requests++;
    const response = await ask({ id: requests, version: description.version, document }, signal);
    return 'errors' in response ? toFindings(response.errors, description) : [];
  }

  return {
    check(description, signal) {
      // One check at a time: a second thread would compete with the editor for a core.
      const next = last.then(() => run(description, signal)).catch((): readonly Finding[] => []);
      last = next;
      return next;
    },
    dispose: stop,
  };
}
