import { type FixAllResult, fixAll } from '../../engine/analyze/fixAll.ts';
import { problemsOf } from '../../engine/analyze/problems.ts';
import { bySeverity, createOncePerPlace, type Finding, isCounted } from '../../engine/finding.ts';
import type { OffsetRange } from '../../engine/syntax/sourceNode.ts';
import { bestOf, type Fix } from '../../engine/textEdits/fix.ts';
import { writableAmong } from '../../engine/textEdits/patch.ts';
import { pathOf } from '../../files.ts';
import { catalog, marksSecret } from '../catalog.ts';
import { note } from '../output/notes.ts';
import { createOutput } from '../output/output.ts';
import { parseOptions } from '../parseOptions.ts';
import { patchOf } from '../patches.ts';
import { nameOf } from '../project/inputs.ts';
import { type Entry, openProject, projectOptions } from '../project/project.ts';
import { replaceFile } from '../project/replaceFile.ts';
import { createPlaces } from '../project/results.ts';
import { UsageError } from '../usageError.ts';

const help = `Usage: portcullis fix [options] [files, folders or globs]

Applies the best fix of each finding that "check" lists: the safe ones, or all
with --unsafe. Fixes that need --unsafe are listed. Echoes and hints are fixed
only if --rule names their rule.

  --dry-run      print the difference and write nothing
  --unsafe       also apply fixes that change the contract or that you have to
                 complete
  --rule ID      only this rule; may be repeated
  --config FILE, --no-config, --today YYYY-MM-DD, --root FOLDER,
  --allow-unreadable
                 as for check

Exit codes: as for check, without 1.
`;

const options = {
  ...projectOptions,
  'dry-run': { type: 'boolean' },
  unsafe: { type: 'boolean' },
  rule: { type: 'string', multiple: true },
} as const;

export async function fix(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions({ args: [...argv], allowPositionals: true, options });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.includes('-')) throw new UsageError('"fix" works on files, not on stdin.');
  const only = values.rule ?? [];
  const unknown = only.find((ruleId) => !catalog.some(({ id }) => id === ruleId));
  if (unknown !== undefined) throw new UsageError(`"${unknown}" is not a rule. "portcullis rules" lists them.`);

  const fixes = createFixCollector(only, values.unsafe ?? false, values['dry-run'] ?? false);
  const { files, hasFailed, isUnread } = await openProject(positionals, values, fixes.texts).each(fixes.add, note);
  if (files === 0 && !isUnread) note('no OpenAPI document found.');
  const isDone = values['dry-run'] ? await print(fixes) : write(fixes);
  if (hasFailed || fixes.hasFailed || !isDone) return 2;
  if (isUnread && !values['allow-unreadable']) return 4;
  return files === 0 ? 3 : 0;
}

/** Collects the fixes of all descriptions before any file is written. */
interface FixCollector {
  /** The fixed texts by path. The next description is read from them, and they are written at the end. */
  readonly texts: ReadonlyMap<string, string>;
  /** The current texts of the same files. */
  readonly originals: ReadonlyMap<string, string>;
  /** Secrets in the originals that are hidden even where they do not look like secrets. */
  readonly secrets: ReadonlyMap<string, readonly OffsetRange[]>;
  /** One line for each applied fix. */
  readonly applied: readonly string[];
  /** The fixes that need `--unsafe`, one line for each finding, the most severe first. */
  readonly waiting: readonly string[];
  /** A rule threw. */
  readonly hasFailed: boolean;
  add(entry: Entry): void;
}

