import { isCounted } from '../../engine/finding.ts';
import type { Severity } from '../../engine/severity.ts';
import { reduceReport } from '../../report/report.ts';
import { type Former, reduceFormer } from '../../report/trend.ts';
import type { Detail, FileResult, ReportedFinding } from '../project/results.ts';
import { UsageError } from '../usageError.ts';
import { createHtml } from './html.ts';
import { createJson } from './json.ts';
import { createSarif } from './sarif.ts';
import { createStylish } from './stylish.ts';

/** Turns results into text, one file at a time, so that memory does not grow with the number of files. */
export interface Format {
  readonly detail: Detail;
  /** What the format lists of the findings that do not count. */
  readonly uncounted: Uncounted;
  begin(): string;
  /**
   * `listed` are the findings to write; those of `result` include the others, so that a format can count them. With
   * `--quiet` neither holds anything but errors, and `result.errors` holds no warnings.
   */
  file(result: FileResult, listed: readonly ReportedFinding[]): string;
  end(): string;
}

/**
 * Echoes, hints, and what was already reported for another description do not count. `on request` lists echoes and hints
 * where the user asks for them.
 */
export type Uncounted = 'none' | 'on request' | 'all';

export interface FormatOptions {
  readonly color: boolean;
  /** The maximum length of a line, in columns. */
  readonly width: number;
  /** The user asks for echoes. */
  readonly echoes: boolean;
  /** The user asks for hints. */
  readonly hints: boolean;
  /** A former result to compare with. */
  readonly former?: Former | undefined;
}

const formats: Readonly<Record<string, (options: FormatOptions) => Format>> = {
  stylish: createStylish,
  json: createJson,
  sarif: createSarif,
  html: createHtml,
};

export const formatNames: readonly string[] = Object.keys(formats);

/** A format that gets what it is to write: no format knows `--quiet`, or decides which findings it lists. */
export function createFormat(name: string, options: FormatOptions & { readonly quiet: boolean }): FileFormat {
  const create = Object.hasOwn(formats, name) ? formats[name] : undefined;
  if (create === undefined) throw new UsageError(`"${name}" is not a format. Use one of: ${formatNames.join(', ')}.`);
  const { quiet, former } = options;
  const format = create({ ...options, former: quiet && former ? reduceFormer(former, isError) : former });
  return {
    ...format,
    file(whole) {
      const result = options.quiet ? onlyErrors(whole) : whole;
      return format.file(
        result,
        result.findings.filter((finding) => isListed(finding, format.uncounted, options)),
      );
    },
  };
}

/** As the command uses it. */
export type FileFormat = Omit<Format, 'file' | 'uncounted'> & { file(result: FileResult): string };

function isError({ severity }: { readonly severity: Severity }): boolean {
  return severity === 'error';
}

function onlyErrors(result: FileResult): FileResult {
  return {
    ...result,
    findings: result.findings.filter(isError),
    accepted: result.accepted.filter(isError),
    errors: result.errors.filter(isError),
    ...(result.report && { report: reduceReport(result.report, isError) }),
  };
}

function isListed(finding: ReportedFinding, uncounted: Uncounted, { echoes, hints }: FormatOptions): boolean {
  if (uncounted === 'all') return true;
  if (finding.isRepeated) return false;
  return isCounted(finding) || (uncounted === 'on request' && (finding.echo ? echoes : hints));
}
