import { readReportAssets } from '../../pages.ts';
import { toHtml } from '../../report/page/html.ts';
import { type Report, worstFirst } from '../../report/report.ts';
import { compareReport } from '../../report/trend.ts';
import { escapeForTerminal } from '../output/text.ts';
import type { Format, FormatOptions } from './format.ts';

/** The report page as one file. It is written at the end, as the worst description comes first. */
export function createHtml({ former }: FormatOptions): Format {
  const reports: Report[] = [];
  return {
    detail: { fixes: 'none', lines: 'none', score: 'always', report: true },
    uncounted: 'none',
    begin: () => '',
    file({ report }) {
      if (report === undefined) return '';
      reports.push(escaped(former === undefined ? report : compareReport(report, former)) as Report);
      return '';
    },
    end: () => toHtml(worstFirst(reports), readReportAssets()),
  };
}

/** Every text is masked and holds no command: the file may be printed in a log like any other output. */
function escaped(value: unknown): unknown {
  if (typeof value === 'string') return escapeForTerminal(value);
  if (Array.isArray(value)) return value.map(escaped);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, escaped(each)]));
}
