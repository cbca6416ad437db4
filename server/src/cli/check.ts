import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { analyze } from '../engine/analyze.ts';
import type { Severity } from '../engine/rules/rule.ts';
import type { StructureChecker } from '../structure/checker.ts';
import { createFormat, type Format, formatNames } from './formats/format.ts';
import { createProgress } from './progress.ts';
import { openEntries, projectOptions } from './project.ts';
import { type FileResult, toResult } from './results.ts';
import { UsageError } from './usageError.ts';

const help = `Usage: portcullis check [options] [files, folders or globs; - for stdin]

  --format NAME          ${formatNames.join(', ')} (default: stylish)
  --output FILE          write the result there
  --fail-on SEVERITY     error, warning, information, hint (default: error)
  --exit-zero            exit with 0 whatever is found
  --quiet                errors only
  --echoes               show echoes as well
  --structure            check the documents against the specification as well
  --config FILE          this configuration; --no-config: none
  --root FOLDER          references may be read within this folder
  --stdin-filename NAME  what stdin is called
  --color, --no-color    colors or none; on a terminal by default
`;

const ranks: Readonly<Record<Severity, number>> = { hint: 0, information: 1, warning: 2, error: 3 };

export async function check(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...projectOptions,
      format: { type: 'string' },
      output: { type: 'string' },
      'fail-on': { type: 'string' },
      'exit-zero': { type: 'boolean' },
      quiet: { type: 'boolean' },
      echoes: { type: 'boolean' },
      structure: { type: 'boolean' },
      color: { type: 'boolean' },
      'no-color': { type: 'boolean' },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const failOn = readSeverity(values['fail-on'] ?? 'error');
  const isTerminal = values.output === undefined && process.stdout.isTTY === true;
  const format = createFormat(values.format ?? 'stylish', {
    color: !values['no-color'] && (values.color ?? (isTerminal && !process.env['NO_COLOR'])),
    width: isTerminal ? Math.max(40, Math.min(process.stdout.columns ?? 80, 120)) : 80,
    echoes: values.echoes ?? false,
    quiet: values.quiet ?? false,
  });
  const out = createOutput(values.output);
  const structure = values.structure ? (await import('./structure.ts')).createChecker() : undefined;
  const outcome = await run(positionals, values, format, failOn, out.write, structure);
  structure?.dispose();
  out.close();
  if (outcome.files === 0) {
    process.stderr.write('portcullis: no OpenAPI document found.\n');
    return 3;
  }
  if (outcome.hasFailed) return 2;
  return outcome.isBad && !values['exit-zero'] ? 1 : 0;
}

interface Outcome {
  files: number;
  /** Something at or above `--fail-on`. */
  isBad: boolean;
  /** A rule threw. */
  hasFailed: boolean;
}

async function run(
  inputs: readonly string[],
  args: Parameters<typeof openEntries>[1],
  format: Format,
  failOn: Severity,
  write: (text: string) => void,
  structure: StructureChecker | undefined,
): Promise<Outcome> {
  const outcome: Outcome = { files: 0, isBad: false, hasFailed: false };
  const progress = createProgress();
  const note = (message: string): void => progress.note(`portcullis: ${message}\n`);
  write(format.begin());
  for (const { name, description, config } of openEntries(inputs, args, note)) {
    progress.show(name);
    const analysis = analyze(description, config);
    const invalid = config.rules['invalid-openapi'] === 'off' ? [] : ((await structure?.check(description)) ?? []);
    const result = toResult(name, description, { ...analysis, findings: [...analysis.findings, ...invalid] });
    write(format.file(result));
    outcome.files++;
    outcome.isBad ||= isBad(result, failOn);
    for (const { ruleId, message } of result.failures) {
      outcome.hasFailed = true;
      note(`the rule "${ruleId}" failed on "${name}": ${message}`);
    }
  }
  progress.clear();
  write(format.end());
  return outcome;
}

function isBad({ findings, errors }: FileResult, failOn: Severity): boolean {
  const isAtLeast = (severity: Severity): boolean => ranks[severity] >= ranks[failOn];
  return (
    findings.some((finding) => !finding.echo && isAtLeast(finding.severity)) ||
    errors.some(({ severity }) => isAtLeast(severity))
  );
}

function readSeverity(text: string): Severity {
  if (text in ranks) return text as Severity;
  throw new UsageError(`"--fail-on" takes error, warning, information or hint, not "${text}".`);
}

/** A file gets all at once, when it is complete; stdout gets it as it comes. */
function createOutput(path: string | undefined): { write(text: string): void; close(): void } {
  if (path === undefined) return { write: (text) => text !== '' && process.stdout.write(text), close: () => {} };
  const parts: string[] = [];
  return { write: (text) => parts.push(text), close: () => writeFileSync(path, parts.join('')) };
}
