import type { Config } from '../config/config.ts';
import { describe } from '../description/describe.ts';
import { type Analysis, bySeverity, type Finding } from '../finding.ts';
import type { Loader, LoadResult } from '../openapi/model.ts';
import { parseSource } from '../syntax/parseSource.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { DocumentEdits, Fix, Patch } from '../textEdits/fix.ts';
import { applyEdits, toEdits } from '../textEdits/patch.ts';
import { analyze } from './analyze.ts';
import { Failures } from './runRules.ts';

/** After this many passes, fixes that keep making room for each other are left alone. */
const maxPasses = 10;

export interface FixAllRequest {
  readonly entry: SourceDocument;
  readonly loader: Loader;
  readonly config: Config;
  /** The fix to apply to a finding; `undefined` leaves it. */
  choose(finding: Finding): Fix | undefined;
}

export interface FixAllResult {
  /** The new texts of the documents that changed, by URI. */
  readonly texts: ReadonlyMap<string, string>;
  readonly applied: readonly { readonly ruleId: string; readonly title: string }[];
  /** The findings of the text as it was. */
  readonly found: readonly Finding[];
  /** The findings of the last pass, whose fixes are not applied. */
  readonly remaining: readonly Finding[];
  /** Rules that threw in any pass, and those whose fixes of `remaining` have thrown since. */
  failures(): Analysis['failures'];
}

/** Applies fixes until none is left. Each pass analyzes the result of the one before. */
export function fixAll({ entry, loader, config, choose }: FixAllRequest): FixAllResult {
  const changed = new Map<string, SourceDocument>();
  const applied: { ruleId: string; title: string }[] = [];
  const done = new Set<string>();
  const passes: Analysis[] = [];
  const patched: Loader = {
    load(uri): LoadResult {
      const result = loader.load(uri);
      if (result === 'pending' || 'failure' in result) return result;
      return { document: changed.get(result.document.uri) ?? result.document };
    },
  };
  while (passes.length < maxPasses) {
    const description = describe(changed.get(entry.uri) ?? entry, patched, config);
    if (description === undefined || description.isBroken) break;
    const pass = analyze(description, config);
    passes.push(pass);
    const { findings } = pass;
    const open = findings.filter(({ fingerprint }) => !done.has(fingerprint));
    // Where two fixes do not fit together, the more severe finding is fixed.
    const wanted = [...wantedFixes(open, choose)].sort((a, b) => bySeverity(a.finding, b.finding));
    const { edits, used } = combine(wanted);
    if (used.length === 0) break;
    for (const { finding, fix } of used) {
      // A finding that its own fix does not remove is not fixed twice.
      done.add(finding.fingerprint);
      applied.push({ ruleId: finding.ruleId, title: fix.title });
    }
    for (const [document, list] of edits) {
      const text = applyEdits(document.text, list);
      changed.set(document.uri, parseSource(document.uri, text, { language: document.language }));
    }
  }
  return {
    texts: new Map([...changed].map(([uri, document]) => [uri, document.text])),
    applied,
    found: passes[0]?.findings ?? [],
    remaining: passes.at(-1)?.findings ?? [],
    failures() {
      const failures = new Failures();
      for (const failure of passes.flatMap((pass) => pass.failures)) failures.add(failure);
      return failures.list;
    },
  };
}

/** The fixes that a pass would apply, one at a time, so that a caller can stop at the first. */
export function* wantedFixes(findings: readonly Finding[], choose: FixAllRequest['choose']): Generator<Wanted> {
  const causes = new Set(findings.flatMap(({ echo, ruleId }) => (echo ? [] : ruleId)));
  for (const finding of findings) {
    if (finding.echo && causes.has(finding.ruleId)) continue;
    const fix = choose(finding);
    // An echo without a cause marks a documented decision: it is completed, but not changed.
    if (fix !== undefined && !(finding.echo && fix.safety === 'unsafe')) yield { finding, fix };
  }
}

export interface Wanted {
  readonly finding: Finding;
  readonly fix: Fix;
}

/**
 * All fixes at once if they fit together; else as many as do, in order. By halves, as each try reads the text again: of
 * thousands of fixes, mostly two want the same text.
 */
function combine(wanted: readonly Wanted[]): { edits: DocumentEdits; used: readonly Wanted[] } {
  let edits: DocumentEdits = new Map();
  const used: Wanted[] = [];
  const patches: Patch[] = [];
  const take = (candidates: readonly Wanted[]): void => {
    const more = candidates.flatMap(({ fix }) => fix.patches);
    const attempt = toEdits([...patches, ...more]);
    if (attempt !== undefined) {
      edits = attempt;
      patches.push(...more);
      used.push(...candidates);
    } else if (candidates.length > 1) {
      const middle = candidates.length >> 1;
      take(candidates.slice(0, middle));
      take(candidates.slice(middle));
    }
  };
  take(wanted);
  return { edits, used };
}
