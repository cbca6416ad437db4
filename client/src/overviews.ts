import { type Disposable, type Event, EventEmitter, workspace } from 'vscode';
import type { BaseLanguageClient } from 'vscode-languageclient';
import { type Overview, type OverviewParams, overviewRequest } from '../../server/src/lsp/protocol.ts';

/** Milliseconds between two updates of a visible side bar, at least. */
const visibleDelay = 300;
/** How many times as long as an update took the next one waits: findings in the text come first. */
export const restFactor = 3;
/** Milliseconds without a change after which counts and scores are asked for while it is hidden. */
const hiddenDelay = 1000;

/** What is known of the shown descriptions: with all details while the side bar is visible, else only numbers. */
export interface Overviews extends Disposable {
  /** Findings may have changed. */
  changed(): void;
  /** True while a view of the side bar is visible. */
  setVisible(isVisible: boolean): void;
  readonly onDidChange: Event<Overview>;
}

/** `running` gives the server if it was started: nothing here starts it. */
export function createOverviews(running: () => Promise<BaseLanguageClient> | undefined): Overviews {
  const emitter = new EventEmitter<Overview>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isVisible = false;
  let isAsking = false;
  let isOutdated = false;
  let took = 0;

  const ask = async (): Promise<void> => {
    timer = undefined;
    const client = running();
    if (client === undefined) return;
    isAsking = true;
    isOutdated = false;
    const began = Date.now();
    try {
      const params: OverviewParams = { isBrief: !isVisible };
      emitter.fire(await (await client).sendRequest<Overview>(overviewRequest, params));
    } catch {
      // The server has stopped. The next one sends a status, which leads here again.
    } finally {
      isAsking = false;
      took = Date.now() - began;
      if (isOutdated) changed();
    }
  };

  function changed(): void {
    if (isAsking) {
      isOutdated = true;
    } else if (isVisible) {
      timer ??= setTimeout(() => void ask(), Math.max(visibleDelay, restFactor * took));
    } else {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), hiddenDelay);
    }
  }

  // A document that is closed takes its findings along, and no status tells so.
  const subscription = workspace.onDidCloseTextDocument(changed);
  return {
    changed,
    setVisible(is) {
      if (is === isVisible) return;
      isVisible = is;
      if (!is) return;
      clearTimeout(timer);
      timer = undefined;
      if (isAsking) isOutdated = true;
      else void ask();
    },
    onDidChange: emitter.event,
    dispose() {
      clearTimeout(timer);
      subscription.dispose();
      emitter.dispose();
    },
  };
}
