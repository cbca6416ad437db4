import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { createFileReader } from '../../server/src/files.ts';
import { corpus, corpusFiles, options } from '../support/corpus.ts';

const path = join(import.meta.dirname, 'snapshot.txt');

/** One line a description: operations, then findings by rule, echoes left out. The difference is reviewed. */
test('no rule fails on the corpus, and the counts are those reviewed', options, () => {
  const lines: string[] = [];
  for (const file of corpusFiles()) {
    const document = parseSource(pathToFileURL(file.path).href, file.text);
    const description = describe(document, createFileReader([corpus]));
    if (description === undefined) continue;
    const { findings, failures } = analyze(description, defaultConfig);
    assert.deepEqual(failures, [], file.name);
    assert.equal(inventoryOf(description).operations.length, description.operations.length);
    const counts = new Map<string, number>();
    for (const { ruleId, echo } of findings) if (!echo) counts.set(ruleId, (counts.get(ruleId) ?? 0) + 1);
    const rules = [...counts].sort(([a], [b]) => (a < b ? -1 : 1)).map(([id, count]) => `${id}=${count}`);
    lines.push(`${file.name}: ${description.operations.length} operations ${rules.join(' ')}`.trim());
  }
  const actual = `${lines.join('\n')}\n`;
  if (process.env['UPDATE'] === '1') writeFileSync(path, actual);
  assert.equal(actual, readFileSync(path, 'utf8'));
});
