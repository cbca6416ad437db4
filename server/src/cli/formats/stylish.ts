import { grouped } from '../../engine/counted.ts';
import { bySeverity, isCounted } from '../../engine/finding.ts';
import type { Severity } from '../../engine/severity.ts';
import type { ReportScore } from '../../report/report.ts';
import { escapeCommands, escapeForTerminal, wrap } from '../output/text.ts';
import type { FileResult, LineRange, ReportedFinding } from '../project/results.ts';
import type { Format, FormatOptions } from './format.ts';

type Tone = 'red' | 'yellow' | 'blue' | 'dim' | 'bold';

const codes: Readonly<Record<Tone, string>> = { red: '31', yellow: '33', blue: '34', dim: '2', bold: '1' };

const tones: Readonly<Record<Severity, Tone>> = { error: 'red', warning: 'yellow', information: 'blue', hint: 'dim' };

/** The format for terminals: each finding with its source line, then a summary. */
export function createStylish(options: FormatOptions): Format {
  const counts: Record<Severity, number> = { error: 0, warning: 0, information: 0, hint: 0 };
  const totals = { files: 0, echoes: 0, hints: 0, errors: 0, unread: 0, safe: 0, unsafe: 0, accepted: 0 };
  let worst: ReportedFinding | undefined;
  const scores: { readonly path: string; readonly score: ReportScore }[] = [];
  const paint = (text: string, tone: Tone): string => (options.color ? `\u001B[${codes[tone]}m${text}\u001B[0m` : text);

  function file(
    { path, openapi, findings, errors, accepted, score }: FileResult,
    listed: readonly ReportedFinding[],
  ): string {
    if (openapi !== null) totals.files++;
    if (score) scores.push({ path, score });
    totals.accepted += accepted.filter((one) => isCounted(one) && !one.isRepeated).length;
    totals.errors += errors.length;
    totals.unread += errors.filter(({ severity }) => severity === 'error').length;
    for (const finding of findings) {
      if (finding.isRepeated) continue;
      if (!isCounted(finding)) {
        if (finding.echo) totals.echoes++;
        else totals.hints++;
        continue;
      }
      counts[finding.severity]++;
      if (finding.fixSafety !== undefined) totals[finding.fixSafety]++;
      if (worst === undefined || bySeverity(finding, worst) < 0) worst = finding;
    }
    if (listed.length === 0 && errors.length === 0) return '';
    const parts = [paint(escapeForTerminal(path), 'bold')];
    for (const { message, severity, code, file: name, range } of errors) {
      parts.push(...head(severity, place(name, range), `${message} [${code}]`));
    }
    for (const finding of listed) parts.push(...describe(finding));
    return `${escapeCommands(parts.join('\n'))}\n\n`;
  }

  function head(severity: Severity, where: string, message: string): readonly string[] {
    const [first = '', ...rest] = wrap(escapeForTerminal(message), options.width - 4);
    return [
      '',
      `  ${paint(severity, tones[severity])} ${paint(where, 'dim')}`,
      `    ${first}`,
      ...rest.map((line) => `    ${line}`),
    ];
  }

  function describe(finding: ReportedFinding): readonly string[] {
    const { file, range, severity, ruleId, related, fixes } = finding;
    const where = `${place(file, range)} ${ruleId}${finding.echo ? ' (echo)' : ''}`;
    const lines = [...head(severity, where, finding.message), ...frame(finding, tones[severity])];
    for (const other of related.slice(0, 3)) {
      lines.push(...hanging('    see ', `${place(other.file, other.range)} ${other.message}`));
    }
    const [best] = fixes;
    if (best !== undefined) {
      const more = fixes.length > 1 ? ` (or ${fixes.length - 1} more)` : '';
      lines.push(...hanging('    fix ', `${best.title}${more}`));
    }
    return lines;
  }

  function hanging(label: string, text: string): readonly string[] {
    const [first = '', ...rest] = wrap(escapeForTerminal(text), options.width - label.length);
    return [paint(label, 'dim') + first, ...rest.map((line) => ' '.repeat(label.length) + line)];
  }

  /** The source line with the range of the finding underlined. */
  function frame({ line, range: { start, end } }: ReportedFinding, tone: Tone): readonly string[] {
    const number = String(start.line + 1);
    const room = options.width - number.length - 9;
    // Only the part of the line around the finding: a minified document is a single line.
    const skip = start.character > room * 0.7 ? start.character - Math.floor(room / 3) : 0;
    const text = line.text.slice(skip - line.from, skip - line.from + room).trimEnd();
    const length = end.line === start.line ? end.character - start.character : text.length - (start.character - skip);
    const before = escapeForTerminal(text.slice(0, start.character - skip));
    const marked = Math.max(1, Math.min(length, room - before.length));
    const gutter = ' '.repeat(number.length);
    return [
      `    ${paint(`${number} |`, 'dim')} ${escapeForTerminal(text)}`,
      `    ${paint(`${gutter} |`, 'dim')} ${' '.repeat(before.length)}${paint('^'.repeat(marked), tone)}`,
    ];
  }

  function end(): string {
    if (totals.files + totals.errors === 0) return '';
    const severities = (['error', 'warning', 'information'] as const).filter((severity) => counts[severity] > 0);
    const total = severities.reduce((sum, severity) => sum + counts[severity], 0);
    const words = severities.map((severity) => paint(plural(counts[severity], severity), tones[severity]));
    const found = total === 0 ? 'No findings' : `${plural(total, 'finding')} (${words.join(', ')})`;
    const unread = totals.unread > 0 ? ', so not everything was checked' : '';
    const errors =
      totals.errors > 0 ? `; ${plural(totals.errors, 'problem')} in the documents themselves${unread}` : '';
    const lines = [
      `${found} in ${plural(totals.files, 'description')}${errors}.`,
      ...scored(),
      ...notShown(),
      ...nextSteps(),
    ];
    return `${lines.flatMap((line) => (options.color ? line : wrap(line, options.width))).join('\n')}\n`;
  }

  function scored(): readonly string[] {
    const [lowest] = [...scores].sort((a, b) => a.score.value - b.score.value);
    if (lowest === undefined) return [];
    const { value, letter, withAccepted } = lowest.score;
    const accepted = withAccepted === null ? '' : ` (${withAccepted.toFixed(1)} with what is accepted)`;
    const which = scores.length === 1 ? 'Score' : 'Lowest score';
    const path = scores.length === 1 ? '' : `, ${escapeForTerminal(lowest.path)}`;
    return [`${which}: ${value.toFixed(1)}${accepted}, letter ${letter}${path}.`];
  }

  function notShown(): readonly string[] {
    const kinds = [
      ...(totals.hints > 0 && !options.hints ? [plural(totals.hints, 'hint')] : []),
      ...(totals.echoes > 0 && !options.echoes ? [plural(totals.echoes, 'echo', 'echoes')] : []),
    ];
    return [
      ...(totals.accepted > 0 ? [`Accepted: ${plural(totals.accepted, 'finding')}.`] : []),
      ...(kinds.length > 0 ? [`Not counted: ${kinds.join(' and ')} (--echoes shows them).`] : []),
    ];
  }

  function nextSteps(): readonly string[] {
    const { safe, unsafe } = totals;
    const fixable = safe + unsafe === 1 ? '1 has a fix' : `${grouped(safe + unsafe)} have a fix`;
    const steps: string[] = [];
    if (safe > 0 && unsafe > 0) {
      steps.push(`${fixable}: portcullis fix (${safe}), portcullis fix --unsafe (all)`);
    } else if (safe + unsafe > 0) {
      steps.push(`${fixable}: portcullis fix${unsafe > 0 ? ' --unsafe' : ''}`);
    }
    if (worst !== undefined) steps.push(`To explain a rule: portcullis explain ${worst.ruleId}`);
    return steps;
  }

  const shown = options.echoes ? 'all' : 'findings';
  return {
    detail: { fixes: shown, lines: shown, score: 'free', report: false },
    uncounted: 'on request',
    begin: () => '',
    file,
    end,
  };
}

/** `file:line:column`, which terminals and editors turn into a link. */
function place(name: string, { start }: LineRange): string {
  return `${escapeForTerminal(name)}:${start.line + 1}:${start.character + 1}`;
}

function plural(count: number, noun: string, many = noun === 'information' ? noun : `${noun}s`): string {
  return `${grouped(count)} ${count === 1 ? noun : many}`;
}
