import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createFileReader, mayBeOpenApi, walkFiles } from '../../server/src/files.ts';

/** Real documents that nobody here wrote; absent on most machines. */
export const corpus = join(import.meta.dirname, '../../../shared/corpus');

/** Passed to `test`: says why nothing ran. */
export const options = existsSync(corpus) ? {} : { skip: 'the corpus is not on this machine' };

/** Files that may be descriptions, with their texts, in the order of their names. */
export function* corpusFiles(): Generator<{ path: string; name: string; text: string }> {
  const reader = createFileReader([corpus]);
  for (const path of walkFiles(corpus)) {
    const read = reader.read(path);
    if ('text' in read && mayBeOpenApi(read.text)) yield { path, name: path.slice(corpus.length + 1), text: read.text };
  }
}
