import { inventoryOf } from '../../engine/description/inventory.ts';
import { formats } from '../inventory/formats.ts';
import { note } from '../output/notes.ts';
import { createOutput } from '../output/output.ts';
import { parseOptions } from '../parseOptions.ts';
import { openProject, projectOptions } from '../project/project.ts';
import { createPlaces, errorsOf } from '../project/results.ts';
import { UsageError } from '../usageError.ts';

const help = `Usage: portcullis inventory [options] [files, folders or globs; - for stdin]

  --format NAME   table, json, csv, markdown (default: table)
  --output FILE   write the result there
  --config FILE, --no-config, --today YYYY-MM-DD, --root FOLDER,
  --stdin-filename NAME, --allow-unreadable
                  as for check

Exit codes: as for check, without 1.
`;

export async function inventory(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseOptions({
    args: [...argv],
    allowPositionals: true,
    options: { ...projectOptions, format: { type: 'string' }, output: { type: 'string' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const name = values.format ?? 'table';
  if (!Object.hasOwn(formats, name))
    throw new UsageError(`"${name}" is not a format of "inventory". Use one of: ${Object.keys(formats).join(', ')}.`);
  const output = createOutput(values.output);
  const format = formats[name as keyof typeof formats](output.isTerminal ? (process.stdout.columns ?? 80) : undefined);
  const project = openProject(positionals, values);
  await output.write(format.begin());
  const { files, hasFailed, isUnread } = await project.each(async (entry) => {
    const unread = errorsOf(entry.description, createPlaces()).filter(({ severity }) => severity === 'error');
    await output.write(format.file({ file: entry.name, inventory: inventoryOf(entry.description), unread }));
  }, note);
  await output.write(format.end());
  output.close();
  if (hasFailed) return 2;
  if (isUnread && !values['allow-unreadable']) return 4;
  if (files === 0) note('no OpenAPI document found.');
  return files === 0 ? 3 : 0;
}
