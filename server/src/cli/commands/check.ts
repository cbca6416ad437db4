import { dirname, resolve } from 'node:path';
import { createOncePerPlace, isCounted } from '../../engine/finding.ts';
import { type Severity, severityRanks } from '../../engine/severity.ts';
import { createFileReader } from '../../files.ts';
import { type Former, readFormer } from '../../report/trend.ts';
import { exitCodes } from '../exitCodes.ts';
import { createFormat, type FileFormat, formatNames } from '../formats/format.ts';
import { note } from '../output/notes.ts';
import { createOutput, type Output } from '../output/output.ts';
import { createProgress } from '../output/progress.ts';
import { parseOptions } from '../parseOptions.ts';
import { type CheckFilesOptions, checkFiles } from '../project/checkFiles.ts';
import { openProject, type ProjectFile, projectOptions } from '../project/project.ts';
import {
  type Detail,
  type FileResult,
  type ReportedAcceptance,
  type ReportedFinding,
  type Shown,
  toFailedResult,
} from '../project/results.ts';
import { UsageError } from '../usageError.ts';

const help = `Usage: portcullis check [options] [files, folders or globs; - for stdin]

Without files, the working folder is checked.

  --format NAME          ${formatNames.join(', ')} (default: stylish)
  --output FILE          write the result there; both may be repeated: the first
                         --output belongs to the first --format, and so on
  --fail-on SEVERITY     error, warning, information, hint (default: error)
  --min-score N          exit code 1 if a description scores less, 0 to 100
                         (docs/reference/score.md)
  --compare FILE         shows in the HTML report what has changed since a former
                         result of --format json
  --exit-zero            exit with 0 even with findings, unless an input could
                         not be read
  --allow-unreadable     report unreadable inputs as warnings
  --quiet                errors only
  --echoes               also show echoes and hints, which are never counted
  --concurrency N        files at a time (default: the number of processors)
  --shard I/N            only the I-th of N parts of the files
  --structure            also check against the OpenAPI schema (slower), like
                         "structure: true" in portcullis.yaml does
  --config FILE          this configuration; --no-config: none
  --today YYYY-MM-DD     the day on which acceptances are judged (default: the
                         present day in UTC)
  --root FOLDER          references may be read within this folder
                         (default: the repository, else the working folder)
  --stdin-filename NAME  the file name of stdin
  --color, --no-color    colors or none; on a terminal by default

${exitCodes}
`;

const options = {
  ...projectOptions,
  format: { type: 'string', multiple: true },
  output: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  'min-score': { type: 'string' },
  compare: { type: 'string' },
  'exit-zero': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  echoes: { type: 'boolean' },
  structure: { type: 'boolean' },
  concurrency: { type: 'string' },
  shard: { type: 'string' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
} as const;

export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions({ args: [...argv], allowPositionals: true, options });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const failOn = readSeverity(values['fail-on'] ?? 'error');
  const minScore = readScore(values['min-score']);
  const former = values.compare === undefined ? undefined : openFormer(values.compare);
  const sinks = createSinks(values, failOn, former);
  const project = openProject(positionals, values);
  const { names, files, hasFailed, isUnread, isFailing } = await run(
    project.files,
    sinks,
    { failOn, minScore },
    {
      concurrency: readConcurrency(values.concurrency),
      detail: detailOf(sinks, minScore !== undefined),
      structure: values.structure ?? false,
      allowUnreadable: values['allow-unreadable'] ?? false,
    },
  );
  for (const path of former?.keys() ?? [])
    if (!names.has(path)) note(`"${path}" is in the former result, but was not checked.`);
  if (hasFailed) return 2;
  if (isUnread) return 4;
  if (isFailing && !values['exit-zero']) return 1;
  return files === 0 ? 3 : 0;
}

function readConcurrency(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^[1-9]\d{0,3}$/.test(text)) return Number(text);
  throw new UsageError(`"--concurrency" takes a whole number of at least 1, not "${text}".`);
}

/** The highest detail that any of the formats needs. */
function detailOf(sinks: readonly Sink[], needsScore: boolean): Detail {
  const most = (part: 'fixes' | 'lines'): Shown => {
    const wanted = sinks.map(({ format }) => format.detail[part]);
    return (['all', 'findings'] as const).find((shown) => wanted.includes(shown)) ?? 'none';
  };
  const scores = sinks.map(({ format }) => format.detail.score);
  const mostScore = (['always', 'free'] as const).find((score) => scores.includes(score)) ?? 'none';
  return {
    fixes: most('fixes'),
    lines: most('lines'),
    score: needsScore ? 'always' : mostScore,
    report: sinks.some(({ format }) => format.detail.report),
  };
}

/** A format and the output that it is written to. */
interface Sink {
  readonly format: FileFormat;
  readonly output: Output;
}

interface SinkOptions {
  readonly format?: readonly string[] | undefined;
  readonly output?: readonly string[] | undefined;
  readonly quiet?: boolean | undefined;
  readonly echoes?: boolean | undefined;
  readonly color?: boolean | undefined;
  readonly 'no-color'?: boolean | undefined;
}

