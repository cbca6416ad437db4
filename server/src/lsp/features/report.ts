import { buildReport, type Report, worstFirst } from '../../report/report.ts';
import { type ReportParams, reportRequest } from '../protocol.ts';
import { displayName } from '../uri.ts';
import type { Feature } from './feature.ts';

/** The reports of the descriptions that a file belongs to: its own, or those that refer to it, the worst first. */
export const report: Feature<ReportParams, readonly Report[]> = {
  method: reportRequest,
  async handle({ uri }, { session }) {
    await session.check(uri);
    const reports = (await session.descriptionsWith(uri)).map((checked) =>
      buildReport(checked.description, checked.analysis, {
        nameOf: ({ uri: name }) => displayName(name, session.roots),
        config: checked.config,
        scored: session.scores.analysisOf(checked),
      }),
    );
    return worstFirst(reports);
  },
  fallback: () => [],
};
