import type { Finding } from '../../engine/finding.ts';
import type { FileResult, Places } from '../results.ts';
import { version } from '../version.ts';
import type { Format, FormatOptions } from './format.ts';

/** Version 1 of the JSON of `check`; a change that breaks readers is version 2. */
export function createJson({ quiet }: FormatOptions): Format {
  const counts = { files: 0, findings: 0, error: 0, warning: 0, information: 0, hint: 0, echoes: 0, errors: 0 };
  return {
    begin: () => `{"version":1,"tool":${JSON.stringify({ name: 'portcullis', version })},"files":[`,
    file(result) {
      const findings = result.findings.filter(({ severity }) => !quiet || severity === 'error');
      const separator = counts.files === 0 ? '' : ',';
      counts.files++;
      counts.errors += result.errors.length;
      for (const { severity, echo } of findings) {
        if (echo) counts.echoes++;
        else {
          counts.findings++;
          counts[severity]++;
        }
      }
      return `${separator}\n${JSON.stringify(toJson(result, findings))}`;
    },
    end: () => `\n],"summary":${JSON.stringify(counts)}}\n`,
  };
}

function toJson({ path, openapi, errors, places }: FileResult, findings: readonly Finding[]) {
  return { path, openapi, findings: findings.map((finding) => findingToJson(finding, places)), errors };
}

function findingToJson(finding: Finding, places: Places) {
  const { document, range, related, fixes, ...facts } = finding;
  return {
    ruleId: facts.ruleId,
    severity: facts.severity,
    confidence: facts.confidence,
    message: facts.message,
    file: places.name(document),
    pointer: facts.pointer,
    range: places.range(document, range),
    pillar: facts.pillar,
    owasp: facts.owasp,
    cwe: facts.cwe,
    related: related.map((place) => ({
      message: place.message,
      file: places.name(place.document),
      range: places.range(place.document, place.range),
    })),
    operations: facts.operations,
    echo: facts.echo,
    fixes: fixes.call(finding).map(({ title, safety }) => ({ title, safety })),
    fingerprint: facts.fingerprint,
  };
}
