import { Fragment, h, type JSX } from 'preact';
import { useEffect, useLayoutEffect, useState } from 'preact/hooks';
import { counted as countOf, grouped } from '../../engine/counted.ts';
import { countOperations, isPublic, totalsOf } from '../../engine/description/totals.ts';
import type { Letter } from '../../engine/score/score.ts';
import type { Pillar } from '../../engine/severity.ts';
import type { FlowField } from '../flows.ts';
import type { Made, Report, ReportFinding, ReportPlace } from '../report.ts';
import { bar, gauge, heat } from './charts.ts';
import { Descriptions } from './descriptions.ts';
import { Acceptances, Changes, Compliance } from './evidence.ts';
import { First } from './findings.ts';
import { arriveAt, FindingList, idOf, Link, operationLinks, Some, type Target } from './links.ts';
import type { OperationPlace } from './messages.ts';
import { FieldName, header, list, Path, Section, Table } from './parts.ts';
import { labelCells } from './stack.ts';
import { Operations } from './table.ts';

/** What the page can do where it lives: in a file it opens nothing and repairs nothing. */
export interface Host {
  /** Shows a place in the editor; `undefined` in a file. */
  readonly open?: (at: ReportPlace) => void;
  /** Applies the best fix of a finding. */
  readonly fix?: (finding: ReportFinding) => void;
  /** Shows the page of a rule. */
  readonly explain?: (ruleId: string) => void;
}

interface PageProps {
  readonly reports: readonly Report[];
  /** The operation that is asked for; a new object each time. */
  readonly at: OperationPlace | null;
  readonly host: Host;
}

/** The whole page: an index if there are several descriptions, and the report of the chosen one. */
export function Page({ reports, at, host }: PageProps): JSX.Element {
  // By name, as the order follows the scores while somebody types.
  const [chosen, choose] = useState<string | undefined>(undefined);
  useEffect(unfoldForPrint, []);
  useLayoutEffect(labelCells);
  const report = reports.find(({ name }) => name === chosen) ?? reports[0];
  useEffect(() => {
    if (at === null || report === undefined || indexAt(report, at) >= 0) return;
    const holder = reports.find((other) => indexAt(other, at) >= 0);
    if (holder !== undefined) choose(holder.name);
  }, [at]);
  useLayoutEffect(() => {
    if (chosen !== undefined) arriveAt({ id: 'report', isFile: false });
  }, [chosen]);
  return h(
    'main',
    null,
    reports.length > 1 && report !== undefined && h(Descriptions, { reports, chosen: report.name, choose }),
    report === undefined
      ? [h('h1', null, 'API security report'), h('p', null, 'No OpenAPI description was found.')]
      : h(OneReport, { key: report.name, report, at, host, isOneOfMany: reports.length > 1 }),
  );
}

/** Paper has no folds: a print shows what is in them. The style sheet does so without scripts, where it can. */
function unfoldForPrint(): () => void {
  let opened: readonly HTMLDetailsElement[] = [];
  const unfold = (): void => {
    opened = [...document.querySelectorAll<HTMLDetailsElement>('details:not([open])')];
    for (const details of opened) details.open = true;
  };
  const fold = (): void => {
    for (const details of opened) details.open = false;
  };
  addEventListener('beforeprint', unfold);
  addEventListener('afterprint', fold);
  return () => {
    removeEventListener('beforeprint', unfold);
    removeEventListener('afterprint', fold);
  };
}

/** The index of the operation that is written at a place, or -1. */
function indexAt({ operations }: Report, { uri, line, character }: OperationPlace): number {
  return operations.findIndex(({ at }) => at.uri === uri && at.line === line && at.character === character);
}

interface OneReportProps {
  readonly report: Report;
  readonly at: OperationPlace | null;
  readonly host: Host;
  readonly isOneOfMany: boolean;
}

