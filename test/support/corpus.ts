import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { createFileReader, mayBeOpenApi, walkFiles } from '../../server/src/files.ts';

/** Real documents that nobody here wrote; absent on most machines. */
export const corpus = join(import.meta.dirname, '../../../shared/corpus');

/** Passed to `test`: says why nothing ran. */
export const options = existsSync(corpus) ? {} : { skip: 'the corpus is not on this machine' };

interface CorpusFile {
  readonly path: string;
  readonly name: string;
  readonly text: string;
}

/** Files that may be descriptions, with their texts, in the order of their names. */
export function* corpusFiles(): Generator<CorpusFile> {
  const reader = createFileReader([corpus]);
  for (const path of walkFiles(corpus)) {
    const read = reader.read(path);
    if ('text' in read && mayBeOpenApi(read.text)) yield { path, name: path.slice(corpus.length + 1), text: read.text };
  }
}

/** Descriptions that are small enough to be analyzed thousands of times. */
export function smallCorpusFiles(): readonly CorpusFile[] {
  return [...corpusFiles()].filter(({ text }) => text.length < 60_000);
}
