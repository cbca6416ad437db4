import type { FileResult, FixDetail } from '../project/results.ts';
import { UsageError } from '../usageError.ts';
import { createJson } from './json.ts';
import { createSarif } from './sarif.ts';
import { createStylish } from './stylish.ts';

/** Writes a result piece by piece: no format holds more than it has to. */
export interface Format {
  /** The findings whose fixes it writes: computing fixes takes time. */
  readonly fixes: FixDetail;
  begin(): string;
  file(result: FileResult): string;
  end(): string;
}

export interface FormatOptions {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  readonly echoes: boolean;
  /** Where hints fail the check, they are shown. */
  readonly hints: boolean;
  /** Errors only. */
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
