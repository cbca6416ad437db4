import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { configTemplate } from '../../configTemplate.ts';
import { reasonOf, UsageError } from '../usageError.ts';

const help = 'Usage: portcullis init\n\nWrites portcullis.yaml into this folder; an existing one stays.\n';

export function init(argv: readonly string[]): number {
  const { values } = parseArgs({ args: [...argv], options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  try {
    writeFileSync('portcullis.yaml', configTemplate, { flag: 'wx' });
  } catch (error) {
    if (reasonOf(error) === 'EEXIST') throw new UsageError('"portcullis.yaml" is here already.');
    throw new UsageError(`"portcullis.yaml" cannot be written (${reasonOf(error)}).`);
  }
  process.stdout.write('portcullis.yaml is written. Every setting in it is a comment: the defaults hold.\n');
  return 0;
}
