import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { configSchema } from '../server/src/engine/config/schema.ts';
import { isCounted } from '../server/src/engine/finding.ts';
import { type Requirement, requirements } from '../server/src/engine/rule/compliance.ts';
import { rules } from '../server/src/engine/rules/index.ts';
import { invalidOpenApi } from '../server/src/schemaCheck/meta.ts';
import { structureRows } from './schemaCheck/structureRows.ts';
import { analyzeText } from './support/openapi.ts';

/** Pages that are made from the rules. `UPDATE=1` writes them; the difference is the review. */
const isUpdate = process.env['UPDATE'] === '1';
const root = join(import.meta.dirname, '..');
const folder = join(root, 'docs');
const pillars = ['authentication', 'design', 'transport', 'monitoring', 'rate-limiting', 'assessment'];

function holds(name: string, text: string): void {
  const path = join(folder, name);
  if (isUpdate) writeFileSync(path, text);
  else assert.equal(readFileSync(path, 'utf8'), text);
}

test('the schema of the configuration is that of its reader', () => {
  const metas = [...rules.map(({ meta }) => meta), invalidOpenApi];
  holds('reference/portcullis.schema.json', `${JSON.stringify(configSchema(metas), undefined, 2)}\n`);
});

interface Row {
  readonly row: string;
  readonly check: string;
  readonly others: string;
  readonly rules: readonly string[];
  readonly reason: string;
}

function readRows(): readonly Row[] {
  const [, ...lines] = readFileSync(join(folder, 'internal/coverage.tsv'), 'utf8').trimEnd().split('\n');
  return lines.map((line) => {
    const [row = '', check = '', others = '', ids = '', reason = ''] = line.split('\t');
    return { row, check, others, rules: ids === '-' ? [] : ids.split(', '), reason };
  });
}

