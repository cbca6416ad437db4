import { profiles } from '../../engine/config/config.ts';
import { requirements } from '../../engine/rule/compliance.ts';
import type { RuleMeta } from '../../engine/rule/rule.ts';
import { closest } from '../../engine/syntax/text/closest.ts';
import { readPage } from '../../pages.ts';
import { catalog } from '../catalog.ts';
import { escapeCommands, wrap } from '../output/text.ts';
import { parseOptions } from '../parseOptions.ts';
import { UsageError } from '../usageError.ts';

const rulesHelp = `Usage: portcullis rules [options]

Lists the rules that every filter lets through.

  --pillar NAME        authentication, design, transport, monitoring, rate-limiting, assessment
  --owasp ID           API1 to API10
  --severity NAME      error, warning, information, hint
  --profile NAME       minimal, recommended, strict
  --compliance TEXT    a requirement or its beginning, such as "PCI DSS" or "GDPR Art. 32"
  --fixable            only rules with a fix
  --format table|json
`;
const explainHelp =
  'Usage: portcullis explain RULE\n\nShows the page of a rule: what it reports, why, and how to fix it.\n';

export function listRules(argv: readonly string[]): number {
  const { values } = parseOptions({
    args: [...argv],
    options: {
      format: { type: 'string' },
      pillar: { type: 'string' },
      owasp: { type: 'string' },
      severity: { type: 'string' },
      profile: { type: 'string' },
      compliance: { type: 'string' },
      fixable: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  if (values.help) {
    process.stdout.write(rulesHelp);
    return 0;
  }
  const format = oneOf('format', values.format ?? 'table', ['table', 'json']);
  const pillar = oneOf('pillar', values.pillar, pillars);
  const owasp = oneOf('owasp', values.owasp?.toUpperCase().replace(/:2023$/, ''), owaspIds);
  const severity = oneOf('severity', values.severity, ['error', 'warning', 'information', 'hint']);
  const profile = oneOf('profile', values.profile, profiles);
  const requirement = values.compliance?.toLowerCase();
  const known = Object.keys(requirements);
  if (requirement !== undefined && !known.some((id) => id.toLowerCase().startsWith(requirement)))
    throw new UsageError(`No rule maps to "${values.compliance}". Use one of: ${known.join(', ')}.`);
  const chosen = catalog.filter(
    (meta) =>
      (pillar === undefined || meta.pillar === pillar) &&
      (owasp === undefined || meta.owasp === `${owasp}:2023`) &&
      (severity === undefined || meta.severity === severity) &&
      (profile === undefined || isInProfile(meta, profile)) &&
      (requirement === undefined || meta.compliance?.some((id) => id.toLowerCase().startsWith(requirement))) &&
      (values.fixable !== true || isFixable(meta)),
  );
  process.stdout.write(format === 'json' ? json(chosen) : table(chosen));
  return 0;
}

const pillars = [...new Set(catalog.map(({ pillar }) => pillar))].sort();
const owaspIds = Array.from({ length: 10 }, (_, index) => `API${index + 1}`);

function oneOf<Name extends string>(
  option: string,
  value: string | undefined,
  names: readonly Name[],
): Name | undefined {
  const name = names.find((one) => one === value);
  if (value !== undefined && name === undefined)
    throw new UsageError(`"${value}" is not a value of "--${option}". Use one of: ${names.join(', ')}.`);
  return name;
}

/** Uses the severity of the rule; a single finding may have another one. */
function isInProfile({ severity, confidence, recommended }: RuleMeta, profile: (typeof profiles)[number]): boolean {
  if (profile === 'strict') return true;
  return recommended && (profile === 'recommended' || (severity === 'error' && confidence === 'high'));
}

/** True if the page of the rule contains a fixed example. */
function isFixable(meta: RuleMeta): boolean {
  return /^```(yaml|json) fixed/m.test(readPage(meta));
}

function json(chosen: readonly RuleMeta[]): string {
  const rules = chosen.map(({ messages: _messages, ...facts }) => ({
    ...facts,
    fixable: isFixable({ messages: _messages, ...facts }),
  }));
  return `${JSON.stringify({ version: 1, rules }, undefined, 2)}\n`;
}

function table(chosen: readonly RuleMeta[]): string {
  const parts = [...new Set(chosen.map(({ pillar }) => pillar))].sort().map((pillar) => {
    const lines = chosen
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
  const { values, positionals } = parseOptions({
    args: [...argv],
    allowPositionals: true,
    options: { help: { type: 'boolean', short: 'h' } },
  });
  if (values.help) {
    process.stdout.write(explainHelp);
    return 0;
  }
  const [id] = positionals;
  if (id === undefined || positionals.length > 1) throw new UsageError('"explain" takes the ID of one rule.');
  const rule = catalog.find((meta) => meta.id === id);
  if (rule === undefined) {
    const suggestion = closest(
      id,
      catalog.map((meta) => meta.id),
    );
    throw new UsageError(`"${id}" is not a rule.${suggestion === undefined ? '' : ` Did you mean "${suggestion}"?`}`);
  }
  const { severity, confidence, owasp, cwe, pillar, compliance = [] } = rule;
  const facts = [
    pillar,
    severity,
    `confidence ${confidence}`,
    owasp,
    ...cwe.map((number) => `CWE-${number}`),
    ...compliance,
  ];
  // The annotations in the examples are for tests and are removed.
  const page = readPage(rule)
    .replace('\n', `\n\n${facts.join(' · ')}\n`)
    .replaceAll(/(?<! ) *# (finding|echo|todo-finding|todo-ok): .*$/gm, '');
  process.stdout.write(escapeCommands(page));
  return 0;
}
