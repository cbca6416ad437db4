import { dirname, join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Config, defaultConfig } from '../../engine/config/config.ts';
import { isDay } from '../../engine/config/day.ts';
import { matchesGlob } from '../../engine/config/glob.ts';
import { parseConfig } from '../../engine/config/parseConfig.ts';
import { parseSource } from '../../engine/syntax/parseSource.ts';
import type { SyntaxProblem } from '../../engine/syntax/sourceDocument.ts';
import { createLineIndex } from '../../engine/syntax/text/lineIndex.ts';
import { createFileReader, exists } from '../../files.ts';
import { today } from '../../today.ts';
import { catalog } from '../catalog.ts';
import { note } from '../output/notes.ts';
import { UsageError } from '../usageError.ts';
import { type Candidate, nameOf } from './inputs.ts';

export interface ConfigOptions {
  readonly config?: string | undefined;
  readonly 'no-config'?: boolean | undefined;
  readonly root?: string | undefined;
  readonly today?: string | undefined;
}

export interface LoadedConfig {
  readonly config: Config;
  /** The folder that the globs of the configuration are relative to. */
  readonly folder: string;
  /** The displayed path of the configuration file; `null` without one. */
  readonly name: string | null;
}

/**
 * Finds the configuration of a file: the nearest `portcullis.yaml` in its folder or above, wherever the command was
 * started. The search ends at the root of the repository, or at the folder that `--root` names.
 */
export function createConfigs(options: ConfigOptions): {
  readonly day: string;
  for(candidate: Candidate): LoadedConfig;
} {
  const byFolder = new Map<string, LoadedConfig>();
  const day = options.today ?? today();
  if (!isDay(day)) throw new UsageError(`"--today" takes a day such as 2027-03-31, not "${day}".`);
  const given = options.config === undefined ? undefined : readConfig(resolve(options.config), day);
  const top = options.root === undefined ? undefined : resolve(options.root);
  const find = (folder: string): LoadedConfig => {
    const known = byFolder.get(folder);
    if (known !== undefined) return known;
    const file = join(folder, 'portcullis.yaml');
    const isTop = folder === top || dirname(folder) === folder || exists(join(folder, '.git'));
    const none = { config: defaultConfig, folder, name: null };
    const found = exists(file) ? readConfig(file, day) : isTop ? none : find(dirname(folder));
    byFolder.set(folder, found);
    return found;
  };
  return {
    day,
    for({ path }) {
      const folder = dirname(path);
      return options['no-config'] ? { config: defaultConfig, folder, name: null } : (given ?? find(folder));
    },
  };
}

function readConfig(path: string, day: string): LoadedConfig {
  const folder = dirname(path);
  const read = createFileReader([folder]).read(path);
  if ('failure' in read) throw new UsageError(`The configuration ${read.message}`);
  const document = parseSource(pathToFileURL(path).href, read.text);
  const { config, problems } = parseConfig(document, {
    rules: catalog.map(({ id }) => id),
    today: day,
  });
  const lines = createLineIndex(read.text);
  const describe = ({ message, range }: SyntaxProblem): string => {
    const { line, character } = lines.positionAt(range.start);
    return `${nameOf(path)}:${line + 1}:${character + 1} ${message}`;
  };
  if (problems.some(({ severity }) => severity === 'error')) throw new UsageError(problems.map(describe).join('\n'));
  for (const problem of problems) note(describe(problem));
  return { config, folder, name: nameOf(path) };
}

export function isIgnored(path: string, { config, folder }: LoadedConfig): boolean {
  const name = relative(folder, path).split(sep).join('/');
  return config.ignore.some((glob) => matchesGlob(name, glob));
}
