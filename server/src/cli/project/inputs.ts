import { readFileSync, realpathSync, type Stats, statSync } from 'node:fs';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';
import { globProblem, matchesGlob } from '../../engine/config/glob.ts';
import { decode, repositoryOf, walkFiles } from '../../files.ts';
import { reasonOf, UsageError } from '../usageError.ts';

/** A file that may be the entry of a description. */
export interface Candidate {
  /** Absolute, with symbolic links resolved. */
  readonly path: string;
  /** The displayed path: relative to the working folder, with forward slashes. */
  readonly name: string;
  /** Named on the command line, not found in a folder or by a glob. */
  readonly isNamed: boolean;
  /** The folder within which references are read. */
  readonly root: string;
  /** The text from stdin; `undefined` for a file on disk. */
  readonly text?: string;
}

export interface InputOptions {
  readonly root?: string | undefined;
  /** `2/5`: the second of five parts of the files. */
  readonly shard?: string | undefined;
  readonly 'stdin-filename'?: string | undefined;
}

/** Expands files, folders, globs and `-` to files, each once. They are sorted, whatever the order of the inputs. */
export function findCandidates(inputs: readonly string[], options: InputOptions): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  const rootOf = createRoots(options.root);
  const add = (path: string, isNamed: boolean, root: string, text?: string): void => {
    const known = found.get(path);
    const named = isNamed || (known?.isNamed ?? false);
    found.set(path, { path, name: nameOf(path), isNamed: named, root, ...(text === undefined ? {} : { text }) });
  };
  for (const input of new Set(inputs.length === 0 ? ['.'] : inputs)) {
    if (input === '-') continue;
    const path = resolve(input);
    const stat = statOf(path);
    if (stat?.isDirectory()) {
      const folder = realpathSync.native(path);
      // A folder that cannot be listed is added as a file: reading it reports the reason.
      const addUnread = (unlisted: string): void => add(unlisted, true, rootOf(unlisted, folder));
      for (const file of walkFiles(folder, addUnread)) add(file, false, rootOf(file, folder));
    } else if (stat !== undefined) {
      const real = realpathSync.native(path);
      // The root is that of the link, not of its target: a link must not open another root.
      add(real, true, rootOf(join(realpathSync.native(dirname(path)), basename(path))));
    } else if (/^[a-z][a-z0-9+.-]+:\/\//i.test(input)) {
      throw new UsageError(`"${input}" is a URL, which is not fetched. Download the document and check the file.`);
    } else if (!/[*?{]/.test(input)) {
      add(path, true, rootOf(path));
    } else {
      for (const { file, folder } of expandGlob(input)) add(file, false, rootOf(file, folder));
    }
  }
  if (inputs.includes('-')) {
    const text = readStdin();
    const path = resolve(options['stdin-filename'] ?? (/^\s*\{/.test(text) ? 'stdin.json' : 'stdin.yaml'));
    add(path, true, rootOf(path), text);
  }
  const isInShard = createShard(options.shard);
  return [...found.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).filter((_candidate, index) => isInShard(index));
}

/** Every n-th file, because large files are often neighbors. Each file is in exactly one shard. */
function createShard(text: string | undefined): (index: number) => boolean {
  if (text === undefined) return () => true;
  const [, number = 0, count = 0] = (/^(\d{1,6})\/(\d{1,6})$/.exec(text) ?? []).map(Number);
  if (number < 1 || number > count) throw new UsageError(`"--shard" takes a part such as 2/5, not "${text}".`);
  return (index) => index % count === number - 1;
}

/** `undefined` if the file is missing or inaccessible: reading it reports the reason. */
function statOf(path: string): Stats | undefined {
  try {
    return statSync(path);
  } catch {
    return undefined;
  }
}

function* expandGlob(input: string): Generator<{ file: string; folder: string }> {
  const first = input.search(/[*?{]/);
  const problem = globProblem(input);
  if (problem !== undefined) throw new UsageError(problem);
  const fixed = input.slice(0, first);
  const base = resolve(fixed.endsWith('/') || fixed.endsWith(sep) ? fixed : dirname(fixed));
  const glob = `/${withSlashes(relative(base, resolve(input)))}`;
  let isEmpty = true;
  if (statSync(base, { throwIfNoEntry: false })?.isDirectory()) {
    const folder = realpathSync.native(base);
    for (const file of walkFiles(folder)) {
      if (!matchesGlob(withSlashes(relative(folder, file)), glob)) continue;
      isEmpty = false;
      yield { file, folder };
    }
  }
  if (isEmpty) throw new UsageError(`"${input}" matches no file.`);
}

/**
 * Finds the folder within which references of a file are read: `--root`, else the repository of the file. Outside a
 * repository, it is the wider of the working folder, if that contains the file, and the folder that was given. A file
 * with neither may reference its own folder.
 */
function createRoots(fixed: string | undefined): (path: string, given?: string) => string {
  const repositories = new Map<string, string | undefined>();
  const cwd = process.cwd();
  return (path, given) => {
    if (fixed !== undefined) return resolve(fixed);
    const folder = dirname(path);
    if (!repositories.has(folder)) repositories.set(folder, repositoryOf(folder));
    const repository = repositories.get(folder);
    if (repository !== undefined) return repository;
    const working = `${folder}${sep}`.startsWith(cwd.endsWith(sep) ? cwd : cwd + sep) ? cwd : undefined;
    const [widest] = [working, given].filter((root) => root !== undefined).sort((a, b) => a.length - b.length);
    return widest ?? folder;
  };
}

/** Reads all of stdin. A non-blocking pipe without data fails with EAGAIN; then the read is repeated after a wait. */
function readStdin(): string {
  const sleeper = new Int32Array(new SharedArrayBuffer(4));
  for (;;) {
    try {
      return decode(readFileSync(0));
    } catch (error) {
      if (reasonOf(error) === 'EOF') return '';
      if (reasonOf(error) !== 'EAGAIN') throw new UsageError(`stdin cannot be read (${reasonOf(error)}).`);
      Atomics.wait(sleeper, 0, 0, 10);
    }
  }
}

export function nameOf(path: string): string {
  return withSlashes(relative(process.cwd(), path)) || '.';
}

function withSlashes(path: string): string {
  return path.split(sep).join('/');
}
