import type { Config } from '../../engine/config/config.ts';
import { type ParsedConfig, parseConfig } from '../../engine/config/parseConfig.ts';
import { rules } from '../../engine/rules/index.ts';
import type { SourceDocument, SyntaxProblem } from '../../engine/syntax/sourceDocument.ts';
import { invalidOpenApi } from '../../schemaCheck/meta.ts';
import { today } from '../../today.ts';
import { parentUri } from '../uri.ts';
import type { Documents } from './documents.ts';

const configName = 'portcullis.yaml';
const ruleIds = [...rules.map(({ meta }) => meta.id), invalidOpenApi.id];

/** Finds and parses the `portcullis.yaml` of a document. */
export class Configs {
  readonly #documents: Documents;
  readonly #parsed = new Map<string, Config>();
  /** The day on which they were parsed: what ended since has to be reported. */
  #day = today();
  roots: readonly string[] = [];

  constructor(documents: Documents) {
    this.#documents = documents;
  }

  forget(): void {
    this.#parsed.clear();
  }

  /** The nearest `portcullis.yaml` in the folders above a document, within the roots. */
  async find(key: string): Promise<Config | undefined> {
    const uri = await this.#uriFor(key);
    return uri === undefined ? undefined : this.#parse(uri);
  }

  /** The file in which to change the configuration of a document; `undefined` outside the workspace. */
  async target(key: string): Promise<SourceDocument | { readonly newFile: string } | undefined> {
    const root = this.#rootOf(key);
    if (root === undefined) return undefined;
    const known = await this.#uriFor(key);
    return (known === undefined ? undefined : this.#documents.source(known)) ?? { newFile: `${root}/${configName}` };
  }

  problems(key: string): readonly SyntaxProblem[] {
    const source = this.#documents.source(key);
    return source === undefined ? [] : this.#read(source).problems;
  }

  #read(source: SourceDocument): ParsedConfig {
    return parseConfig(source, { rules: ruleIds, today: today() });
  }

  async #uriFor(key: string): Promise<string | undefined> {
    const root = this.#rootOf(key);
    if (root === undefined) return undefined;
    for (let folder = parentUri(key); folder.length >= root.length; folder = parentUri(folder)) {
      const uri = `${folder}/${configName}`;
      if ((await this.#parse(uri)) !== undefined) return uri;
    }
    return undefined;
  }

  /** The innermost workspace folder that contains a document. */
  #rootOf(key: string): string | undefined {
    return this.roots.filter((root) => key.startsWith(`${root}/`)).sort((a, b) => b.length - a.length)[0];
  }

  async #parse(uri: string): Promise<Config | undefined> {
    const previous = this.#parsed.get(uri);
    const isSameDay = this.#day === today();
    if (!isSameDay) this.#parsed.clear();
    this.#day = today();
    if (previous !== undefined && isSameDay && !this.#documents.isOpen(uri)) return previous;
    const source = await this.#documents.fetchSource(uri);
    if (source === undefined) return undefined;
    const { config } = this.#read(source);
    // Equal settings stay the same object: analyses compare it by identity.
    const same = previous !== undefined && JSON.stringify(previous) === JSON.stringify(config) ? previous : config;
    this.#parsed.set(uri, same);
    return same;
  }
}
