import { parseArgs } from 'node:util';
import { analyze } from '../engine/analyze.ts';
import type { Config } from '../engine/config/config.ts';
import type { Finding } from '../engine/finding.ts';
import type { OpenApiDescription } from '../engine/openapi/model.ts';
import type { Severity } from '../engine/rules/rule.ts';
import { createSuppressions } from '../engine/suppress.ts';
import type { StructureChecker } from '../structure/checker.ts';
import { invalidOpenApi } from '../structure/meta.ts';
import { createFormat, type Format, formatNames } from './formats/format.ts';
import { createOutput, type Output } from './output.ts';
import { createProgress } from './progress.ts';
import { openProject, type Project, projectOptions } from './project.ts';
import { type FileResult, toResult } from './results.ts';
import { UsageError } from './usageError.ts';

const help = `Usage: portcullis check [options] [files, folders or globs; - for stdin]

Without files, the working folder is checked.

  --format NAME          ${formatNames.join(', ')} (default: stylish)
  --output FILE          write the result there; both may be repeated: the first
                         --output belongs to the first --format, and so on
  --fail-on SEVERITY     error, warning, information, hint (default: error)
  --exit-zero            exit with 0 whatever is found
  --quiet                errors only
  --echoes               show echoes as well
  --structure            check against the specification as well (slower)
  --config FILE          this configuration; --no-config: none
  --root FOLDER          references may be read within this folder
                         (default: the repository, else the working folder)
  --stdin-filename NAME  what stdin is called
  --color, --no-color    colors or none; on a terminal by default

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, configuration
or internal error, 3 no OpenAPI document found.
`;

const ranks: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };

const options = {
  ...projectOptions,
  format: { type: 'string', multiple: true },
  output: { type: 'string', multiple: true },
  'fail-on': { type: 'string' },
  'exit-zero': { type: 'boolean' },
  quiet: { type: 'boolean', short: 'q' },
  echoes: { type: 'boolean' },
  structure: { type: 'boolean' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
} as const;

export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({ args: [...argv], allowPositionals: true, options });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const failOn = readSeverity(values['fail-on'] ?? 'error');
  const sinks = createSinks(values);
  const project = openProject(positionals, values);
  const structure = values.structure ? (await import('./structure.ts')).createChecker() : undefined;
  try {
    const { files, hasFailed, isBad } = await run(project, sinks, failOn, structure);
    if (hasFailed) return 2;
    if (files === 0) return 3;
    return isBad && !values['exit-zero'] ? 1 : 0;
  } finally {
    structure?.dispose();
  }
}

interface Sink {
  readonly format: Format;
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

/** One for each format. The files belong to the formats in their order; the one that is left over goes to stdout. */
function createSinks(values: SinkOptions): readonly Sink[] {
  const names = values.format ?? ['stylish'];
  const paths = values.output ?? [];
  if (paths.length > names.length) throw new UsageError('There are more "--output" than "--format".');
  if (names.length - paths.length > 1)
    throw new UsageError('Only one "--format" can go to stdout: name an "--output".');
  const isPlain = Boolean(values['no-color']) || Boolean(process.env['NO_COLOR']) || process.env['TERM'] === 'dumb';
  return names.map((name, index) => {
    const output = createOutput(paths[index]);
    const format = createFormat(name, {
      color: values.color && !values['no-color'] ? true : output.isTerminal && !isPlain,
      width: output.isTerminal ? Math.max(40, Math.min(process.stdout.columns ?? 80, 120)) : 80,
      echoes: values.echoes ?? false,
      quiet: values.quiet ?? false,
    });
    return { format, output };
  });
}

interface Outcome {
  readonly files: number;
  /** A file could not be read, or a rule threw. */
  readonly hasFailed: boolean;
  /** Something at or above `--fail-on`. */
  readonly isBad: boolean;
}

async function run(
  project: Project,
  sinks: readonly Sink[],
  failOn: Severity,
  structure: StructureChecker | undefined,
): Promise<Outcome> {
  let isBad = false;
  let hasRuleFailed = false;
  const { show, note, clear } = createProgress();
  for (const { format, output } of sinks) await output.write(format.begin());
  const tally = await project.each(async ({ name, description, config }) => {
    show(name);
    const analysis = analyze(description, config);
    const invalid = structure === undefined ? [] : await checkStructure(structure, description, config);
    const result = toResult(name, description, { ...analysis, findings: [...analysis.findings, ...invalid] });
    for (const { format, output } of sinks) await output.write(format.file(result));
    isBad ||= hasReached(result, failOn);
    for (const { ruleId, message } of result.failures) {
      hasRuleFailed = true;
      note(`the rule "${ruleId}" failed on "${name}": ${message}`);
    }
  }, note);
  if (tally.files === 0) note('no OpenAPI document found.');
  clear();
  for (const { format, output } of sinks) {
    await output.write(format.end());
    output.close();
  }
  return { files: tally.files, hasFailed: tally.hasFailed || hasRuleFailed, isBad };
}

/** Under the same configuration and suppressions as the rules. */
async function checkStructure(
  structure: StructureChecker,
  description: OpenApiDescription,
  config: Config,
): Promise<readonly Finding[]> {
  const severity = config.rules[invalidOpenApi.id] ?? invalidOpenApi.severity;
  if (severity === 'off' || config.pillars[invalidOpenApi.pillar] === 'off') return [];
  const isSuppressed = createSuppressions();
  const findings = await structure.check(description);
  return findings.filter((finding) => !isSuppressed(finding)).map((finding) => ({ ...finding, severity }));
}

function hasReached({ findings, errors }: FileResult, failOn: Severity): boolean {
  const isAtLeast = (severity: Severity): boolean => ranks[severity] >= ranks[failOn];
  return (
    findings.some((finding) => !finding.echo && isAtLeast(finding.severity)) ||
    errors.some(({ severity }) => isAtLeast(severity))
  );
}

function readSeverity(text: string): Severity {
  if (Object.hasOwn(ranks, text)) return text as Severity;
  throw new UsageError(`"--fail-on" takes error, warning, information or hint, not "${text}".`);
}
