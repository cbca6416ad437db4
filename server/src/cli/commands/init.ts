import { writeFileSync } from 'node:fs';
import { configTemplate } from '../../configTemplate.ts';
import { parseOptions } from '../parseOptions.ts';
import { reasonOf, UsageError } from '../usageError.ts';

const help = 'Usage: portcullis init\n\nWrites portcullis.yaml to this folder. An existing file is not changed.\n';

export function init(argv: readonly string[]): number {
  const { values } = parseOptions({ args: [...argv], options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  try {
    writeFileSync('portcullis.yaml', configTemplate, { flag: 'wx' });
  } catch (error) {
    if (reasonOf(error) === 'EEXIST') throw new UsageError('"portcullis.yaml" already exists.');
    throw new UsageError(`"portcullis.yaml" cannot be written (${reasonOf(error)}).`);
  }
  process.stdout.write('Wrote portcullis.yaml. All settings in it are commented out, so the defaults apply.\n');
  return 0;
}
