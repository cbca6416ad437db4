/** Runs work after all messages that have arrived are read, so that a burst of changes costs one run. */
export interface Scheduler {
  request(): void;
  /** Resolves when all messages that have arrived are read. */
  settled(): Promise<void>;
}

/** Turns of the event loop without a new request that count as quiet. The connection reads one message a turn. */
const quietTurns = 2;

export function createScheduler(run: () => Promise<void>): Scheduler {
  let requests = 0;
  let isActive = false;

  async function quiet(): Promise<void> {
    for (let seen = -1; seen !== requests; ) {
      seen = requests;
      for (let turn = 0; turn < quietTurns; turn++) await nextTurn();
    }
  }

  async function loop(): Promise<void> {
    for (let done = -1; done !== requests; ) {
      await quiet();
      done = requests;
      try {
        await run();
      } catch {
        // The next request starts another run.
      }
    }
    isActive = false;
  }

  return {
    request() {
      requests++;
      if (isActive) return;
      isActive = true;
      void loop();
    },
    settled: quiet,
  };
}

/** Yields to everything that waits in the event loop. */
export function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    // Browsers have no setImmediate. A message channel is as fast; a timer is slower.
    if (typeof setImmediate === 'function') setImmediate(resolve);
    else {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        resolve();
      };
      port2.postMessage(0);
    }
  });
}
