import type { Connection } from 'vscode-languageserver';
import type { Analysis } from '../engine/finding.ts';
import { maskSecrets } from '../engine/sensitive/mask.ts';
import { type ClientAbilities, clientAbilities } from './capabilities.ts';
import { type Convert, createConvert } from './convert.ts';
import type { Host } from './host.ts';
import { Publisher } from './publisher.ts';
import { EditorSettings } from './settings.ts';
import { createStructureChecks, type StructureChecks, type StructureService } from './workspace/schemaChecks.ts';
import { Session } from './workspace/session.ts';

/** The services that every feature gets. */
export class Context {
  readonly connection: Connection;
  readonly host: Host;
  readonly session: Session;
  readonly settings: EditorSettings;
  readonly publisher: Publisher;
  readonly structure: StructureChecks;
  /** By description: what the log has about its current failures. */
  readonly #logged = new Map<string, ReadonlySet<string>>();
  client: ClientAbilities = clientAbilities({ capabilities: {} });
  convert: Convert;

  constructor(connection: Connection, host: Host, service: StructureService | undefined) {
    this.connection = connection;
    this.host = host;
    this.session = new Session(host);
    this.settings = new EditorSettings(connection, this.session);
    this.publisher = new Publisher(this);
    this.session.onDiscovery = () => this.publisher.changed(true);
    this.structure = createStructureChecks(service, () => this.publisher.changed(true));
    this.convert = this.#createConvert();
  }

  setClient(client: ClientAbilities): void {
    this.client = client;
    this.convert = this.#createConvert();
  }

  /** Logs an error without its message, which may quote a document. */
  log(error: unknown): void {
    const text =
      error instanceof Error ? `${error.name} at ${error.stack?.split('\n')[1]?.trim() ?? '?'}` : 'unknown error';
    this.connection.console.error(text);
  }

  /** Logs the rules that threw, each failure once while it lasts. Their messages are masked by the engine. */
  logFailures(): void {
    for (const { analysis, description } of this.session.checked) this.#logNew(description.entry.uri, analysis);
  }

  /** Logs the rules that threw while everything was fixed, on texts that nobody sees. */
  logFailuresOf(failures: ReadonlyMap<string, Analysis['failures']>): void {
    for (const [uri, failed] of failures)
      for (const line of new Set(failed.map((failure) => lineOf(uri, failure)))) this.connection.console.error(line);
  }

  #logNew(uri: string, { failures }: Analysis): void {
    const before = this.#logged.get(uri);
    if (failures.length === 0) {
      this.#logged.delete(uri);
      return;
    }
    const lines = new Set(failures.map((failure) => lineOf(uri, failure)));
    this.#logged.set(uri, lines);
    for (const line of lines) if (!before?.has(line)) this.connection.console.error(line);
  }

  #createConvert(): Convert {
    const { client, session } = this;
    return createConvert({
      ...client,
      client: (uri) => session.clientDocument(uri),
      toPresent: (document, offset) => session.navigation.standIns.toPresent(document, offset),
      textDocument: (uri) => session.textDocument(uri),
    });
  }
}

function lineOf(uri: string, { ruleId, message }: Analysis['failures'][number]): string {
  return `The rule "${ruleId}" failed on "${maskSecrets(uri)}": ${message}`;
}
