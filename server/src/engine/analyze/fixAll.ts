import type { Config } from '../config/config.ts';
import { describe } from '../description/describe.ts';
import type { Finding } from '../finding.ts';
import type { Loader, LoadResult } from '../openapi/model.ts';
import type { DocumentEdits, Fix, Patch } from '../repair/fix.ts';
import { applyEdits, toEdits } from '../repair/patch.ts';
import { parseSource } from '../syntax/parseSource.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import { analyze } from './analyze.ts';

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
}

/** Applies fixes until none is left to apply. Each pass analyzes what the one before it made. */
export function fixAll({ entry, loader, config, choose }: FixAllRequest): FixAllResult {
  const changed = new Map<string, SourceDocument>();
  const applied: { ruleId: string; title: string }[] = [];
  const done = new Set<string>();
  const patched: Loader = {
    load(uri): LoadResult {
      const result = loader.load(uri);
      if (result === 'pending' || 'failure' in result) return result;
      return { document: changed.get(result.document.uri) ?? result.document };
    },
  };
  for (let pass = 0; pass < maxPasses; pass++) {
    const description = describe(changed.get(entry.uri) ?? entry, patched, config.sensitive);
    if (description === undefined || description.isBroken) break;
    const { findings } = analyze(description, config);
    const causes = new Set(findings.flatMap(({ echo, ruleId }) => (echo ? [] : ruleId)));
    const wanted = findings.flatMap((finding) => {
      if (done.has(finding.fingerprint) || (finding.echo && causes.has(finding.ruleId))) return [];
      const fix = choose(finding);
      // An echo without a cause marks what somebody decided: it is completed, but not changed.
      return fix === undefined || (finding.echo && fix.safety === 'unsafe') ? [] : [{ finding, fix }];
    });
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
  return { texts: new Map([...changed].map(([uri, document]) => [uri, document.text])), applied };
}

interface Wanted {
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
