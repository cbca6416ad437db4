import { chmodSync, lstatSync, realpathSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseArgs } from 'node:util';
import { createTwoFilesPatch } from 'diff';
import type { Finding } from '../engine/finding.ts';
import { fixAll } from '../engine/fixAll.ts';
import type { Fix } from '../engine/repair/fix.ts';
import { rules } from '../engine/rules/index.ts';
import { pathOf } from '../files.ts';
import { type Entry, nameOf, openEntries, projectOptions } from './project.ts';
import { UsageError } from './usageError.ts';

const help = `Usage: portcullis fix [options] [files, folders or globs]

Applies the first fix of each finding: the safe ones, or all of them with --unsafe.

  --dry-run      print the difference and write nothing
  --unsafe       fixes that change the contract, or that a person has to complete, as well
  --rule ID      this rule only; may be repeated
  --config FILE, --no-config, --root FOLDER   as for check
`;

export function fix(argv: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: {
      ...projectOptions,
      'dry-run': { type: 'boolean' },
      unsafe: { type: 'boolean' },
      rule: { type: 'string', multiple: true },
      help: { type: 'boolean' },
    },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  if (positionals.includes('-')) throw new UsageError('"fix" works on files, not on stdin.');
  const only = values.rule ?? [];
  const unknown = only.find((id) => !rules.some(({ meta }) => meta.id === id));
  if (unknown !== undefined) throw new UsageError(`There is no rule "${unknown}".`);
  const choose = (finding: Finding): Fix | undefined => {
    if (only.length > 0 && !only.includes(finding.ruleId)) return undefined;
    const [first] = finding.fixes();
    return first !== undefined && (values.unsafe || first.safety === 'safe') ? first : undefined;
  };
  let files = 0;
  for (const entry of openEntries(positionals, values, (message) => process.stderr.write(`portcullis: ${message}\n`))) {
    files++;
    repair(entry, choose, values['dry-run'] ?? false);
  }
  if (files > 0) return 0;
  process.stderr.write('portcullis: no OpenAPI document found.\n');
  return 3;
}

function repair(
  { description, config }: Entry,
  choose: (finding: Finding) => Fix | undefined,
  isDryRun: boolean,
): void {
  const loader = {
    load: (uri: string) => {
      const document = description.documents.get(uri);
      return document === undefined ? ({ failure: 'missing-file', message: '' } as const) : { document };
    },
  };
  const { texts, applied } = fixAll({ entry: description.entry, loader, config, choose });
  for (const [uri, text] of [...texts].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const path = pathOf(uri);
    const before = description.documents.get(uri)?.text;
    if (path === undefined || before === undefined || before === text) continue;
    const name = nameOf(path);
    if (isDryRun)
      process.stdout.write(createTwoFilesPatch(name, name, before, text, undefined, undefined, { context: 2 }));
    else writeAtomically(path, text);
  }
  for (const { ruleId, title } of applied)
    process.stderr.write(`${isDryRun ? 'would apply' : 'applied'}: ${title} (${ruleId})\n`);
}

/** A reader sees the old file or the new one, never half of it; the mode stays. A link is followed to its file. */
function writeAtomically(path: string, text: string): void {
  const target = lstatSync(path).isSymbolicLink() ? realpathSync(path) : path;
  const temporary = join(dirname(target), `.portcullis-${process.pid}.tmp`);
  try {
    writeFileSync(temporary, text, { flag: 'wx' });
    chmodSync(temporary, statSync(target).mode);
    renameSync(temporary, target);
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // It was never made.
    }
    const reason = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new UsageError(`"${nameOf(path)}" cannot be written (${reason}).`);
  }
}