function createFixCollector(only: readonly string[], isUnsafe: boolean, isDryRun: boolean): FixCollector {
  const texts = new Map<string, string>();
  const originals = new Map<string, string>();
  const secrets = new Map<string, readonly OffsetRange[]>();
  const applied: string[] = [];
  const waiting: { readonly finding: Finding; readonly line: string }[] = [];
  let hasFailed = false;
  const once = createOncePerPlace<Finding>(({ document, range }) => `${document.uri} ${range.start} ${range.end}`);

  function add({ name, description, loader, config }: Entry): void {
    for (const { message, severity } of problemsOf(description)) {
      if (severity === 'error') note(`"${name}": ${message}`);
    }
    if (description.isBroken) {
      note(`"${name}" has syntax errors and was not fixed.`);
      return;
    }
    const choose = (finding: Finding): Fix | undefined => {
      // Ranges count in the original text, so findings in text that was already fixed are skipped.
      if (marksSecret(finding) && description.documents.get(finding.document.uri) === finding.document)
        markSecret(finding);
      const best = isWanted(finding) ? bestOf(finding.fixes()) : undefined;
      return isUnsafe || best?.safety === 'safe' ? best : undefined;
    };
    const result = fixAll({ entry: description.entry, loader, config, choose });
    if (!isUnsafe) noteWaiting(result);
    for (const { ruleId, message } of result.failures()) {
      hasFailed = true;
      note(`the rule "${ruleId}" failed on "${name}": ${message}`);
    }
    for (const [uri, text] of result.texts) {
      const path = pathOf(uri);
      const before = description.documents.get(uri)?.text;
      if (path === undefined || before === undefined || before === text) continue;
      if (!originals.has(path)) originals.set(path, before);
      texts.set(path, text);
    }
    for (const { ruleId, title } of result.applied) applied.push(`${name}: ${title} (${ruleId})`);
  }

  function markSecret({ document, range }: Finding): void {
    const path = pathOf(document.uri);
    if (path !== undefined && !texts.has(path)) secrets.set(path, [...(secrets.get(path) ?? []), range]);
  }

  /** True if `--rule` names the rule of the finding; without `--rule`, if `check` lists the finding. */
  function isWanted(finding: Finding): boolean {
    return only.length > 0 ? only.includes(finding.ruleId) : isCounted(finding);
  }

  /** Places count in the text that is on disk afterwards: after a dry run, in the one that was there before. */
  function noteWaiting({ found, remaining }: FixAllResult): void {
    const places = createPlaces();
    const before = new Map(isDryRun ? found.map((one) => [nameOfFinding(one), one]) : []);
    const offers = once(remaining.filter((one) => isWanted(one) && !one.echo)).flatMap((finding) => {
      const best = bestOf(finding.fixes());
      return best?.safety === 'unsafe' ? [{ finding, best }] : [];
    });
    const writable = writableAmong(offers.map(({ best }) => best));
    for (const { finding, best } of offers) {
      if (!writable.has(best)) continue;
      const { document, range, ruleId } = before.get(nameOfFinding(finding)) ?? finding;
      const { line, character } = places.range(document, range).start;
      const place = `${places.name(document)}:${line + 1}:${character + 1}`;
      waiting.push({ finding, line: `${place}: ${best.title} (${ruleId})` });
    }
  }

  return {
    texts,
    originals,
    secrets,
    applied,
    get waiting() {
      return [...waiting].sort((a, b) => bySeverity(a.finding, b.finding)).map(({ line }) => line);
    },
    get hasFailed() {
      return hasFailed;
    },
    add,
  };
}

async function print({ texts, originals, secrets, applied, waiting }: FixCollector): Promise<boolean> {
  const output = createOutput(undefined);
  for (const [path, text] of inOrder(texts)) {
    await output.write(patchOf(nameOf(path), originals.get(path) ?? '', text, output.isTerminal, secrets.get(path)));
  }
  noteSummary('would apply', applied, texts.size, waiting);
  return true;
}

function write({ texts, originals, applied, waiting }: FixCollector): boolean {
  let written = 0;
  for (const [path, text] of inOrder(texts)) {
    const reason = replaceFile(path, originals.get(path) ?? '', text);
    if (reason === undefined) written++;
    else note(`"${nameOf(path)}" was not written: ${reason}.`);
  }
  noteSummary('applied', written === 0 ? [] : applied, written, waiting);
  return written === texts.size;
}

function noteSummary(verb: string, applied: readonly string[], files: number, waiting: readonly string[]): void {
  for (const line of applied) note(`${verb} ${line}`);
  for (const line of waiting) note(`needs --unsafe: ${line}`);
  const more = waiting.length === 0 ? '' : ` ${plural(waiting.length, 'more fix needs', 'more fixes need')} --unsafe.`;
  note(`${verb} ${plural(applied.length, 'fix', 'fixes')} in ${plural(files, 'file', 'files')}.${more}`);
}

/** The same in every pass. */
function nameOfFinding({ document, ruleId, fingerprint, echo }: Finding): string {
  return `${document.uri} ${ruleId} ${fingerprint} ${echo}`;
}

function inOrder(texts: ReadonlyMap<string, string>): readonly (readonly [string, string])[] {
  return [...texts].sort(([a], [b]) => (a < b ? -1 : 1));
}

function plural(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
