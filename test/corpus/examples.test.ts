import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { createFileReader } from '../../server/src/files.ts';

const folder = join(import.meta.dirname, '../../examples');

function found(name: string): { rules: string[]; files: string[] } {
  const path = join(folder, name);
  const description = describe(
    parseSource(pathToFileURL(path).href, readFileSync(path, 'utf8')),
    createFileReader([folder]),
  );
  assert.ok(description);
  assert.deepEqual(description.referenceProblems, []);
  const findings = analyze(description, defaultConfig).findings.filter(({ echo }) => !echo);
  return {
    rules: [...new Set(findings.map(({ ruleId }) => ruleId))].sort(),
    files: [...new Set(findings.map(({ document }) => document.uri.slice(document.uri.lastIndexOf('/') + 1)))].sort(),
  };
}

/** `UPDATE=1` writes the rules that are found into the table; the difference is the review. */
const isUpdate = process.env['UPDATE'] === '1';

test('the vulnerable bank has the findings of its table', () => {
  const table = readFileSync(join(folder, 'README.md'), 'utf8');
  for (const name of ['bank.yaml', 'bank.swagger.yaml']) {
    const row = table.split('\n').find((line) => line.startsWith(`| \`${name}\``)) ?? '';
    const named = [...row.replace(/, and `unauth.*as echoes/, '').matchAll(/`([a-z0-9-]+)`/g)]
      .map((match) => match[1])
      .sort();
    const { rules } = found(name);
    if (isUpdate) {
      const listed = row.replace(/(`[a-z0-9-]+`(, |(?= \|)))+(?= \|)/, rules.map((rule) => `\`${rule}\``).join(', '));
      writeFileSync(join(folder, 'README.md'), readFileSync(join(folder, 'README.md'), 'utf8').replace(row, listed));
    } else assert.deepEqual(rules, named);
  }
});

test('the fixed examples have no findings', () => {
  assert.deepEqual(found('bank.fixed.yaml').rules, []);
  assert.deepEqual(found('bank.swagger.fixed.yaml').rules, []);
});

test('findings of a multi-file description are placed in the file of the text', () => {
  assert.deepEqual(found('bank-multi-file/openapi.yaml').files, ['accounts.yaml', 'transfers.yaml']);
});