/** Pairs formats with `--output` files in their order. A format without a file writes to stdout. */
function createSinks(values: SinkOptions, failOn: Severity, former: Former | undefined): readonly Sink[] {
  const names = values.format ?? ['stylish'];
  const paths = values.output ?? [];
  if (paths.length > names.length) throw new UsageError('There are more "--output" options than "--format" options.');
  if (names.length - paths.length > 1)
    throw new UsageError('Only one "--format" can write to stdout. Add an "--output" for the others.');
  if (former !== undefined && !names.includes('html'))
    throw new UsageError('"--compare" needs "--format html", which shows what has changed.');
  const isPlain = Boolean(values['no-color']) || Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb';
  return names.map((name, index) => {
    const output = createOutput(paths[index]);
    const format = createFormat(name, {
      color: values.color && !values['no-color'] ? true : output.isTerminal && !isPlain,
      width: output.isTerminal ? Math.max(40, Math.min(process.stdout.columns ?? 80, 120)) : 80,
      echoes: values.echoes ?? false,
      hints: values.echoes === true || failOn === 'hint',
      quiet: values.quiet ?? false,
      former,
    });
    return { format, output };
  });
}

function openFormer(path: string): Former {
  const read = createFileReader([dirname(resolve(path))]).read(resolve(path));
  if ('failure' in read) throw new UsageError(`The result to compare with ${read.message}`);
  const former = readFormer(read.text);
  if (former === undefined) throw new UsageError(`"${path}" is not a result of "portcullis check --format json".`);
  return former;
}

/** What makes a check fail. */
interface Limits {
  readonly failOn: Severity;
  readonly minScore: number | undefined;
}

interface Outcome {
  /** Everything that was checked. */
  readonly names: ReadonlySet<string>;
  readonly files: number;
  /** The check of a file failed, or a rule threw. */
  readonly hasFailed: boolean;
  /** An input, or the target of a reference in it, could not be read. */
  readonly isUnread: boolean;
  /** There is a finding or an error at or above `--fail-on`, or a score below `--min-score`. */
  readonly isFailing: boolean;
}

async function run(
  files: readonly ProjectFile[],
  sinks: readonly Sink[],
  { failOn, minScore }: Limits,
  options: CheckFilesOptions & { readonly allowUnreadable: boolean },
): Promise<Outcome> {
  let isFailing = false;
  let isUnread = false;
  let hasFailed = false;
  let count = 0;
  const { show, note, clear } = createProgress();
  for (const { format, output } of sinks) await output.write(format.begin());
  const markRepeated = createRepeatMarker<ReportedFinding>();
  const markAccepted = createRepeatMarker<ReportedAcceptance>();
  const names = new Set<string>();
  let index = 0;
  for await (const { outcome, result: checked, notes } of checkFiles(files, options)) {
    const { name } = files[index++]!.candidate;
    for (const message of notes) note(message);
    if (outcome === 'done' || outcome === 'failed') count++;
    hasFailed ||= outcome === 'failed';
    const known = checked ?? (outcome === 'failed' ? toFailedResult(name) : undefined);
    if (known === undefined) continue;
    const marked = {
      ...known,
      findings: markRepeated(known.findings),
      accepted: markAccepted(known.accepted),
    };
    const result = options.allowUnreadable ? withWarnings(marked) : marked;
    isUnread ||= result.errors.some(({ severity }) => severity === 'error');
    show(name);
    names.add(name);
    for (const { format, output } of sinks) await output.write(format.file(result));
    isFailing ||= hasReached(result, failOn);
    const { score } = result;
    if (minScore !== undefined && score && score.value < minScore) {
      isFailing = true;
      note(`"${name}" scores ${score.value.toFixed(1)} (${score.letter}), less than ${minScore}.`);
    }
    for (const { ruleId, message } of result.failures) {
      hasFailed = true;
      note(`the rule "${ruleId}" failed on "${name}": ${message}`);
    }
  }
  if (count === 0 && !isUnread) note('no OpenAPI document found.');
  clear();
  for (const { format, output } of sinks) {
    await output.write(format.end());
    output.close();
  }
  return { names, files: count, hasFailed, isUnread, isFailing };
}

/** Turns errors into warnings, for every format and the exit code. */
function withWarnings(result: FileResult): FileResult {
  const errors = result.errors.map((error) =>
    error.severity === 'error' ? ({ ...error, severity: 'warning' } as const) : error,
  );
  return { ...result, errors };
}

/** Marks findings in shared files that were already reported for an earlier description. */
function createRepeatMarker<Item extends ReportedFinding>(): (findings: readonly Item[]) => readonly Item[] {
  const once = createOncePerPlace<Item>(({ file, range }) => `${file} ${JSON.stringify(range)}`);
  return (findings) => {
    const fresh = new Set(once(findings.filter(isCounted)));
    return findings.map((finding) =>
      isCounted(finding) && !fresh.has(finding) ? { ...finding, isRepeated: true } : finding,
    );
  };
}

function hasReached({ findings, errors }: FileResult, failOn: Severity): boolean {
  const isAtLeast = (severity: Severity): boolean => severityRanks[severity] >= severityRanks[failOn];
  return (
    findings.some((finding) => !finding.echo && isAtLeast(finding.severity)) ||
    errors.some(({ severity }) => isAtLeast(severity))
  );
}

function readScore(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  if (/^\d{1,3}(\.\d)?$/.test(text) && Number(text) <= 100) return Number(text);
  throw new UsageError(`"--min-score" takes a number from 0 to 100, not "${text}".`);
}

function readSeverity(text: string): Severity {
  if (Object.hasOwn(severityRanks, text)) return text as Severity;
  throw new UsageError(`"--fail-on" takes error, warning, information or hint, not "${text}".`);
}