function OneReport({ report, at, host, isOneOfMany }: OneReportProps): JSX.Element {
  const [target, setTarget] = useState<Target | undefined>(undefined);
  useEffect(() => {
    const index = at === null ? -1 : indexAt(report, at);
    if (index >= 0) setTarget({ id: idOf.operation(index), isFile: false });
  }, [at]);
  /** Links within the page also lead to what is filtered out, folded or not drawn yet. */
  const follow = (event: MouseEvent): void => {
    const id = (event.target as Element).closest('a[href^="#"]')?.getAttribute('href')?.slice(1);
    if (id === undefined || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const next = { id, isFile: host.open === undefined };
    if (!arriveAt(next)) setTarget(next);
  };
  return h(
    'div',
    { onClick: follow },
    h(Summary, { report }),
    h(Contents, { report, isOneOfMany }),
    h(Changes, { report, host }),
    h(First, { report, host, target }),
    h(Operations, { report, host, target }),
    h(Strategy, { report }),
    h(Owasp, { report }),
    h(Compliance, { report }),
    h(Flows, { report }),
    h(Acceptances, { report, host }),
  );
}

function Summary({ report }: { readonly report: Report }): JSX.Element {
  const { name, title, openapi, score, cap, made, operations, findings, unread } = report;
  const facts = [countOperations(operations), ...totalsOf(operations), countOf(findings.length, 'finding')];
  const isShown = (pillar: Pillar, letter: Letter): boolean => letter > 'B' || report.shownPillars.includes(pillar);
  return h(
    'header',
    null,
    h('h1', { id: 'report', tabIndex: -1 }, title === '' ? name : title),
    h('p', { class: 'quiet' }, h(Path, { path: name }), ` · OpenAPI ${openapi}`),
    unread.length > 0 &&
      h(
        'div',
        { role: 'note', class: 'note' },
        h('p', null, `${countOf(unread.length, 'problem')} kept parts of the description from being read:`),
        h(Some, { items: unread.map((message) => h('span', null, message)), shown: 10 }),
      ),
    score === null
      ? h('p', null, 'There is no operation to score.')
      : h(
          'div',
          { class: 'score' },
          gauge(score),
          h(
            'div',
            null,
            h('p', null, facts.join(' · ')),
            cap !== null &&
              h(
                'p',
                null,
                `The letter is ${score.letter}, not ${cap.letter}: while an error is open, it is at most C. ${countOf(cap.errors, 'error')} ${cap.errors === 1 ? 'is' : 'are'} open.`,
              ),
            score.withAccepted !== null &&
              h('p', null, `Score ${score.value.toFixed(1)} (${score.withAccepted.toFixed(1)} with what is accepted)`),
            h(
              'dl',
              { class: 'pillars' },
              score.pillars.map(({ pillar, value, letter }) =>
                h(
                  'div',
                  null,
                  h('dt', null, pillar),
                  h(
                    'dd',
                    null,
                    bar(value, isShown(pillar, letter) ? letter : null),
                    `${value.toFixed(1)} (${isShown(pillar, letter) ? letter : 'not shown'})`,
                  ),
                ),
              ),
            ),
            score.pillars.some(({ pillar, letter }) => !isShown(pillar, letter)) &&
              h(
                'p',
                { class: 'quiet' },
                '"Not shown": nothing was found, but the description has no evidence either, so there is no letter.',
              ),
          ),
        ),
    made !== null && h('p', { class: 'quiet' }, describeMade(made)),
  );
}

/** `Checked on 2027-03-31 by Portcullis 0.1.0, profile recommended, without a configuration file.` */
function describeMade({ day, version, profile, configuration }: Made): readonly (JSX.Element | string)[] {
  const start = `Checked on ${day} by Portcullis ${version}, profile "${profile}", `;
  return configuration === null
    ? [`${start}without a configuration file.`]
    : [`${start}configuration `, h(Path, { path: configuration }), '.'];
}

/** The sections, with how much they list. */
function Contents({ report, isOneOfMany }: Pick<OneReportProps, 'report' | 'isOneOfMany'>): JSX.Element {
  const { findings, operations, flows, acceptances, trend } = report;
  const sections = [
    ...(isOneOfMany ? [['index', 'All descriptions', '']] : []),
    ...(trend === null ? [] : [['changes', 'Since the former check', '']]),
    ['first', 'What to do first', countOf(findings.length, 'finding')],
    ['operations', 'Operations', countOperations(operations)],
    ['strategy', 'Security strategy', ''],
    ['owasp', 'OWASP API Security Top 10', ''],
    ['compliance', 'Compliance by requirement', ''],
    ['flows', 'Sensitive data', countOf(flows.length, 'class')],
    ['acceptances', 'Accepted findings', grouped(acceptances.length)],
  ] as const;
  return h(
    'nav',
    { 'aria-label': 'Sections', class: 'sections' },
    sections.map(([id, title, count]) =>
      h('span', null, h(Link, { to: id! }, title), count === '' ? '' : ` (${count})`),
    ),
  );
}

const stateNames = {
  shown: 'shown',
  part: 'in part',
  weak: 'failed',
  absent: 'no evidence',
  unneeded: 'nothing needs it',
  unmeasured: 'no finding, no evidence',
  invisible: 'not visible in a description',
  attested: 'attested',
  ended: 'attestation ended',
} as const;

function Strategy({ report }: { readonly report: Report }): JSX.Element {
  return h(
    Section,
    { id: 'strategy', title: 'Security strategy' },
    h(
      'div',
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table of considerations' },
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h('tr', null, ...['Consideration', 'Needed by', 'State', 'Evidence', 'What fails it'].map(header)),
        ),
        h(
          'tbody',
          null,
          report.considerations.map(({ title, state, need, evidence, unknown, exceptions, failing, accepted }, row) =>
            h(
              'tr',
              { id: idOf.consideration(row), tabIndex: -1 },
              h('th', { scope: 'row' }, title),
              h('td', null, need ?? (state === 'unneeded' ? 'no operation' : '')),
              h('td', { class: `state ${state}` }, stateNames[state]),
              h('td', null, list(evidence)),
              h(
                'td',
                null,
                list(unknown),
                exceptions.length > 0 && [
                  h('p', null, `No evidence at ${countOf(exceptions.length, 'operation')}:`),
                  h(Some, { items: operationLinks(report, exceptions), shown: 3, total: exceptions.length }),
                ],
                h(FindingList, { indexes: failing, report }),
                accepted > 0 && h('p', null, h(Link, { to: 'acceptances' }, countOf(accepted, 'accepted finding'))),
              ),
            ),
          ),
        ),
      ),
    ),
  );
}

