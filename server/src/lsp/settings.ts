import type { Connection } from 'vscode-languageserver';
import { parseConfig } from '../engine/config/parseConfig.ts';
import { rules } from '../engine/rules/index.ts';
import { parseSource } from '../engine/syntax/parseSource.ts';
import { defaultSettings, type Session, type Settings } from './workspace/session.ts';

/** Reads the settings of the editor into the session. */
export class EditorSettings {
  readonly #connection: Connection;
  readonly #session: Session;
  /** Resolves when the first settings have arrived: diagnostics wait for it. */
  ready: Promise<void> = Promise.resolve();

  constructor(connection: Connection, session: Session) {
    this.#connection = connection;
    this.#session = session;
  }

  /** For clients that answer `workspace/configuration`. */
  async request(): Promise<void> {
    try {
      this.set(await this.#connection.workspace.getConfiguration('portcullis'));
    } catch {
      // The client announced configuration but failed to answer: use the defaults.
      this.set(undefined);
    }
  }

  set(value: unknown): void {
    this.#session.settings = toSettings(value);
  }
}

/** Settings have the shape of the configuration file and are read by the same parser. */
function toSettings(value: unknown): Settings {
  if (typeof value !== 'object' || value === null) return defaultSettings;
  const { maxFindings, codeLens, references: _references, trace: _trace, ...rest } = value as Record<string, unknown>;
  const known = Object.fromEntries(Object.entries(rest).filter(([, setting]) => setting !== null && setting !== ''));
  const source = parseSource('settings:/portcullis.json', JSON.stringify(known));
  const { config } = parseConfig(source, { rules: rules.map(({ meta }) => meta.id) });
  const limit =
    typeof maxFindings === 'number' && maxFindings >= 1 ? Math.floor(maxFindings) : defaultSettings.maxFindings;
  return { config, maxFindings: limit, codeLens: codeLens !== false };
}
