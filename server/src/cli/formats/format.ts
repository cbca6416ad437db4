import type { Detail, FileResult } from '../project/results.ts';
import { UsageError } from '../usageError.ts';
import { createJson } from './json.ts';
import { createSarif } from './sarif.ts';
import { createStylish } from './stylish.ts';

/** Turns results into text, one file at a time, so that memory does not grow with the number of files. */
export interface Format {
  readonly detail: Detail;
  begin(): string;
  file(result: FileResult): string;
  end(): string;
}

export interface FormatOptions {
  readonly color: boolean;
  /** The maximum length of a line, in columns. */
  readonly width: number;
  /** Echoes are shown. */
  readonly echoes: boolean;
  /** Hints are shown. */
  readonly hints: boolean;
  /** Only errors are shown. */
  readonly quiet: boolean;
}

const formats: Readonly<Record<string, (options: FormatOptions) => Format>> = {
  stylish: createStylish,
  json: createJson,
  sarif: createSarif,
};

export const formatNames: readonly string[] = Object.keys(formats);

export function createFormat(name: string, options: FormatOptions): Format {
  const create = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (create === undefined) throw new UsageError(`"${name}" is not a format. Use one of: ${formatNames.join(', ')}.`);
  return create(options);
}