function Owasp({ report }: { readonly report: Report }): JSX.Element {
  return h(Section, { id: 'owasp', title: 'OWASP API Security Top 10 (2023)' }, heat(report.findings));
}

const fieldsShown = 30;

function Flows({ report }: { readonly report: Report }): JSX.Element {
  const { flows } = report;
  if (flows.length === 0)
    return h(Section, { id: 'flows', title: 'Sensitive data' }, h('p', null, 'No sensitive data was recognized.'));
  return h(
    Section,
    { id: 'flows', title: 'Sensitive data' },
    h(
      Table,
      { label: 'Table of sensitive data' },
      h(
        'thead',
        null,
        h('tr', null, ...['Class', 'Field', 'Direction', 'Public operations', 'Other operations'].map(header)),
      ),
      flows.map(({ class: name, fields }, row) =>
        h(
          'tbody',
          { id: idOf.dataClass(row), tabIndex: -1 },
          fields
            .slice(0, fieldsShown)
            .map((field, index) =>
              h(
                'tr',
                null,
                index === 0 &&
                  h('th', { scope: 'rowgroup', class: 'short', rowSpan: Math.min(fields.length, fieldsShown) }, name),
                h(FlowCells, { field, report }),
              ),
            ),
          fields.length > fieldsShown &&
            h('tr', null, h('td', { colSpan: 5 }, `${name}: ${fieldsShown} of ${countOf(fields.length, 'field')}`)),
        ),
      ),
    ),
  );
}

/** A field, and the operations that send or return it. */
function FlowCells({ field, report }: { readonly field: FlowField; readonly report: Report }): JSX.Element {
  const isOpen = (index: number): boolean => isPublic(report.operations[index]!);
  const open = field.operations.filter(isOpen);
  const others = field.operations.filter((index) => !isOpen(index));
  const cell = (indexes: readonly number[], name: string): JSX.Element =>
    h('td', { class: name }, h(Some, { items: operationLinks(report, indexes), shown: 3, total: indexes.length }));
  return h(
    Fragment,
    null,
    h('td', null, h(FieldName, { name: field.name })),
    h('td', null, field.direction === 'request' ? 'in' : 'out'),
    cell(open, 'open'),
    cell(others, ''),
  );
}
