import { analyze } from '../../engine/analyze/analyze.ts';
import type { Config } from '../../engine/config/config.ts';
import type { Analysis } from '../../engine/finding.ts';
import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { scoringConfig } from '../../engine/score/scoringConfig.ts';
import { buildReport, type Report } from '../../report/report.ts';
import type { StructureChecker } from '../../schemaCheck/checker.ts';
import { judgeFindings, structureSeverity } from '../../structure/configured.ts';
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
      result = toResult(
        name,
        description,
        whole,
        detail,
        detail.report ? reportOn(description, whole, config) : undefined,
      );
    },
    (message) => notes.push(message),
    (reason) => {
      result = toUnreadResult(file.candidate.name, reason);
    },
  );
  return { outcome, result, notes };
}

function reportOn(description: OpenApiDescription, analysis: Analysis, config: Config): Report {
  const scoring = scoringConfig(config);
  return buildReport(description, analysis, {
    nameOf: createPlaces().name,
    scored: scoring === config ? analysis : analyze(description, scoring),
  });
}

async function checkStructure(
  structure: StructureChecker | undefined,
  description: OpenApiDescription,
  config: Config,
): Promise<Pick<Analysis, 'findings' | 'accepted'>> {
  if (structure === undefined || structureSeverity(config) === 'off') return { findings: [], accepted: [] };
  return judgeFindings(await structure.check(description), description, config);
}
