import { analyze } from '../../engine/analyze/analyze.ts';
import { scoringConfig } from '../../engine/score/scoringConfig.ts';
import { buildReport, type Report } from '../../report/report.ts';
import { type ReportParams, reportRequest } from '../protocol.ts';
import type { Feature } from './feature.ts';

/** The reports of the descriptions that a file belongs to: its own, or those that refer to it. */
export const report: Feature<ReportParams, readonly Report[]> = {
  method: reportRequest,
  async handle({ uri }, { session }) {
    await session.check(uri);
    return (await session.descriptionsWith(uri)).map(({ description, analysis, config }) => {
      const scoring = scoringConfig(config);
      return buildReport(description, analysis, {
        nameOf: ({ uri: name }) => displayName(name, session.roots),
        scored: scoring === config ? analysis : analyze(description, scoring),
      });
    });
  },
  fallback: () => [],
};

/** The path below its folder, as people write it. */
function displayName(uri: string, roots: readonly string[]): string {
  const root = roots.filter((one) => uri.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
  const path = root === undefined ? uri.slice(uri.lastIndexOf('/') + 1) : uri.slice(root.length + 1);
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
