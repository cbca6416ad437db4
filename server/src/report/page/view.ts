import { h, type JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { counted as countOf, grouped } from '../../engine/counted.ts';
import type { Report, ReportFinding, ReportOperation, ReportPlace, ReportScore } from '../report.ts';
import { bar, gauge, heat } from './charts.ts';
import { Acceptances, Changes, Compliance, describeTrend } from './evidence.ts';
import { firstOf, type Group, groups, groupsOf, type SortKey, sorted } from './operations.ts';
import { header, list, numberHeader, Place, Section } from './parts.ts';

/** What the page can do where it lives: in a file it opens nothing and repairs nothing. */
export interface Host {
  /** Shows a place in the editor; `undefined` in a file. */
  readonly open?: (at: ReportPlace) => void;
  /** Applies the best fix of a finding. */
  readonly fix?: (finding: ReportFinding) => void;
  /** Shows the page of a rule. */
  readonly explain?: (ruleId: string) => void;
}

/** The whole page: an index if there are several descriptions, and the report of the chosen one. */
export function Page({ reports, host }: { readonly reports: readonly Report[]; readonly host: Host }): JSX.Element {
  const [chosen, choose] = useState(0);
  const report = reports[Math.min(chosen, reports.length - 1)];
  return h(
    'main',
    null,
    reports.length > 1 && h(Index, { reports, chosen, choose }),
    report === undefined
      ? h('p', null, 'No OpenAPI description was found.')
      : h(OneReport, { key: report.name, report, host }),
  );
}

interface IndexProps {
  readonly reports: readonly Report[];
  readonly chosen: number;
  readonly choose: (index: number) => void;
}

/** Worst first: the reports come in this order. */
function Index({ reports, chosen, choose }: IndexProps): JSX.Element {
  const isCompared = reports.some(({ trend }) => trend !== null);
  return h(
    'section',
    { 'aria-labelledby': 'index' },
    h('h2', { id: 'index' }, countOf(reports.length, 'description'), ', the worst first'),
    h(
      'div',
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table of descriptions' },
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            header('Description'),
            header('Score'),
            ...['Operations', 'Public', 'Findings'].map(numberHeader),
            isCompared && header('Change'),
          ),
        ),
        h(
          'tbody',
          null,
          reports.map(({ name, score, operations, findings, trend }, index) =>
            h(
              'tr',
              { class: index === chosen ? 'chosen' : undefined },
              h(
                'th',
                { scope: 'row' },
                h(
                  'button',
                  {
                    class: 'link',
                    type: 'button',
                    'aria-current': index === chosen ? 'true' : undefined,
                    onClick: () => choose(index),
                  },
                  name,
                ),
              ),
              h('td', null, score === null ? 'none' : describeScore(score)),
              h('td', { class: 'number' }, operations.length),
              h('td', { class: 'number' }, operations.filter(isPublic).length),
              h('td', { class: 'number' }, findings.length),
              isCompared && h('td', null, describeTrend({ score, trend })),
            ),
          ),
        ),
      ),
    ),
  );
}

function describeScore({ value, letter, withAccepted }: ReportScore): string {
  const accepted = withAccepted === null ? '' : `, ${withAccepted.toFixed(1)} with what is accepted`;
  return `${value.toFixed(1)} (${letter})${accepted}`;
}

function OneReport({ report, host }: { readonly report: Report; readonly host: Host }): JSX.Element {
  return h(
    'div',
    null,
    h(Summary, { report }),
    h(Changes, { report, host }),
    h(First, { report, host }),
    h(Operations, { report, host }),
    h(Strategy, { report }),
    h(Owasp, { report }),
    h(Compliance, { report }),
    h(Flows, { report }),
    h(Acceptances, { report, host }),
  );
}

function Summary({ report }: { readonly report: Report }): JSX.Element {
  const { name, title, openapi, score, operations, findings, unread } = report;
  const facts = [
    countOf(operations.length, 'operation'),
    `${operations.filter(isPublic).length} public`,
    `${operations.filter(({ rateLimit }) => rateLimit.length === 0).length} without a rate limit`,
    `${operations.filter(({ transport }) => transport === 'http' || transport === 'mixed').length} over plain HTTP`,
    countOf(findings.length, 'finding'),
  ];
  return h(
    'header',
    null,
    h('h1', null, title === '' ? name : title),
    h('p', { class: 'quiet' }, `${name} · OpenAPI ${openapi}`),
    unread.length > 0 &&
      h(
        'div',
        { role: 'note', class: 'note' },
        h('p', null, `${countOf(unread.length, 'problem')} kept parts of the description from being read:`),
        h(
          'ul',
          null,
          unread.slice(0, 10).map((message) => h('li', null, message)),
        ),
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
                  h('dd', null, bar(value, letter), `${value.toFixed(1)} (${letter})`),
                ),
              ),
            ),
          ),
        ),
  );
}

