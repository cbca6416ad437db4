import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { type Requirement, requirements } from '../server/src/engine/rule/compliance.ts';
import { rules } from '../server/src/engine/rules/index.ts';
import { invalidOpenApi } from '../server/src/schemaCheck/meta.ts';

/** Pages that are made from the rules. `UPDATE=1` writes them; the difference is the review. */
const isUpdate = process.env['UPDATE'] === '1';
const folder = join(import.meta.dirname, '../docs');
const pillars = ['authentication', 'design', 'transport', 'monitoring', 'rate-limiting', 'assessment'];

function holds(name: string, text: string): void {
  const path = join(folder, name);
  if (isUpdate) writeFileSync(path, text);
  else assert.equal(readFileSync(path, 'utf8'), text);
}

interface Row {
  readonly row: string;
  readonly check: string;
  readonly others: string;
  readonly rules: readonly string[];
  readonly reason: string;
}

function readRows(): readonly Row[] {
  const [, ...lines] = readFileSync(join(folder, 'coverage.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [row = '', check = '', others = '', ids = '', reason = ''] = line.split('\t');
    return { row, check, others, rules: ids === '-' ? [] : ids.split(', '), reason };
  });
}

test('the index of the rules', () => {
  const parts = pillars.flatMap((pillar) => [
    `## ${pillar}`,
    '',
    '| rule | what is weak | severity | OWASP | profile |',
    '| --- | --- | --- | --- | --- |',
    ...rules
      .filter(({ meta }) => meta.pillar === pillar)
      .map(
        ({ meta: { id, title, severity, owasp, recommended } }) =>
          `| [${id}](../server/src/engine/rules/${pillar}/${id}.md) | ${title} | ${severity} | ${owasp} | ${recommended ? 'recommended' : 'strict'} |`,
      ),
    '',
  ]);
  const head = `# Rules\n\n${rules.length} rules, and \`${invalidOpenApi.id}\` for what does not fit the specification.\n\n`;
  holds('rules.md', `${head}${parts.join('\n')}`);
});

test('what laws and standards ask for', () => {
  const parts = Object.entries(requirements).map(([id, what]) => {
    const speaking = rules.filter(({ meta }) => meta.compliance?.includes(id as Requirement));
    assert.ok(speaking.length > 0, `No rule speaks for ${id}.`);
    const links = speaking.map(({ meta }) => `[${meta.id}](../server/src/engine/rules/${meta.pillar}/${meta.id}.md)`);
    return `| ${id} | ${what} | ${links.join(', ')} |`;
  });
  const text = [
    '# Compliance',
    '',
    'The requirements of PCI DSS v4.0.1, the GDPR and the HIPAA rules (45 CFR Part 164) that a description can fail, and the',
    'rules that find it. A clean report is no proof of compliance: most of what these ask for is not in a description.',
    '',
    '`portcullis rules --compliance "PCI DSS"` lists them; SARIF has the ids as tags.',
    '',
    '| requirement | asks that | rules |',
    '| --- | --- | --- |',
    ...parts,
    '',
  ];
  holds('compliance.md', text.join('\n'));
});

test('the coverage names rules that exist, and says why where there is none', () => {
  const known = new Set([...rules.map(({ meta }) => meta.id), invalidOpenApi.id]);
  const rows = readRows();
  for (const { row, rules: ids, reason } of rows) {
    for (const id of ids) assert.ok(known.has(id), `row ${row}: ${id}`);
    assert.ok(ids.length > 0 || reason !== '', `row ${row} is empty`);
  }
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const table = rows.map(
    ({ row, check, others, rules: ids, reason }) =>
      `| ${row} | ${cell(check)} | ${cell(others)} | ${ids.map((id) => `\`${id}\``).join(', ') || cell(reason)} |`,
  );
  const [, ...checks] = readFileSync(join(folder, 'coverage-by-tool.tsv'), 'utf8').trimEnd().split('\n');
  const tools = new Set(checks.map((line) => line.split('\t')[0] ?? ''));
  const byTool = [...tools].flatMap((tool) => [
    `## Coming from ${tool}`,
    '',
    '| check | here |',
    '| --- | --- |',
    ...checks.flatMap((line) => {
      const [of, check = '', numbers = '', reason = ''] = line.split('\t');
      if (of !== tool) return [];
      const found = (numbers === '' ? [] : numbers.split(',')).map((number) => {
        const of = rows.find(({ row }) => row === number);
        assert.ok(of, `${check}: row ${number}`);
        return of;
      });
      assert.ok(found.length > 0 !== (reason !== ''), `${check}: either rows or a reason`);
      const ids = new Set(found.flatMap((row) => row.rules.map((id) => `\`${id}\``)));
      const reasons = new Set(reason === '' ? found.map((row) => cell(row.reason)) : [reason]);
      return `| \`${check}\` | ${[...(ids.size > 0 ? ids : reasons)].join(', ')} |`;
    }),
    '',
  ]);
  const text = [
    '# Coverage',
    '',
    'Every check of other tools, and those that none of them has (N), with the rule here that answers it. Names of other',
    'tools are theirs; the prefixes `v3-` and `v3_1-` of 42Crunch are left out, and its ids are those that are named in',
    'public. Made from `coverage.tsv` and `coverage-by-tool.tsv`; a test holds it to the rules that exist.',
    '',
    ...byTool,
    '## All checks',
    '',
    '| row | check | at others | here |',
    '| --- | --- | --- | --- |',
    ...table,
    '',
  ];
  holds('coverage.md', text.join('\n'));

  const reasons = rows
    .filter(({ rules: ids }) => ids.length === 0)
    .map(({ row, check, reason }) => `| ${row} | ${cell(check)} | ${cell(reason)} |`);
  const without = [
    '# Not a rule',
    '',
    'Checks of other tools that have no rule here, and why. The rest is in [coverage.md](coverage.md); both are made from',
    '`coverage.tsv`.',
    '',
    '| row | check | why not |',
    '| --- | --- | --- |',
    ...reasons,
    '',
  ];
  holds('not-a-rule.md', without.join('\n'));
});
