import { parseArgs } from 'node:util';
import { type Inventory, inventoryOf } from '../../engine/description/inventory.ts';
import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { note } from '../output/notes.ts';
import { createOutput } from '../output/output.ts';
import { escapeCommands, escapeForTerminal, toJson } from '../output/text.ts';
import { type Entry, openProject, projectOptions } from '../project/project.ts';
import { createPlaces, errorsOf, type ReportedProblem } from '../project/results.ts';
import { UsageError } from '../usageError.ts';

const help = `Usage: portcullis inventory [options] [files, folders or globs; - for stdin]

  --format NAME   table, json (default: table)
  --output FILE   write the result there
  --config FILE, --no-config, --root FOLDER, --stdin-filename NAME,
  --allow-unreadable
                  as for check

Exit codes: as for check, without 1.
`;

export async function inventory(argv: readonly string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...projectOptions, format: { type: 'string' }, output: { type: 'string' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const format = values.format ?? 'table';
  if (format !== 'table' && format !== 'json')
    throw new UsageError(`"${format}" is not a format of "inventory". Use one of: table, json.`);
  const output = createOutput(values.output);
  const project = openProject(positionals, values);
  let separator = '';
  if (format === 'json') await output.write('{"version":1,"files":[');
  const { files, hasFailed, isUnread } = await project.each(async (entry) => {
    await output.write(format === 'table' ? table(entry) : `${separator}\n${json(entry)}`);
    separator = ',';
  }, note);
  if (format === 'json') await output.write('\n]}\n');
  output.close();
  if (hasFailed) return 2;
  if (isUnread && !values['allow-unreadable']) return 4;
  if (files === 0) note('no OpenAPI document found.');
  return files === 0 ? 3 : 0;
}

/** Includes the parts that could not be read, so that an incomplete list does not look complete. */
function json({ name, description }: Entry): string {
  const errors = unreadIn(description);
  return toJson({ file: name, ...inventoryOf(description), ...(errors.length > 0 ? { errors } : {}) });
}

function unreadIn(description: OpenApiDescription): readonly ReportedProblem[] {
  return errorsOf(description, createPlaces()).filter(({ severity }) => severity === 'error');
}

/** Writes two lines for each operation. */
function table({ name, description }: Entry): string {
  const { openapi, operations }: Inventory = inventoryOf(description);
  const lines = [`${escapeForTerminal(name)} (OpenAPI ${escapeForTerminal(openapi)}, ${operations.length} operations)`];
  for (const operation of operations) {
    const sensitive = [...new Set([...operation.sensitive.request, ...operation.sensitive.response])];
    const facts = [
      operation.authentication === 'none' ? 'PUBLIC' : operation.authentication,
      operation.transport,
      operation.rateLimit.length === 0 ? 'unlimited' : 'limited',
      ...(operation.kind === 'operation' ? [] : [operation.kind]),
      ...(operation.deprecated ? ['deprecated'] : []),
      ...(operation.roles.length === 0 ? [] : [`role ${operation.roles.join(' ')}`]),
      ...(sensitive.length === 0 ? [] : [sensitive.join(' ')]),
    ];
    lines.push(
      `  ${escapeForTerminal(operation.method.toUpperCase()).padEnd(7)} ${escapeForTerminal(operation.path)}`,
      `          ${facts.join(' · ')}`,
    );
  }
  for (const { file, range, message } of unreadIn(description)) {
    const { line, character } = range.start;
    lines.push(`  not read: ${escapeForTerminal(`${file}:${line + 1}:${character + 1} ${message}`)}`);
  }
  return `${escapeCommands(lines.join('\n'))}\n\n`;
}