const shownFirst = 10;

function First({ report, host }: { readonly report: Report; readonly host: Host }): JSX.Element {
  const [isAll, showAll] = useState(false);
  const { findings, name } = report;
  const shown = isAll ? findings : findings.slice(0, shownFirst);
  if (findings.length === 0)
    return h(Section, { id: 'first', title: 'What to do first' }, h('p', null, 'Nothing was found.'));
  return h(
    Section,
    { id: 'first', title: 'What to do first' },
    h(
      'ol',
      { class: 'findings' },
      shown.map((finding) => {
        const { ruleId, severity, message, points, fix, at, operations } = finding;
        return h(
          'li',
          { key: finding.fingerprint },
          h('span', { class: `severity ${severity}` }, severity),
          points > 0 && h('strong', { class: 'gain' }, `+${points.toFixed(1)} points`),
          h('span', { class: 'message' }, message),
          h(
            'span',
            { class: 'quiet' },
            h(Place, { at, host }),
            operations.length > 0 && ` · ${countOf(operations.length, 'operation')}`,
            ' · ',
            host.explain === undefined
              ? h('code', null, ruleId)
              : h('button', { class: 'link', type: 'button', onClick: () => host.explain?.(ruleId) }, ruleId),
          ),
          fix !== null && h(Repair, { finding, fix, name, host }),
        );
      }),
    ),
    findings.length > shownFirst &&
      h(
        'button',
        { type: 'button', class: 'more', 'aria-expanded': isAll, onClick: () => showAll(!isAll) },
        isAll ? `Show the first ${shownFirst}` : `Show all ${findings.length}`,
      ),
  );
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
  const option = fix.safety === 'safe' ? '' : ' --unsafe';
  const quoted = /^[\w./-]+$/.test(name) ? name : `'${name.replaceAll("'", "'\\''")}'`;
  return h(
    'span',
    { class: 'repair' },
    `${fix.title}: `,
    h('code', null, `portcullis fix --rule ${finding.ruleId}${option} ${quoted}`),
  );
}

const columns: readonly { readonly key: SortKey; readonly title: string }[] = [
  { key: 'method', title: 'Method' },
  { key: 'path', title: 'Path' },
  { key: 'roles', title: 'Role' },
  { key: 'callers', title: 'Who may call' },
  { key: 'transport', title: 'Transport' },
  { key: 'limit', title: 'Limit' },
  { key: 'sends', title: 'Data in' },
  { key: 'returns', title: 'Data out' },
  { key: 'findings', title: 'Findings' },
  { key: 'score', title: 'Score' },
];

