import { writeFileSync } from 'node:fs';
import { configTemplate } from '../configTemplate.ts';
import { UsageError } from './usageError.ts';

export function init(argv: readonly string[]): number {
  if (argv.length > 0) {
    process.stdout.write('Usage: portcullis init\n\nWrites portcullis.yaml into this folder; an existing one stays.\n');
    return argv[0] === '--help' ? 0 : 2;
  }
  try {
    writeFileSync('portcullis.yaml', configTemplate, { flag: 'wx' });
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'EEXIST') {
      throw new UsageError('"portcullis.yaml" is here already.');
    }
    throw error;
  }
  process.stdout.write('portcullis.yaml is written. Every setting in it is a comment: the defaults hold.\n');
  return 0;
}
