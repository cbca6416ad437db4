import { join } from 'node:path';
import { exists } from '../../files.ts';
import { createStructureChecker, type StructureChecker } from '../../schemaCheck/checker.ts';

/** The worker is next to the bundle of the command line; from source, it is its own source file. */
export function createChecker(): StructureChecker {
  const bundled = join(import.meta.dirname, '../server/structure.cjs');
  return createStructureChecker(exists(bundled) ? bundled : join(import.meta.dirname, '../../schemaCheck/worker.ts'));
}
