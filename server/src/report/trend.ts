import { isCounted } from '../engine/finding.ts';
import { maskSecrets } from '../engine/sensitive/mask.ts';
import { toPrintable } from '../engine/sensitive/toPrintable.ts';
import type { Severity } from '../engine/severity.ts';
import { severityRanks } from '../engine/severity.ts';
import type { Report } from './report.ts';

/** What has changed since a former check of the same description. */
export interface Trend {
  /** `null` where the former result has none. */
  readonly before: number | null;
  /** Indexes into the findings. */
  readonly added: readonly number[];
  /** The worst first. */
  readonly gone: readonly FormerFinding[];
}

export interface FormerFinding {
  readonly ruleId: string;
  readonly severity: Severity;
  readonly message: string;
  readonly fingerprint: string;
}

/** One description in a former result. */
export interface FormerFile {
  readonly score: number | null;
  readonly findings: readonly FormerFinding[];
}

/** A former result by the paths of its descriptions. */
export type Former = ReadonlyMap<string, FormerFile>;

/** Adds what has changed; a description that the former result does not have is new. */
export function compareReport(report: Report, former: Former): Report {
  const before = former.get(report.name);
  if (before === undefined) return { ...report, trend: 'new' };
  const now = new Set(report.findings.map(({ fingerprint }) => fingerprint));
  const known = new Set(before.findings.map(({ fingerprint }) => fingerprint));
  const trend: Trend = {
    before: before.score,
    added: report.findings.flatMap(({ fingerprint }, index) => (known.has(fingerprint) ? [] : index)),
    gone: before.findings
      .filter(({ fingerprint }) => !now.has(fingerprint))
      .sort((a, b) => severityRanks[b.severity] - severityRanks[a.severity]),
  };
  return { ...report, trend };
}

/** Reads the output of `check --format json`; `undefined` if it is something else. Anybody may have written it. */
export function readFormer(text: string): Former | undefined {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (!isObject(value) || value['version'] !== 1 || !Array.isArray(value['files'])) return undefined;
  const former = new Map<string, FormerFile>();
  for (const file of value['files']) {
    if (!isObject(file) || typeof file['path'] !== 'string' || !Array.isArray(file['findings'])) return undefined;
    const { score } = file;
    former.set(file['path'], {
      score: isObject(score) && typeof score['value'] === 'number' ? Math.min(100, Math.max(0, score['value'])) : null,
      findings: file['findings'].flatMap(readFinding),
    });
  }
  return former;
}

/** A former result of some findings alone. */
export function reduceFormer(former: Former, isKept: (finding: FormerFinding) => boolean): Former {
  return new Map([...former].map(([path, file]) => [path, { ...file, findings: file.findings.filter(isKept) }]));
}

function readFinding(value: unknown): readonly FormerFinding[] {
  if (!isObject(value)) return [];
  const { ruleId, severity, message, fingerprint, echo } = value;
  if (typeof ruleId !== 'string' || typeof message !== 'string' || typeof fingerprint !== 'string') return [];
  if (!isSeverity(severity) || !isCounted({ severity, echo: echo === true })) return [];
  return [{ ruleId: shown(ruleId), severity, message: shown(message), fingerprint }];
}

function shown(text: string): string {
  return maskSecrets(toPrintable(text.slice(0, 1000)));
}

function isSeverity(value: unknown): value is Severity {
  return typeof value === 'string' && Object.hasOwn(severityRanks, value);
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
