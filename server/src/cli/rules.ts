import { parseArgs } from 'node:util';
import { closest } from '../engine/repair/securitySnippets.ts';
import { rules } from '../engine/rules/index.ts';
import { readPage } from '../pages.ts';
import { UsageError } from './usageError.ts';

const help = `Usage: portcullis rules [--format table|json] [--pillar NAME]
       portcullis explain RULE
`;

export function listRules(argv: readonly string[]): number {
  const { values } = parseArgs({
    args: [...argv],
    options: { format: { type: 'string' }, pillar: { type: 'string' }, help: { type: 'boolean' } },
  });
  if (values.help) {
    process.stdout.write(help);
    return 0;
  }
  const chosen = rules
    .map(({ meta }) => meta)
    .filter(({ pillar }) => values.pillar === undefined || pillar === values.pillar);
  if (values.format === 'json') {
    const list = chosen.map(({ messages: _messages, ...facts }) => facts);
    process.stdout.write(`${JSON.stringify({ version: 1, rules: list }, undefined, 2)}\n`);
    return 0;
  }
  let pillar = '';
  for (const meta of [...chosen].sort((a, b) => (a.pillar === b.pillar ? 0 : a.pillar < b.pillar ? -1 : 1))) {
    if (meta.pillar !== pillar) process.stdout.write(`${pillar === '' ? '' : '\n'}${meta.pillar}\n`);
    pillar = meta.pillar;
    process.stdout.write(`  ${meta.id.padEnd(32)}${meta.severity.padEnd(13)}${meta.title}\n`);
  }
  return 0;
}

export function explain(argv: readonly string[]): number {
  const [id] = argv;
  if (id === undefined || id === '--help') {
    process.stdout.write(help);
    return id === undefined ? 2 : 0;
  }
  const rule = rules.find(({ meta }) => meta.id === id);
  if (rule === undefined) {
    const meant = closest(
      id,
      rules.map(({ meta }) => meta.id),
    );
    throw new UsageError(`There is no rule "${id}".${meant === undefined ? '' : ` Did you mean "${meant}"?`}`);
  }
  const { severity, confidence, owasp, cwe, pillar } = rule.meta;
  const facts = `${pillar} · ${severity} · confidence ${confidence} · ${owasp} · ${cwe.map((number) => `CWE-${number}`).join(', ')}`;
  // Annotations in the examples are for the tests.
  const page = readPage(rule.meta)
    .replace('\n', `\n\n${facts}\n`)
    .replaceAll(/ *# (finding|echo): .*$/gm, '');
  process.stdout.write(page);
  return 0;
}