function Operations({ report, host }: { readonly report: Report; readonly host: Host }): JSX.Element {
  const { operations } = report;
  const [query, search] = useState('');
  const [group, setGroup] = useState<Group>('exposure');
  const [only, setOnly] = useState('all');
  const [sort, setSort] = useState<{ key: SortKey; isDown: boolean } | undefined>(undefined);
  // A file is rendered whole, so that it is complete without scripts and on paper; the first choice begins with a part.
  const [limit, setLimit] = useState(host.open === undefined ? Number.POSITIVE_INFINITY : rowsAtOnce);
  useEffect(() => {
    const showAll = (): void => setLimit(Number.POSITIVE_INFINITY);
    addEventListener('beforeprint', showAll);
    return () => removeEventListener('beforeprint', showAll);
  }, []);
  const shown = useMemo(() => {
    const wanted = query.trim().toLowerCase();
    return sorted(
      operations.filter((operation) => filters[only]!.test(operation) && matches(operation, wanted)),
      sort,
    );
  }, [operations, query, only, sort]);
  /** A choice changes the rows, and so begins with the first. */
  const choose =
    <Value>(set: (value: Value) => void) =>
    (value: Value): void => {
      set(value);
      setLimit(rowsAtOnce);
    };
  const toggle = (key: SortKey): void =>
    choose(setSort)(sort?.key !== key ? { key, isDown: false } : sort.isDown ? undefined : { key, isDown: true });
  return h(
    Section,
    { id: 'operations', title: 'Operations' },
    h(
      'form',
      { class: 'controls', role: 'search', onSubmit: (event: Event) => event.preventDefault() },
      h(
        'label',
        null,
        'Search ',
        h('input', {
          type: 'search',
          value: query,
          onInput: (event: Event) => choose(search)((event.target as HTMLInputElement).value),
        }),
      ),
      h(
        'label',
        null,
        'Show ',
        h(
          'select',
          { value: only, onChange: (event: Event) => choose(setOnly)((event.target as HTMLSelectElement).value) },
          Object.entries(filters).map(([value, { title }]) => h('option', { value }, title)),
        ),
      ),
      h(
        'label',
        null,
        'Group by ',
        h(
          'select',
          {
            value: group,
            onChange: (event: Event) => choose(setGroup)((event.target as HTMLSelectElement).value as Group),
          },
          Object.entries(groups).map(([value, title]) => h('option', { value }, title)),
        ),
      ),
    ),
    h('p', { role: 'status', class: 'quiet' }, `${shown.length} of ${countOf(operations.length, 'operation')}`),
    h(
      'div',
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table of operations' },
      h(
        'table',
        { class: 'operations' },
        h(
          'thead',
          null,
          h(
            'tr',
            null,
            columns.map(({ key, title }) =>
              h(
                'th',
                {
                  scope: 'col',
                  'aria-sort': sort?.key !== key ? 'none' : sort.isDown ? 'descending' : 'ascending',
                },
                h(
                  'button',
                  { type: 'button', onClick: () => toggle(key) },
                  title,
                  h('span', { 'aria-hidden': 'true' }, sort?.key !== key ? '' : sort.isDown ? ' ▼' : ' ▲'),
                ),
              ),
            ),
          ),
        ),
        firstOf(groupsOf(shown, group), limit).map(({ title, operations: members, total }) =>
          h(
            'tbody',
            null,
            title !== '' &&
              h(
                'tr',
                { class: 'group' },
                h('th', { colSpan: columns.length, scope: 'rowgroup' }, `${title} (${grouped(total)})`),
              ),
            members.map((operation) => h(Row, { operation, report, host })),
          ),
        ),
      ),
    ),
    shown.length > limit && h(MoreRows, { limit, total: shown.length, setLimit }),
  );
}

/** Rows that are drawn at once: thousands would take a second with each key press. */
const rowsAtOnce = 100;

interface MoreRowsProps {
  readonly limit: number;
  readonly total: number;
  readonly setLimit: (limit: number) => void;
}

/** Adds rows when it comes into view, and by hand. */
function MoreRows({ limit, total, setLimit }: MoreRowsProps): JSX.Element {
  const button = useRef<HTMLButtonElement>(null);
  const more = (): void => setLimit(limit + rowsAtOnce);
  useEffect(() => {
    const observer = new IntersectionObserver((entries) => {
      if (entries.some(({ isIntersecting }) => isIntersecting)) more();
    });
    if (button.current !== null) observer.observe(button.current);
    return () => observer.disconnect();
  }, [limit]);
  return h(
    'button',
    { type: 'button', class: 'more', ref: button, onClick: more },
    `Show more (${grouped(limit)} of ${countOf(total, 'operation')} are shown)`,
  );
}

const filters: Readonly<
  Record<string, { readonly title: string; readonly test: (operation: ReportOperation) => boolean }>
> = {
  all: { title: 'all', test: () => true },
  public: { title: 'public', test: (operation) => isPublic(operation) },
  writes: {
    title: 'public writes',
    test: (operation) => isPublic(operation) && !['get', 'head', 'options'].includes(operation.method),
  },
  unlimited: { title: 'without a rate limit', test: ({ rateLimit }) => rateLimit.length === 0 },
  plain: { title: 'over plain HTTP', test: ({ transport }) => transport === 'http' || transport === 'mixed' },
  sensitive: {
    title: 'with sensitive data',
    test: ({ sensitive }) => sensitive.request.length + sensitive.response.length > 0,
  },
  findings: { title: 'with findings', test: ({ findings }) => findings.length > 0 },
  deprecated: { title: 'deprecated', test: ({ deprecated }) => deprecated },
};

function matches(operation: ReportOperation, wanted: string): boolean {
  if (wanted === '') return true;
  const { method, path, operationId, roles, callers, sensitive, transport } = operation;
  const text = [
    method,
    path,
    operationId,
    ...roles,
    ...callers,
    ...sensitive.request,
    ...sensitive.response,
    transport,
  ];
  return text.join(' ').toLowerCase().includes(wanted);
}