test('the index of rules is up to date', () => {
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

test('the compliance page is up to date', () => {
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

/** The YAML and JSON examples of a rule's page; files of one description are one. test/rules.test.ts runs them. */
function examplesOf(id: string): readonly string[] {
  const rule = rules.find(({ meta }) => meta.id === id);
  assert.ok(rule, id);
  const page = readFileSync(join(root, `server/src/engine/rules/${rule.meta.pillar}/${id}.md`), 'utf8');
  return [...page.matchAll(/^```(?:yaml|json)[^\n]*\n([\s\S]*?)^```/gm)].map(([, text = '']) => text);
}

/** By row: for each of its rules, a text of an example that the rule reports. */
function readExamples(): ReadonlyMap<string, ReadonlyMap<string, string>> {
  const [, ...lines] = readFileSync(join(folder, 'internal/coverage-examples.tsv'), 'utf8').trimEnd().split('\n');
  const byRow = new Map<string, Map<string, string>>();
  for (const line of lines) {
    const [row = '', rule = '', shows = ''] = line.split('\t');
    byRow.set(row, (byRow.get(row) ?? new Map<string, string>()).set(rule, shows));
  }
  return byRow;
}

test('each row of the coverage table has an input that is reported, and one that is not', () => {
  const examples = readExamples();
  const wrong: string[] = [];
  for (const { row, rules: ids } of readRows()) {
    for (const id of ids) {
      if (id === invalidOpenApi.id) {
        // test/schemaCheck/coverage.test.ts runs them.
        if (!Object.hasOwn(structureRows, row)) wrong.push(`${row}: no description in structureRows.ts`);
        continue;
      }
      const shows = examples.get(row)?.get(id);
      const all = examplesOf(id);
      const isAbout = (text: string): boolean => new RegExp(`# (finding|echo): ${id}\\b`).test(text);
      const reported = all.filter((text) => new RegExp(`# finding: ${id}\\b`).test(text));
      if (shows === undefined || !reported.some((text) => text.includes(shows)))
        wrong.push(`${row}: no reported example of ${id} shows "${shows}"`);
      if (all.every(isAbout)) wrong.push(`${row}: ${id} has no example that is not reported`);
    }
  }
  assert.deepEqual(wrong, []);
  const answered = new Map(readRows().map(({ row, rules: ids }) => [row, ids]));
  const unknown = [...examples].flatMap(([row, byRule]) =>
    [...byRule.keys()].filter((id) => !answered.get(row)?.includes(id)).map((id) => `${row} ${id}`),
  );
  assert.deepEqual(unknown, []);
  const unanswered = Object.keys(structureRows).filter((row) => !answered.get(row)?.includes(invalidOpenApi.id));
  assert.deepEqual(unanswered, []);
});

test('the coverage tables name rules that exist, or the reason for none', () => {
  const known = new Set([...rules.map(({ meta }) => meta.id), invalidOpenApi.id]);
  const rows = readRows();
  for (const { row, rules: ids, reason } of rows) {
    for (const id of ids) assert.ok(known.has(id), `row ${row}: ${id}`);
    assert.ok(ids.length > 0 || reason !== '', `row ${row} is empty`);
  }
  const cell = (text: string): string => text.replaceAll('|', '\\|');
  const examples = readExamples();
  const shownIn = (row: string): string =>
    [...(examples.get(row) ?? [])].map(([, shows]) => `\`${cell(shows)}\``).join(', ') ||
    (structureRows[row]?.reported ?? []).map((text) => `\`${cell(text.replaceAll('\n', ' '))}\``).join(', ');
  const table = rows.map(
    ({ row, check, others, rules: ids, reason }) =>
      `| ${row} | ${cell(check)} | ${cell(others)} | ${ids.map((id) => `\`${id}\``).join(', ') || cell(reason)} | ${shownIn(row)} |`,
  );
  const [, ...checks] = readFileSync(join(folder, 'internal/coverage-by-tool.tsv'), 'utf8').trimEnd().split('\n');
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
    'public. Made from `coverage.tsv`, `coverage-by-tool.tsv` and `coverage-examples.tsv`. Each row is held by an example of',
    'a rule page, or a description for the structure check, that is reported, and by one that is not.',
    '',
    ...byTool,
    '## All checks',
    '',
    '| row | check | at others | here | reported, for example |',
    '| --- | --- | --- | --- | --- |',
    ...table,
    '',
  ];
  holds('internal/coverage.md', text.join('\n'));

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
  holds('internal/not-a-rule.md', without.join('\n'));
});

/** The texts of the extension in English, by their names in `package.json`. */
const texts = JSON.parse(readFileSync(join(root, 'package.nls.json'), 'utf8')) as Readonly<Record<string, string>>;

function textOf(reference: string): string {
  const text = texts[reference.slice(1, -1)];
  assert.ok(text, `package.nls.json lacks ${reference}`);
  return text;
}

test('each text of the extension that users read is in package.nls.json, and no other', () => {
  const shown = /^(title|name|contextualTitle|contents|category|description|altText|label)$|Descriptions?$/;
  const used = new Set<string>();
  const written: string[] = [];
  const visit = (value: unknown, path: string, isShown: boolean): void => {
    if (typeof value === 'string') {
      if (/^%.+%$/.test(value)) {
        used.add(value.slice(1, -1));
        textOf(value);
      } else if (isShown) written.push(path);
    } else if (Array.isArray(value)) for (const one of value) visit(one, path, isShown);
    else if (typeof value === 'object' && value !== null)
      for (const [key, one] of Object.entries(value)) visit(one, `${path}.${key}`, shown.test(key));
  };
  const { contributes } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { contributes: unknown };
  visit(contributes, 'contributes', false);
  assert.deepEqual(written, []);
  assert.deepEqual(Object.keys(texts).toSorted(), [...used].toSorted());
});

interface Setting {
  readonly order: number;
  readonly default: unknown;
  readonly markdownDescription?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
}

test('the page of editor settings lists those of the extension', () => {
  const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    contributes: { configuration: { properties: Record<string, Setting> } };
  };
  const rows = Object.entries(manifest.contributes.configuration.properties)
    .toSorted(([, a], [, b]) => a.order - b.order)
    .map(([name, { markdownDescription, description = markdownDescription ?? '', default: value, enum: values }]) => {
      const choices =
        values === undefined ? '' : ` One of ${values.map((item) => `\`${JSON.stringify(item)}\``).join(', ')}.`;
      return `| \`${name}\` | ${textOf(description)}${choices} | \`${JSON.stringify(value)}\` |`;
    });
  const text = [
    '# Editor settings',
    '',
    'For VS Code, and for every editor that passes settings under `portcullis` to its language servers. A',
    '[portcullis.yaml](configuration.md) takes precedence, for CI as well. Made from `package.json`.',
    '',
    '| setting | meaning | default |',
    '| --- | --- | --- |',
    ...rows,
    '',
    'To apply the safe fixes when a file is saved:',
    '',
    '```json',
    '"editor.codeActionsOnSave": { "source.fixAll.portcullis": "explicit" }',
    '```',
    '',
  ];
  holds('reference/settings.md', text.join('\n'));
});

test('the settings of the extension name every rule, so that the editor completes them', () => {
  const path = join(root, 'package.json');
  const text = readFileSync(path, 'utf8');
  const manifest = JSON.parse(text) as {
    contributes: { configuration: { properties: Record<string, { propertyNames?: { enum: string[] } }> } };
  };
  const names = manifest.contributes.configuration.properties['portcullis.rules']?.propertyNames;
  assert.ok(names);
  names.enum = rules.map(({ meta }) => meta.id).toSorted();
  const expected = `${JSON.stringify(manifest, undefined, 2)}\n`;
  if (isUpdate) writeFileSync(path, expected);
  else assert.equal(text, expected);
});

test('links between pages lead to files that exist', () => {
  const pages = [
    ...['README', 'ARCHITECTURE', 'CONTRIBUTING', 'SECURITY', 'CHANGELOG', 'examples/README'].map(
      (name) => `${name}.md`,
    ),
    ...readdirSync(folder, { recursive: true })
      .filter((name) => String(name).endsWith('.md'))
      .map((name) => `docs/${name}`),
  ];
  const broken = pages.flatMap((page) => {
    const text = readFileSync(join(root, page), 'utf8')
      .replaceAll(/^(`{3,})[\s\S]*?^\1$/gm, '')
      .replaceAll(/`[^`\n]*`/g, '');
    return [...text.matchAll(/\]\(([^)\s]+)\)/g)]
      .map(([, target = '']) => target.replace(/#.*/, ''))
      .filter((target) => target !== '' && !target.startsWith('https:'))
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page}: ${target}`);
  });
  assert.deepEqual(broken, []);
});

/** The descriptions that a page shows: the others are parts of one. */
function shownIn(page: string): readonly string[] {
  const text = readFileSync(join(folder, page), 'utf8');
  return [...text.matchAll(/```yaml\n(openapi:[\s\S]*?)```/g)].flatMap(([, shown]) => shown ?? []);
}

test('the description on the marketplace page has the findings that its comments name, and no others', () => {
  const [text] = shownIn('marketplace.md');
  assert.ok(text);
  const named = text.split('\n').flatMap((line, index) => {
    const rule = /# ([\w-]+):/.exec(line)?.[1];
    return rule === undefined ? [] : `${index + 1} ${rule}`;
  });
  assert.equal(named.length, 2);
  const found = analyzeText(text).findings.filter(isCounted);
  assert.deepEqual(
    found.map(({ ruleId, range }) => `${text.slice(0, range.start).split('\n').length} ${ruleId}`),
    named,
  );
});

test('the description of the walkthrough is accepted as its comments say', () => {
  const [text] = shownIn('walkthrough/accept.md');
  assert.ok(text);
  const { accepted, findings } = analyzeText(text);
  assert.deepEqual(findings.filter(isCounted), []);
  assert.ok(accepted.some(({ finding }) => finding.ruleId === 'missing-rate-limit'));
  const untouched = text.replace('The gateway limits every path.', 'state why');
  assert.deepEqual(
    analyzeText(untouched)
      .findings.filter(isCounted)
      .map(({ ruleId }) => ruleId),
    ['suppression-without-reason', 'missing-rate-limit'],
  );
});
