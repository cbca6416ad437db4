import { h, type JSX } from 'preact';
import { useState } from 'preact/hooks';
import { counted as countOf, grouped } from '../../engine/counted.ts';
import type { Report, ReportFinding } from '../report.ts';
import { idOf, Link, operationLinks, Some, type Target, useArrival } from './links.ts';
import { breakable, Path, Place, Section } from './parts.ts';
import type { Host } from './view.ts';

const shownFirst = 10;

interface FirstProps {
  readonly report: Report;
  readonly host: Host;
  readonly target: Target | undefined;
}

/** Every finding with its number, which the other sections refer to. */
export function First({ report, host, target }: FirstProps): JSX.Element {
  // A file has all of them, so that it is complete without scripts and on paper; a panel draws them when they are read.
  const isFile = host.open === undefined;
  const [isAll, showAll] = useState(false);
  useArrival(target, 'finding-', () => showAll(true));
  const { findings } = report;
  if (findings.length === 0)
    return h(Section, { id: 'first', title: 'What to do first' }, h('p', null, 'Nothing was found.'));
  const fails = failsOf(report);
  const item = (index: number): JSX.Element =>
    h(Item, { key: findings[index]!.fingerprint, index, report, host, fails: fails[index]! });
  const indexes = [...findings.keys()];
  return h(
    Section,
    { id: 'first', title: 'What to do first' },
    h(
      'p',
      { class: 'quiet' },
      'Sorted by the points that the fix adds to the score, then by severity. A finding costs more the more severe it is, the more operations it affects, and the more exposed they are: public, writing, with sensitive data, over plain HTTP. Findings about one missing protection each show what they win together.',
    ),
    h('ol', { class: 'findings' }, indexes.slice(0, shownFirst).map(item)),
    findings.length > shownFirst &&
      h(
        'details',
        {
          open: isAll,
          onToggle: (event: Event) => {
            // Those within it toggle by themselves.
            if (event.target === event.currentTarget) showAll((event.target as HTMLDetailsElement).open);
          },
        },
        h('summary', { class: 'more' }, `Show the other ${countOf(findings.length - shownFirst, 'finding')}`),
        (isFile || isAll) && h('ol', { class: 'findings', start: shownFirst + 1 }, indexes.slice(shownFirst).map(item)),
      ),
  );
}

/** For each finding, the considerations and requirements that it fails. */
function failsOf({ findings, considerations, compliance }: Report): readonly (readonly JSX.Element[])[] {
  const fails = findings.map((): JSX.Element[] => []);
  for (const [row, { title, failing }] of considerations.entries())
    for (const index of failing) fails[index]?.push(h(Link, { to: idOf.consideration(row) }, title));
  for (const [row, { id, failing }] of compliance.entries())
    for (const index of failing) fails[index]?.push(h(Link, { to: idOf.requirement(row) }, id));
  return fails;
}

interface ItemProps {
  readonly index: number;
  readonly report: Report;
  readonly host: Host;
  readonly fails: readonly JSX.Element[];
}

function Item({ index, report, host, fails }: ItemProps): JSX.Element {
  const finding = report.findings[index]!;
  const { ruleId, severity, message, points, fix, at, operations, exposed, owasp, cwe } = finding;
  return h(
    'li',
    { id: idOf.finding(index), tabIndex: -1 },
    h('span', { class: `severity ${severity}` }, severity),
    points > 0 && h('strong', { class: 'gain' }, `+${points.toFixed(1)} points`),
    h('span', { class: 'message' }, breakable(message)),
    h(
      'span',
      { class: 'quiet' },
      h(Place, { at, host }),
      ' · ',
      host.explain === undefined
        ? h('code', { class: 'path' }, ruleId)
        : h('button', { class: 'link', type: 'button', onClick: () => host.explain?.(ruleId) }, ruleId),
      ' · ',
      h(Link, { to: idOf.owasp(owasp) }, owasp),
      cwe.map((number) => ` · CWE-${number}`),
    ),
    fails.length > 0 &&
      h(
        'span',
        { class: 'quiet' },
        'Fails ',
        fails.map((link, position) => [position > 0 && ', ', link]),
      ),
    h(AffectedOperations, { report, operations, exposed }),
    fix !== null && h(Repair, { finding, fix, name: report.name, host }),
  );
}

function AffectedOperations(
  props: { readonly report: Report } & Pick<ReportFinding, 'operations' | 'exposed'>,
): JSX.Element | null {
  const { report, operations, exposed } = props;
  const links = operationLinks(report, operations);
  if (operations.length <= 1)
    return links.length === 0 ? null : h('span', { class: 'quiet' }, links, detailOf(operations.length, exposed));
  return h(
    'details',
    null,
    h('summary', null, `Concerns ${describeExposed(operations.length, exposed)}`),
    h(Some, { items: links, shown: links.length, total: operations.length }),
  );
}

/** `13 operations (8 public, 4 writing, 6 with sensitive data)` */
function describeExposed(count: number, exposed: ReportFinding['exposed']): string {
  return `${countOf(count, 'operation')}${detailOf(count, exposed)}`;
}

/** Of one operation, without the number. */
function detailOf(count: number, exposed: ReportFinding['exposed']): string {
  const parts = (
    [
      ['public', exposed.public],
      ['writing', exposed.writes],
      ['with sensitive data', exposed.sensitive],
    ] as const
  ).flatMap(([title, number]) => (number === 0 ? [] : count === 1 ? title : `${grouped(number)} ${title}`));
  return parts.length === 0 ? '' : ` (${parts.join(', ')})`;
}

interface RepairProps {
  readonly finding: ReportFinding;
  readonly fix: NonNullable<ReportFinding['fix']>;
  readonly name: string;
  readonly host: Host;
}

function Repair({ finding, fix, name, host }: RepairProps): JSX.Element {
  if (host.fix !== undefined)
    return h('button', { type: 'button', class: 'fix', onClick: () => host.fix?.(finding) }, fix.title);
  const quoted = /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
  return h(
    'span',
    { class: 'repair' },
    `${fix.title}: `,
    h(
      'code',
      null,
      ['portcullis', 'fix', '--rule', finding.ruleId, ...(fix.safety === 'safe' ? [] : ['--unsafe'])].map((word) => [
        h('span', { class: 'word' }, word),
        ' ',
      ]),
      h(Path, { path: quoted }),
    ),
  );
}
