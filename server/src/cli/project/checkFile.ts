import { analyze } from '../../engine/analyze/analyze.ts';
import type { Config } from '../../engine/config/config.ts';
import type { Analysis } from '../../engine/finding.ts';
import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { gradeOf } from '../../engine/score/score.ts';
import { scoringConfig } from '../../engine/score/scoringConfig.ts';
import { buildReport, toReportScore } from '../../report/report.ts';
import type { StructureChecker } from '../../schemaCheck/checker.ts';
import { judgeFindings, structureSeverity } from '../../structure/configured.ts';
import { version } from '../../version.ts';
import { type Outcome, type ProjectFile, workOn } from './project.ts';
import { createPlaces, type Detail, type FileResult, toResult, toUnreadResult } from './results.ts';

/** The outcome for one file, as plain data that can be sent between threads. */
export interface CheckedFile {
  readonly outcome: Outcome;
  /** `undefined` if the file is not a description, or if the check failed. */
  readonly result: FileResult | undefined;
  /** Messages about the file for stderr. */
  readonly notes: readonly string[];
}

export async function checkFile(
  file: ProjectFile,
  detail: Detail,
  structure: StructureChecker | undefined,
): Promise<CheckedFile> {
  const notes: string[] = [];
  let result: FileResult | undefined;
  const outcome = await workOn(
    file,
    async ({ name, description, config }) => {
      const analysis = analyze(description, config);
      const invalid = await checkStructure(structure, description, config);
      const whole = {
        ...analysis,
        findings: [...analysis.findings, ...invalid.findings],
        accepted: [...analysis.accepted, ...invalid.accepted],
      };
      const scored = scoredAnalysis(description, analysis, config, detail);
      result = toResult(
        name,
        description,
        whole,
        detail,
        scored && scoreOn(description, whole, { scored, config, detail, file }),
      );
    },
    (message) => notes.push(message),
    (reason) => {
      result = toUnreadResult(file.candidate.name, reason);
    },
  );
  return { outcome, result, notes };
}

/** The analysis whose findings are scored. What the structure check finds does not count. */
function scoredAnalysis(
  description: OpenApiDescription,
  analysis: Analysis,
  config: Config,
  detail: Detail,
): Analysis | undefined {
  const scoring = scoringConfig(config);
  if (detail.score === 'none' && !detail.report) return undefined;
  if (scoring === config) return analysis;
  return detail.score === 'always' || detail.report ? analyze(description, scoring) : undefined;
}

interface Scoring {
  readonly scored: Analysis;
  readonly config: Config;
  readonly detail: Detail;
  readonly file: ProjectFile;
}

function scoreOn(
  description: OpenApiDescription,
  analysis: Analysis,
  { scored, config, detail, file }: Scoring,
): Pick<FileResult, 'score' | 'report'> {
  if (!detail.report) {
    const grade = gradeOf(description, scored);
    return { score: grade === undefined ? null : toReportScore(grade) };
  }
  const made = { day: file.day, version, profile: config.profile, configuration: file.configuration };
  const report = buildReport(description, analysis, { nameOf: createPlaces().name, config, scored, made });
  return { score: report.score, report };
}

async function checkStructure(
  structure: StructureChecker | undefined,
  description: OpenApiDescription,
  config: Config,
): Promise<Pick<Analysis, 'findings' | 'accepted'>> {
  if (structure === undefined || structureSeverity(config) === 'off') return { findings: [], accepted: [] };
  return judgeFindings(await structure.check(description), description, config);
}
