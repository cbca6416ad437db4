import { isUtf8 } from 'node:buffer';
import { readFileSync } from 'node:fs';
import { pathToFileURL } from 'node:url';
import { problemsOf } from '../../engine/analyze/problems.ts';
import type { Config } from '../../engine/config/config.ts';
import { describe } from '../../engine/description/describe.ts';
import type { Loader, LoadResult, OpenApiDescription } from '../../engine/openapi/model.ts';
import { toPrintable } from '../../engine/sensitive/toPrintable.ts';
import { parseSource } from '../../engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../../engine/syntax/sourceNode.ts';
import { createFileReader, type FileReader, mayBeOpenApi, pathOf } from '../../files.ts';
import { isSystemError, isUsageError } from '../usageError.ts';
import { type ConfigOptions, createConfigs, isIgnored } from './configs.ts';
import { type Candidate, findCandidates, type InputOptions, nameOf } from './inputs.ts';

/** The options of every command that reads descriptions. */
export const projectOptions = {
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  today: { type: 'string' },
  root: { type: 'string' },
  'stdin-filename': { type: 'string' },
  'allow-unreadable': { type: 'boolean' },
  help: { type: 'boolean', short: 'h' },
} as const;

/** One description, with what is needed to check or fix it. */
export interface Entry {
  /** The displayed path: relative to the working folder, with forward slashes. */
  readonly name: string;
  readonly description: OpenApiDescription;
  readonly loader: Loader;
  readonly config: Config;
}

export interface Tally {
  /** The number of descriptions. */
  readonly files: number;
  /** The work on a file failed. */
  readonly hasFailed: boolean;
  /** An input, or the target of a reference in it, could not be read. */
  readonly isUnread: boolean;
}

export interface Project {
  /** The files that may be descriptions, sorted by name. */
  readonly files: readonly ProjectFile[];
  /**
   * Calls `work` for every description, sorted by name, one at a time: the memory of one is released before the next.
   * Other files are skipped; `note` reports those that were named on the command line.
   */
  each(work: (entry: Entry) => void | Promise<void>, note: (message: string) => void): Promise<Tally>;
}

/** Plain data, which can be sent between threads. */
export interface ProjectFile {
  readonly candidate: Candidate;
  readonly config: Config;
  /** The day of the check, and the displayed path of the configuration file: the report says them. */
  readonly day: string;
  readonly configuration: string | null;
}

/**
 * Finds the files and reads their configurations, so that configuration errors are reported before any result.
 * `overlay` contains texts by absolute path that replace those of the files on disk.
 */
export function openProject(
  inputs: readonly string[],
  options: InputOptions & ConfigOptions,
  overlay: ReadonlyMap<string, string> = new Map(),
): Project {
  const configs = createConfigs(options);
  const candidates = findCandidates(inputs, options)
    .map((candidate) => ({ candidate, loaded: configs.for(candidate) }))
    .filter(({ candidate: { isNamed, path }, loaded }) => isNamed || !isIgnored(path, loaded));
  const files = candidates.map(({ candidate, loaded: { config, name } }) => ({
    candidate,
    config,
    day: configs.day,
    configuration: name,
  }));
  return {
    files,
    async each(work, note) {
      const tally = { files: 0, hasFailed: false, isUnread: false };
      const watch = async (entry: Entry): Promise<void> => {
        tally.isUnread ||= problemsOf(entry.description).some(({ severity }) => severity === 'error');
        await work(entry);
      };
      for (const file of files) {
        const unread = ({ message }: Unread): void => note(message);
        const outcome = await workOn(file, watch, note, unread, overlay);
        if (outcome === 'done' || outcome === 'failed') tally.files++;
        tally.hasFailed ||= outcome === 'failed';
        tally.isUnread ||= outcome === 'unreadable';
      }
      return tally;
    },
  };
}

