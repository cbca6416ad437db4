import { carryOverFindings } from '../../engine/analyze/carryOver.ts';
import type { Analysis, Finding } from '../../engine/finding.ts';
import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { invalidOpenApi } from '../../schemaCheck/meta.ts';
import { judgeFindings, structureSeverity } from '../../structure/configured.ts';
import type { Checked } from './analyses.ts';

/** The structure checker as the server uses it. A web worker has none. */
export interface StructureService {
  check(description: OpenApiDescription, signal?: AbortSignal): Promise<readonly Finding[]>;
}

/** Answers at once with the last findings and checks later: no request waits for the structure check. */
export interface StructureChecks {
  findings(checked: Checked): readonly Finding[];
  /** The description that starts in `uri` was closed. */
  forget(uri: string): void;
}

/** Milliseconds without a change before a check starts, because a check uses a core for up to a second. */
const quietTime = 400;

export function createStructureChecks(service: StructureService | undefined, onChange: () => void): StructureChecks {
  const known = new Map<string, { description: OpenApiDescription; findings: readonly Finding[] }>();
  const running = new Map<string, { description: OpenApiDescription; abort: AbortController }>();

  function start(checked: Checked): void {
    const { description } = checked;
    const { uri } = description.entry;
    if (service === undefined || running.get(uri)?.description === description) return;
    running.get(uri)?.abort.abort();
    const abort = new AbortController();
    running.set(uri, { description, abort });
    const timer = setTimeout(() => {
      service.check(description, abort.signal).then(
        (findings) => {
          if (abort.signal.aborted) return;
          running.delete(uri);
          const hadNone = (known.get(uri)?.findings.length ?? 0) === 0;
          known.set(uri, { description, findings });
          if (findings.length > 0 || !hadNone) onChange();
        },
        () => {},
      );
    }, quietTime);
    abort.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  return {
    findings(checked) {
      const { description, config } = checked;
      if (!config.structure || structureSeverity(config) === 'off') return [];
      const last = known.get(description.entry.uri);
      if (last?.description === description) return judgeFindings(last.findings, description, config).findings;
      if (!description.isBroken) start(checked);
      return last === undefined
        ? []
        : judgeFindings(moveFindings(last.findings, description), description, config).findings;
    },
    forget(uri) {
      running.get(uri)?.abort.abort();
      running.delete(uri);
      known.delete(uri);
    },
  };
}

/** Moves the last findings to their places in the current text. */
function moveFindings(findings: readonly Finding[], description: OpenApiDescription): readonly Finding[] {
  const analysis = (list: readonly Finding[], pausedRules: readonly string[]): Analysis => ({
    findings: list,
    failures: [],
    accepted: [],
    pausedRules,
  });
  return carryOverFindings(analysis([], [invalidOpenApi.id]), analysis(findings, []), description).findings;
}
