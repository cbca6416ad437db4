import { randomBytes } from 'node:crypto';
import { readReportAssets } from '../../pages.ts';
import { toHtml } from '../../report/page/html.ts';
import type { Report } from '../../report/report.ts';
import type { Format } from './format.ts';

/** The report page as one file. It is written at the end, as the worst description comes first. */
export function createHtml(): Format {
  const reports: Report[] = [];
  return {
    detail: { fixes: 'none', lines: 'none', report: true },
    uncounted: 'none',
    begin: () => '',
    file({ report }) {
      if (report !== undefined) reports.push(report);
      return '';
    },
    end() {
      const worstFirst = reports.sort((a, b) => (a.score?.value ?? 101) - (b.score?.value ?? 101));
      return toHtml(worstFirst, readReportAssets(), randomBytes(16).toString('base64'));
    },
  };
}
