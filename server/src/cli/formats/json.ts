import { isCounted } from '../../engine/finding.ts';
import { version } from '../../version.ts';
import { catalog } from '../catalog.ts';
import { toJson } from '../output/text.ts';
import type { FileResult, ReportedAcceptance, ReportedFinding } from '../project/results.ts';
import type { Format } from './format.ts';

/** The JSON output of `check`, version 1. A change that breaks consumers requires version 2. */
export function createJson(): Format {
  const accepted: object[] = [];
  const counts = {
    files: 0,
    findings: 0,
    error: 0,
    warning: 0,
    information: 0,
    hint: 0,
    echoes: 0,
    errors: 0,
    accepted: 0,
  };
  return {
    detail: { fixes: 'all', lines: 'none', score: 'always', report: false },
    uncounted: 'all',
    begin: () => `{"version":1,"tool":${toJson({ name: 'portcullis', version })},"files":[`,
    file(result, listed) {
      const separator = counts.files === 0 ? '' : ',';
      counts.files++;
      counts.errors += result.errors.length;
      for (const { severity, echo, isRepeated } of listed) {
        if (isRepeated) continue;
        if (echo) counts.echoes++;
        else counts[severity]++;
        if (isCounted({ severity, echo })) counts.findings++;
      }
      for (const acceptance of result.accepted) {
        accepted.push(acceptanceToJson(result.path, acceptance));
        if (isCounted(acceptance) && !acceptance.isRepeated) counts.accepted++;
      }
      return `${separator}\n${toJson(resultToJson(result, listed))}`;
    },
    end: () => `\n],"accepted":${toJson(accepted)},"summary":${toJson(counts)}}\n`,
  };
}

function resultToJson({ path, openapi, errors, score = null }: FileResult, listed: readonly ReportedFinding[]) {
  return { path, openapi, score, findings: listed.map(findingToJson), errors };
}

const complianceOf = new Map(catalog.map(({ id, compliance }) => [id, compliance]));

function acceptanceToJson(path: string, { decision, ...finding }: ReportedAcceptance) {
  const { kind, reason = null, owner = null, until = null, file, range } = decision;
  return { path, ...findingToJson(finding), acceptance: { kind, reason, owner, until, file, range } };
}

/** Lists the properties in their documented order. */
function findingToJson(finding: ReportedFinding) {
  return {
    ruleId: finding.ruleId,
    compliance: complianceOf.get(finding.ruleId) ?? [],
    severity: finding.severity,
    confidence: finding.confidence,
    message: finding.message,
    file: finding.file,
    pointer: finding.pointer,
    range: finding.range,
    pillar: finding.pillar,
    owasp: finding.owasp,
    cwe: finding.cwe,
    related: finding.related,
    operations: finding.operations,
    echo: finding.echo,
    fixes: finding.fixes,
    fingerprint: finding.fingerprint,
  };
}