function Row(props: {
  readonly operation: ReportOperation;
  readonly report: Report;
  readonly host: Host;
}): JSX.Element {
  const { operation, report, host } = props;
  const { method, path, kind, deprecated, roles, callers, transport, rateLimit, sensitive, findings, score, at } =
    operation;
  const worst = findings.map((index) => report.findings[index]!.severity);
  const severity = (['error', 'warning', 'information'] as const).find((one) => worst.includes(one));
  const title = findings
    .map((index) => report.findings[index]!.message)
    .slice(0, 8)
    .join('\n');
  return h(
    'tr',
    null,
    h('td', { class: 'method' }, method.toUpperCase()),
    h(
      'th',
      { scope: 'row' },
      host.open === undefined
        ? h('code', { title: `${at.file}:${at.line + 1}` }, path)
        : h('button', { class: 'link', type: 'button', onClick: () => host.open?.(at) }, path),
      kind !== 'operation' && h('span', { class: 'tag' }, kind),
      deprecated && h('span', { class: 'tag' }, 'deprecated'),
    ),
    h('td', null, roles.join(', ')),
    h(
      'td',
      { class: isPublic(operation) ? 'open' : undefined },
      isPublic(operation) && h('span', { 'aria-hidden': 'true' }, '⚠ '),
      callers.join(' or '),
    ),
    h('td', { class: transport === 'http' || transport === 'mixed' ? 'open' : undefined }, transport),
    h('td', { title: rateLimit.join(', ') || undefined }, rateLimit.length === 0 ? 'none' : 'yes'),
    h('td', null, sensitive.request.join(', ')),
    h('td', null, sensitive.response.join(', ')),
    h(
      'td',
      { title: title === '' ? undefined : title },
      severity === undefined ? '0' : h('span', { class: `severity ${severity}` }, `${findings.length} (${severity})`),
    ),
    h('td', { class: 'number' }, score),
  );
}

const stateNames = {
  shown: 'shown',
  weak: 'failed',
  absent: 'no evidence',
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
        h('thead', null, h('tr', null, ...['Consideration', 'State', 'Evidence', 'What fails it'].map(header))),
        h(
          'tbody',
          null,
          report.considerations.map(({ title, state, evidence, failing, accepted }) =>
            h(
              'tr',
              null,
              h('th', { scope: 'row' }, title),
              h('td', { class: `state ${state}` }, stateNames[state]),
              h('td', null, list(evidence)),
              h(
                'td',
                null,
                list(failing.slice(0, 5).map((index) => report.findings[index]!.message)),
                failing.length > 5 && `and ${failing.length - 5} more`,
                accepted > 0 &&
                  h(
                    'p',
                    null,
                    `${countOf(accepted, 'accepted finding')}, which ${accepted === 1 ? 'is' : 'are'} listed below`,
                  ),
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
  const { flows, operations } = report;
  const nameOf = (index: number): string => `${operations[index]!.method.toUpperCase()} ${operations[index]!.path}`;
  if (flows.length === 0)
    return h(Section, { id: 'flows', title: 'Sensitive data' }, h('p', null, 'No sensitive data was recognized.'));
  return h(
    Section,
    { id: 'flows', title: 'Sensitive data' },
    h(
      'div',
      { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Table of sensitive data' },
      h(
        'table',
        null,
        h(
          'thead',
          null,
          h('tr', null, ...['Class', 'Field', 'Direction', 'Operations', 'Public among them'].map(header)),
        ),
        flows.map(({ class: name, fields }) =>
          h(
            'tbody',
            null,
            fields.slice(0, fieldsShown).map((field, index) => {
              const open = field.operations.filter((one) => isPublic(operations[one]!));
              return h(
                'tr',
                null,
                index === 0 && h('th', { scope: 'rowgroup', rowSpan: Math.min(fields.length, fieldsShown) }, name),
                h('td', null, h('code', null, field.name)),
                h('td', null, field.direction === 'request' ? 'in' : 'out'),
                h(
                  'td',
                  { title: field.operations.slice(0, 20).map(nameOf).join('\n') },
                  countOf(field.operations.length, 'operation'),
                ),
                h(
                  'td',
                  { class: open.length > 0 ? 'open' : undefined },
                  list(open.slice(0, 5).map(nameOf)),
                  open.length > 5 && `and ${open.length - 5} more`,
                ),
              );
            }),
            fields.length > fieldsShown &&
              h('tr', null, h('td', { colSpan: 5 }, `${name}: ${fieldsShown} of ${countOf(fields.length, 'field')}`)),
          ),
        ),
      ),
    ),
  );
}

function isPublic({ authentication }: ReportOperation): boolean {
  return authentication !== 'required';
}
