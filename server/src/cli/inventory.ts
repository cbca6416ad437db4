import { parseArgs } from 'node:util';
import { type Inventory, inventoryOf } from '../engine/openapi/inventory.ts';
import { visible } from './formats/text.ts';
import { openEntries, projectOptions } from './project.ts';
import { createPlaces, errorsOf } from './results.ts';
import { UsageError } from './usageError.ts';

const help = `Usage: portcullis inventory [options] [files, folders or globs; - for stdin]

  --format NAME   table, json (default: table)
  --config FILE, --no-config, --root FOLDER, --stdin-filename NAME   as for check
`;

export function inventory(argv: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { ...projectOptions, format: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const format = values.format ?? 'table';
  if (format !== 'table' && format !== 'json')
    throw new UsageError(`There is no format "${format}" here: table, json.`);
  let files = 0;
  if (format === 'json') process.stdout.write('{"version":1,"files":[');
  for (const { name, description } of openEntries(positionals, values, (message) =>
    process.stderr.write(`portcullis: ${message}\n`),
  )) {
    const facts = inventoryOf(description);
    if (format === 'table') process.stdout.write(table(name, facts));
    else {
      // What could not be read is said: a list that is short of operations must not pass for whole.
      const errors = errorsOf(description, createPlaces()).filter(({ severity }) => severity === 'error');
      const entry = { file: name, ...facts, ...(errors.length > 0 ? { errors } : {}) };
      process.stdout.write(`${files === 0 ? '' : ','}\n${JSON.stringify(entry)}`);
    }
    files++;
  }
  if (format === 'json') process.stdout.write('\n]}\n');
  if (files > 0) return 0;
  process.stderr.write('portcullis: no OpenAPI document found.\n');
  return 3;
}

/** One line an operation: what a person looks for first. */
function table(name: string, { openapi, operations }: Inventory): string {
  const lines = [`${visible(name)} (OpenAPI ${visible(openapi)}, ${operations.length} operations)`];
  for (const operation of operations) {
    const sensitive = [...new Set([...operation.sensitive.request, ...operation.sensitive.response])];
    const facts = [
      operation.authentication === 'none' ? 'PUBLIC' : operation.authentication,
      operation.transport,
      operation.rateLimit.length === 0 ? 'unlimited' : 'limited',
      ...(operation.kind === 'operation' ? [] : [operation.kind]),
      ...(operation.deprecated ? ['deprecated'] : []),
      ...(sensitive.length === 0 ? [] : [sensitive.join(' ')]),
    ];
    lines.push(
      `  ${operation.method.toUpperCase().padEnd(7)} ${visible(operation.path)}`,
      `          ${facts.join(' · ')}`,
    );
  }
  return `${lines.join('\n')}\n\n`;
}
