import { constants, PerformanceObserver } from 'node:perf_hooks';
import { queryObjects } from 'node:v8';

/** Dummy class: counting its instances makes V8 collect everything and release the pages. */
class Nothing {}

/** Bytes. The buffer is reserved and never touched, so it costs nothing, but its size makes V8 collect. */
const bufferSize = 2 ** 28;

/** Milliseconds between two buffers, and the number after which to give up waiting for V8. */
const interval = 250;
const maxBuffers = 40;

/** The first collection may have begun while everything was still reachable. */
const requiredCollections = 2;

/**
 * Returns memory to the system when no document is open. V8 keeps the pages of what it has collected: a gigabyte after
 * a large workspace.
 *
 * Measured: before `queryObjects` (Node 20.13 and later) counts the instances of a class, V8 collects everything and
 * releases the pages, in a tenth of a second if little is reachable. `gc()` would do, but needs a flag.
 *
 * `queryObjects` first lists every object it takes for reachable: before a collection that is everything, and the list
 * uses more memory than the call releases. So two collections come first, provoked by allocating large buffers.
 *
 * It stops as soon as a document is opened.
 */
export function releaseMemory(isResting: () => boolean): void {
  let collections = 0;
  let buffers = 0;
  const observer = new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) {
      const { detail } = entry as { detail?: { kind?: number } };
      if (detail?.kind === constants.NODE_PERFORMANCE_GC_MAJOR) collections++;
    }
  });
  observer.observe({ entryTypes: ['gc'] });
  const timer = setInterval(() => {
    if (isResting() && collections < requiredCollections && buffers++ < maxBuffers && allocateBuffer()) return;
    clearInterval(timer);
    observer.disconnect();
    if (isResting()) countInstances();
  }, interval);
  timer.unref();
}

/** False where a buffer of that size cannot be reserved. */
function allocateBuffer(): boolean {
  try {
    return new ArrayBuffer(bufferSize).byteLength > 0;
  } catch {
    return false;
  }
}

function countInstances(): void {
  const { emitWarning } = process;
  // Users cannot act on the warning that this API is experimental.
  process.emitWarning = () => {};
  try {
    queryObjects?.(Nothing, { format: 'count' });
  } finally {
    process.emitWarning = emitWarning;
  }
}