/** `none`: the file is not a description. */
export type Outcome = 'done' | 'failed' | 'unreadable' | 'none';

/** Why an input could not be read, and where in its text, if it has one. */
export interface Unread {
  readonly code: string;
  readonly message: string;
  readonly at?: { readonly document: SourceDocument; readonly range: OffsetRange };
}

/** Reads one file and calls `work` if it is a description. Its memory can be released when the promise resolves. */
export async function workOn(
  { candidate, config }: ProjectFile,
  work: (entry: Entry) => void | Promise<void>,
  note: (message: string) => void,
  unread: (reason: Unread) => void,
  overlay: ReadonlyMap<string, string> = new Map(),
): Promise<Outcome> {
  const { path, name, isNamed } = candidate;
  const reader = createFileReader([candidate.root]);
  const given = candidate.text ?? overlay.get(path);
  const read = given === undefined ? reader.read(path) : { text: given };
  if ('failure' in read) {
    unread({ code: read.failure, message: read.message });
    return 'unreadable';
  }
  try {
    const loader = createLoader(reader, overlay);
    const document = mayBeOpenApi(read.text) ? parseSource(pathToFileURL(path).href, read.text) : undefined;
    const description = document && describe(document, loader, config);
    if (description === undefined) {
      const problem = document?.problems.find(({ severity }) => severity === 'error');
      if (document !== undefined && problem !== undefined && (isNamed || isMeantAsOpenApi(read.text))) {
        const { code, message, range } = problem;
        unread({ code, message: toPrintable(message), at: { document, range } });
        return 'unreadable';
      }
      if (isNamed) note(`"${name}" is not an OpenAPI document.`);
      return 'none';
    }
    noteEncodings(description, given === undefined, note);
    await work({ name, description, loader, config });
    return 'done';
  } catch (error) {
    if (isUsageError(error) || isSystemError(error)) throw error;
    note(`internal error on "${name}": ${frameOf(error)}`);
    return 'failed';
  }
}

/** True if a line begins with an `openapi` or `swagger` version: a broken file in a folder is then reported. */
function isMeantAsOpenApi(text: string): boolean {
  return /^(?:\{\s*)?["']?(?:openapi|swagger)["']?[ \t]*:[ \t]*["']?\d/m.test(text);
}

/** The name of an error and its first stack frame. Its message is omitted, because it may quote the document. */
function frameOf(error: unknown): string {
  if (!(error instanceof Error)) return 'unknown';
  return `${error.name} ${
    error.stack
      ?.split('\n')
      .find((line) => /^\s+at /.test(line))
      ?.trim() ?? ''
  }`;
}

function createLoader(reader: FileReader, overlay: ReadonlyMap<string, string>): Loader {
  if (overlay.size === 0) return reader;
  const documents = new Map<string, SourceDocument>();
  return {
    load(uri): LoadResult {
      const result = reader.load(uri);
      if (result === 'pending' || 'failure' in result) return result;
      const { document } = result;
      const text = overlay.get(pathOf(document.uri) ?? '');
      if (text === undefined) return result;
      const known = documents.get(document.uri) ?? parseSource(document.uri, text, { language: document.language });
      documents.set(document.uri, known);
      return { document: known };
    },
  };
}

/** Reports files with invalid UTF-8, which is read as replacement characters. Such characters in valid text are not. */
function noteEncodings(
  { documents, entry }: OpenApiDescription,
  isEntryOnDisk: boolean,
  note: (message: string) => void,
): void {
  for (const document of documents.values()) {
    if (!document.text.includes('\uFFFD') || (document === entry && !isEntryOnDisk)) continue;
    const path = pathOf(document.uri);
    if (path === undefined) continue;
    const bytes = readFileSync(path);
    const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff);
    if (!isUtf16 && !isUtf8(bytes)) note(`"${nameOf(path)}" is not valid UTF-8; invalid bytes are shown as \uFFFD.`);
  }
}
