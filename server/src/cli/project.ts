import { readFileSync, statSync } from 'node:fs';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Config, defaultConfig } from '../engine/config/config.ts';
import { matchesGlob } from '../engine/config/glob.ts';
import { parseConfig } from '../engine/config/parseConfig.ts';
import { describe } from '../engine/openapi/describe.ts';
import type { OpenApiDescription } from '../engine/openapi/model.ts';
import { rules } from '../engine/rules/index.ts';
import { createLineIndex } from '../engine/syntax/lineIndex.ts';
import { parseSource } from '../engine/syntax/parseSource.ts';
import { createFileReader, decode, exists, type FileReader, mayBeOpenApi, repositoryOf, walkFiles } from '../files.ts';
import { UsageError } from './usageError.ts';

/** What every command that reads descriptions understands. */
export const projectOptions = {
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  root: { type: 'string' },
  'stdin-filename': { type: 'string' },
} as const;

export interface ProjectArguments {
  readonly config?: string | undefined;
  readonly 'no-config'?: boolean | undefined;
  readonly root?: string | undefined;
  readonly 'stdin-filename'?: string | undefined;
}

/** One description to work on. */
export interface Entry {
  /** Absolute. */
  readonly path: string;
  /** As it is shown: relative to the working folder, with forward slashes. */
  readonly name: string;
  readonly description: OpenApiDescription;
  readonly config: Config;
}

/**
 * Every OpenAPI description among the inputs, in the order of their names, one at a time: what was read for one is
 * forgotten before the next. Files that are no descriptions are passed over; those that were named are told to `note`.
 */
export function* openEntries(
  inputs: readonly string[],
  args: ProjectArguments,
  note: (message: string) => void,
): Generator<Entry> {
  const configs = createConfigs(args);
  for (const { path, isNamed, text: given } of findFiles(inputs, args)) {
    const config = configs.for(path);
    if (!isNamed && isIgnored(path, config)) continue;
    const reader = createFileReader([resolve(args.root ?? rootOf(path))]);
    const read = given === undefined ? reader.read(path) : { text: given };
    if ('failure' in read) {
      note(read.message);
      continue;
    }
    const description = mayBeOpenApi(read.text) ? open(path, read.text, config.config, reader) : undefined;
    if (description === undefined) {
      if (isNamed) note(`"${nameOf(path)}" is no OpenAPI document.`);
      continue;
    }
    yield { path, name: nameOf(path), description, config: config.config };
  }
}

function open(path: string, text: string, config: Config, reader: FileReader): OpenApiDescription | undefined {
  return describe(parseSource(pathToFileURL(path).href, text), reader, config.sensitive);
}

interface Candidate {
  readonly path: string;
  /** Given by its own name, not found in a folder. */
  readonly isNamed: boolean;
  readonly text?: string;
}

function* findFiles(inputs: readonly string[], args: ProjectArguments): Generator<Candidate> {
  const seen = new Set<string>();
  for (const input of inputs.length === 0 ? ['.'] : inputs) {
    if (input === '-') {
      const path = resolve(args['stdin-filename'] ?? 'stdin.yaml');
      yield { path, isNamed: true, text: decode(readFileSync(0)) };
      continue;
    }
    for (const candidate of expand(input)) {
      if (seen.has(candidate.path)) continue;
      seen.add(candidate.path);
      yield candidate;
    }
  }
}

function* expand(input: string): Generator<Candidate> {
  const path = resolve(input);
  const stat = statSync(path, { throwIfNoEntry: false });
  if (stat?.isDirectory()) {
    for (const file of walkFiles(path)) yield { path: file, isNamed: false };
  } else if (stat !== undefined) {
    yield { path, isNamed: true };
  } else if (/[*?{]/.test(input)) {
    const fixed = input.slice(0, input.search(/[*?{]/));
    const folder = resolve(fixed.endsWith('/') || fixed.endsWith(sep) ? fixed : dirname(fixed));
    const glob = `/${relative(folder, path).split(sep).join('/')}`;
    let found = false;
    for (const file of walkFiles(folder)) {
      if (!matchesGlob(relative(folder, file).split(sep).join('/'), glob)) continue;
      found = true;
      yield { path: file, isNamed: false };
    }
    if (!found) throw new UsageError(`"${input}" matches no file.`);
  } else {
    throw new UsageError(`"${input}" does not exist.`);
  }
}

/** Files may be read within the repository, else within the working folder, else beside the file. */
function rootOf(path: string): string {
  const folder = dirname(path);
  const cwd = process.cwd();
  const repository = repositoryOf(folder);
  if (repository !== undefined) return repository;
  return path.startsWith(cwd + sep) ? cwd : folder;
}

export function nameOf(path: string): string {
  return relative(process.cwd(), path).split(sep).join('/') || '.';
}

interface LoadedConfig {
  readonly config: Config;
  /** Where its globs begin. */
  readonly folder: string;
}

/** The nearest `portcullis.yaml` upwards, as far as the repository. */
function createConfigs(args: ProjectArguments): { for(path: string): LoadedConfig } {
  const byFolder = new Map<string, LoadedConfig>();
  const fixed = args.config === undefined ? undefined : readConfig(resolve(args.config));
  const find = (folder: string): LoadedConfig => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const file = join(folder, 'portcullis.yaml');
    const isTop = dirname(folder) === folder || exists(join(folder, '.git'));
    const found = exists(file) ? readConfig(file) : isTop ? { config: defaultConfig, folder } : find(dirname(folder));
    byFolder.set(folder, found);
    return found;
  };
  return {
    for: (path) => {
      if (args['no-config']) return { config: defaultConfig, folder: dirname(path) };
      return fixed ?? find(dirname(path));
    },
  };
}

function readConfig(path: string): LoadedConfig {
  const folder = dirname(path);
  const read = createFileReader([folder]).read(path);
  if ('failure' in read) throw new UsageError(read.message);
  const document = parseSource(pathToFileURL(path).href, read.text);
  const { config, problems } = parseConfig(document, { rules: rules.map(({ meta }) => meta.id) });
  if (problems.length === 0) return { config, folder };
  const lines = createLineIndex(read.text);
  const told = problems.map(({ message, range }) => {
    const { line, character } = lines.positionAt(range.start);
    return `${nameOf(path)}:${line + 1}:${character + 1} ${message}`;
  });
  throw new UsageError(told.join('\nportcullis: '));
}

function isIgnored(path: string, { config, folder }: LoadedConfig): boolean {
  const name = relative(folder, path).split(sep).join('/');
  return config.ignore.some((glob) => matchesGlob(name, glob));
}
