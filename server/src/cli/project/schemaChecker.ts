import { join } from 'node:path';
import { exists } from '../../files.ts';
import { createStructureChecker, type StructureChecker } from '../../schemaCheck/checker.ts';

/** Beside the bundle of the command line; from source, the worker is its own source. */
export function createChecker(): StructureChecker {
  const bundled = join(import.meta.dirname, '../server/structure.cjs');
  return createStructureChecker(exists(bundled) ? bundled : join(import.meta.dirname, '../../schemaCheck/worker.ts'));
}
