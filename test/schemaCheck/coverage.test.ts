import assert from 'node:assert/strict';
import { after, test } from 'node:test';
import { createStructureChecker } from '../../server/src/schemaCheck/checker.ts';
import { built } from '../support/dist.ts';
import { describeText } from '../support/openapi.ts';
import { structureRows } from './structureRows.ts';

const checker = createStructureChecker(built('server/structure.cjs'));
after(() => checker.dispose());

async function countOf(text: string): Promise<number> {
  const fields = { openapi: '3.0.3', info: '{ title: x, version: "1" }', paths: '{}' };
  const missing = Object.entries(fields).filter(
    ([key]) => !new RegExp(key === 'openapi' ? '^(openapi|swagger):' : `^${key}:`, 'm').test(text),
  );
  const whole = `${missing.map(([key, value]) => `${key}: ${value}\n`).join('')}${text}\n`;
  return (await checker.check(describeText(whole))).length;
}

for (const [row, { reported, valid }] of Object.entries(structureRows))
  test(`row ${row} of the coverage table is answered by the structure check`, async () => {
    for (const text of reported) assert.ok((await countOf(text)) > 0, text);
    assert.equal(await countOf(valid), 0, valid);
  });
