import { buildReport, type Report, worstFirst } from '../../report/report.ts';
import { today } from '../../today.ts';
import { version } from '../../version.ts';
import { type ReportParams, reportRequest } from '../protocol.ts';
import { displayName } from '../uri.ts';
import type { Feature } from './feature.ts';

/** The reports of the descriptions that a file belongs to: its own, or those that refer to it, the worst first. */
export const report: Feature<ReportParams, readonly Report[]> = {
  method: reportRequest,
  async handle({ uri }, { session }) {
    await session.check(uri);
    const reports: Report[] = [];
    for (const checked of await session.descriptionsWith(uri)) {
      const { description, analysis, config } = checked;
      const file = await session.configTarget(description.entry.uri);
      const configuration = file === undefined || 'newFile' in file ? null : displayName(file.uri, session.roots);
      reports.push(
        buildReport(description, analysis, {
          nameOf: ({ uri: name }) => displayName(name, session.roots),
          config,
          scored: session.scores.analysisOf(checked),
          made: { day: today(), version, profile: config.profile, configuration },
        }),
      );
    }
    return worstFirst(reports);
  },
  fallback: () => [],
};
