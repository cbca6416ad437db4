import { join } from 'node:path';
import { exists } from '../../files.ts';
import { createStructureChecker, type StructureChecker } from '../../schemaCheck/checker.ts';

/** Uses the worker bundled next to the command line, or the source of the worker when run from source. */
export function createChecker(): StructureChecker {
  const bundled = join(import.meta.dirname, '../server/structure.cjs');
  return createStructureChecker(exists(bundled) ? bundled : join(import.meta.dirname, '../../schemaCheck/worker.ts'));
}
