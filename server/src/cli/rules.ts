import { parseArgs } from 'node:util';
import { closest } from '../engine/repair/securitySnippets.ts';
import { readPage } from '../pages.ts';
import { catalog } from './catalog.ts';
import { wrap } from './formats/text.ts';
import { UsageError } from './usageError.ts';

const rulesHelp = 'Usage: portcullis rules [--format table|json] [--pillar NAME]\n';
const explainHelp =
  'Usage: portcullis explain RULE\n\nShows the page of a rule: what it reports, why, and how it is repaired.\n';

export function listRules(argv: readonly string[]): number {
  const { values } = parseArgs({
    args: [...argv],
    options: { format: { type: 'string' }, pillar: { type: 'string' }, help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(rulesHelp);
    return 0;
  }
  const format = values.format ?? 'table';
  if (format !== 'table' && format !== 'json')
    throw new UsageError(`There is no format "${format}" here: table, json.`);
  const pillars = [...new Set(catalog.map(({ pillar }) => pillar))].sort();
  const only = pillars.filter((pillar) => values.pillar === undefined || pillar === values.pillar);
  if (only.length === 0)
    throw new UsageError(`There is no rule of the pillar "${values.pillar}": ${pillars.join(', ')}.`);
  process.stdout.write(format === 'json' ? json(only) : table(only));
  return 0;
}

function json(pillars: readonly string[]): string {
  const rules = catalog
    .filter(({ pillar }) => pillars.includes(pillar))
    .map(({ messages: _messages, ...facts }) => facts);
  return `${JSON.stringify({ version: 1, rules }, undefined, 2)}\n`;
}

function table(pillars: readonly string[]): string {
  const parts = pillars.map((pillar) => {
    const lines = catalog
      .filter((meta) => meta.pillar === pillar)
      .map(({ id, severity, title }) => {
        const [first = '', ...rest] = wrap(title, 35);
        return [`  ${id.padEnd(30)} ${severity.padEnd(11)} ${first}`, ...rest.map((line) => ' '.repeat(45) + line)];
      });
    return [pillar, ...lines.flat()].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}

export function explain(argv: readonly string[]): number {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(explainHelp);
    return 0;
  }
  const [id] = positionals;
  if (id === undefined || positionals.length > 1) throw new UsageError('"explain" needs the id of one rule.');
  const rule = catalog.find((meta) => meta.id === id);
  if (rule === undefined) {
    const meant = closest(
      id,
      catalog.map((meta) => meta.id),
    );
    throw new UsageError(`There is no rule "${id}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`);
  }
  const { severity, confidence, owasp, cwe, pillar } = rule;
  const facts = [pillar, severity, `confidence ${confidence}`, owasp, ...cwe.map((number) => `CWE-${number}`)];
  // Annotations in the examples are for the tests.
  const page = readPage(rule)
    .replace('\n', `\n\n${facts.join(' · ')}\n`)
    .replaceAll(/ *# (finding|echo|todo-finding|todo-ok): .*$/gm, '');
  process.stdout.write(page);
  return 0;
}
