import type { Severity } from '../../engine/rule/rule.ts';
import { harmless, visible, wrap } from '../output/text.ts';
import type { FileResult, LineRange, ReportedFinding } from '../project/results.ts';
import type { Format, FormatOptions } from './format.ts';

type Tone = 'red' | 'yellow' | 'blue' | 'dim' | 'bold';

const codes: Readonly<Record<Tone, string>> = { red: '31', yellow: '33', blue: '34', dim: '2', bold: '1' };

const tones: Readonly<Record<Severity, Tone>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'dim' };

/** For people: each finding with its place in the source, the most severe counted last. */
export function createStylish(options: FormatOptions): Format {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  const totals = { files: 0, echoes: 0, errors: 0, unread: 0 };
  const paint = (text: string, tone: Tone): string => (options.color ? `\u001B[${codes[tone]}m${text}\u001B[0m` : text);

  function file(result: FileResult): string {
    if (result.openapi !== null) totals.files++;
    const errors = result.errors.filter(({ severity }) => !options.quiet || severity === 'error');
    totals.errors += errors.length;
    totals.unread += errors.filter(({ severity }) => severity === 'error').length;
    totals.echoes += result.findings.filter(({ echo }) => echo).length;
    const findings = result.findings.filter(
      ({ echo, severity }) => (options.echoes || !echo) && (!options.quiet || severity === 'error'),
    );
    for (const { severity, echo } of findings) if (!echo) counts[severity]++;
    if (findings.length === 0 && errors.length === 0) return '';
    const parts = [paint(visible(result.path), 'bold')];
    for (const { message, severity, code, file: name, range } of errors) {
      parts.push(...head(severity, `${place(name, result.path, range)}`, `${message} [${code}]`));
    }
    for (const finding of findings) parts.push(...describe(finding, result));
    return `${harmless(parts.join('\n'))}\n\n`;
  }

  function head(severity: Severity, where: string, message: string): readonly string[] {
    const [first = '', ...rest] = wrap(visible(message), options.width - 4);
    return [
      '',
      `  ${paint(severity, tones[severity])} ${paint(where, 'dim')}`,
      `    ${first}`,
      ...rest.map((line) => `    ${line}`),
    ];
  }

  function describe(finding: ReportedFinding, { path }: FileResult): readonly string[] {
    const { file, range, severity, ruleId, related, fixes } = finding;
    const where = `${place(file, path, range)} ${ruleId}${finding.echo ? ' (echo)' : ''}`;
    const lines = [...head(severity, where, finding.message), ...frame(finding, tones[severity])];
    for (const other of related.slice(0, 3)) {
      lines.push(...hanging('    see ', `${place(other.file, path, other.range)} ${other.message}`));
    }
    const [best] = fixes;
    if (best !== undefined) {
      const more = fixes.length > 1 ? ` (or ${fixes.length - 1} more)` : '';
      lines.push(...hanging('    fix ', `${best.title}${more}`));
    }
    return lines;
  }

  function hanging(label: string, text: string): readonly string[] {
    const [first = '', ...rest] = wrap(visible(text), options.width - label.length);
    return [paint(label, 'dim') + first, ...rest.map((line) => ' '.repeat(label.length) + line)];
  }

  /** The line of the source with the place underlined. */
  function frame({ line, range: { start, end } }: ReportedFinding, tone: Tone): readonly string[] {
    const number = String(start.line + 1);
    const room = options.width - number.length - 9;
    // A window into the line that shows the place: minified documents are one line.
    const skip = start.character > room * 0.7 ? start.character - Math.floor(room / 3) : 0;
    const text = line.text.slice(skip - line.from, skip - line.from + room).trimEnd();
    const length = end.line === start.line ? end.character - start.character : text.length - (start.character - skip);
    const before = visible(text.slice(0, start.character - skip));
    const marked = Math.max(1, Math.min(length, room - before.length));
    const gutter = ' '.repeat(number.length);
    return [
      `    ${paint(`${number} |`, 'dim')} ${visible(text)}`,
      `    ${paint(`${gutter} |`, 'dim')} ${' '.repeat(before.length)}${paint('^'.repeat(marked), tone)}`,
    ];
  }

  function end(): string {
    if (totals.files + totals.errors === 0) return '';
    const words = (['error', 'warning', 'information', 'hint'] as const)
      .filter((severity) => counts[severity] > 0)
      .map((severity) => paint(plural(counts[severity], severity), tones[severity]));
    const sum = words.length === 0 ? 'No findings' : words.join(', ');
    const echoes =
      totals.echoes > 0 && !options.echoes ? `; ${plural(totals.echoes, 'echo', 'echoes')} not shown (--echoes)` : '';
    const unread = totals.unread > 0 ? ', so not everything was checked' : '';
    const errors =
      totals.errors > 0 ? `; ${plural(totals.errors, 'problem')} in the documents themselves${unread}` : '';
    const summary = `${sum} in ${plural(totals.files, 'description')}${errors}${echoes}.`;
    return options.color ? `${summary}\n` : `${wrap(summary, options.width).join('\n')}\n`;
  }

  return { begin: () => '', file, end };
}

function place(name: string, entry: string, { start }: LineRange): string {
  const where = `${start.line + 1}:${start.character + 1}`;
  return name === entry ? where : `${visible(name)}:${where}`;
}

function plural(count: number, noun: string, many = noun === 'information' ? noun : `${noun}s`): string {
  return `${count} ${count === 1 ? noun : many}`;
}
