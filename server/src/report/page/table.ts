import { h, type JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { counted as countOf, grouped } from '../../engine/counted.ts';
import { isCalled, isPlain, isPublic } from '../../engine/description/totals.ts';
import { transportNames } from '../../engine/description/transportNames.ts';
import type { Report, ReportOperation } from '../report.ts';
import { FindingNumbers, idOf, Link, Some, type Target, useArrival } from './links.ts';
import {
  evidenceOf,
  filters,
  firstOf,
  type Group,
  groups,
  groupsOf,
  matches,
  type SortKey,
  sorted,
} from './operations.ts';
import { Path, Section, sharedPrefix } from './parts.ts';
import type { Host } from './view.ts';

interface Column {
  readonly key: SortKey;
  readonly title: string;
}

const columns: readonly Column[] = [
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

/** In a panel the path leads to the source; a file names the place. */
const fileColumns: readonly Column[] = [...columns, { key: 'place', title: 'Place' }];

interface OperationsProps {
  readonly report: Report;
  readonly host: Host;
  readonly target: Target | undefined;
}

export function Operations({ report, host, target }: OperationsProps): JSX.Element {
  const { operations } = report;
  const shownColumns = host.open === undefined ? fileColumns : columns;
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
  const indexes = useMemo(() => new Map(operations.map((operation, index) => [operation, index])), [operations]);
  const totals = useMemo(
    () => new Map(groupsOf(operations, group).map(({ title, operations: members }) => [title, members.length])),
    [operations, group],
  );
  const showAll = (): void => {
    search('');
    setOnly('all');
    setLimit(Number.POSITIVE_INFINITY);
  };
  useArrival(target, 'operation-', showAll);
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
        'Search paths, callers, roles and data ',
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
          Object.entries(filters).map(([value, { title, test }]) =>
            h('option', { value }, `${title} (${grouped(operations.filter(test).length)})`),
          ),
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
    h(
      'div',
      { class: 'count' },
      h('p', { role: 'status', class: 'quiet' }, describeShown(shown.length, operations.length, { query, only })),
      shown.length < operations.length &&
        h('button', { type: 'button', class: 'more', onClick: showAll }, 'Show all operations'),
    ),
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
            shownColumns.map(({ key, title }) =>
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
                h(
                  'th',
                  { colSpan: shownColumns.length, scope: 'rowgroup' },
                  `${title} (${describePart(total, totals.get(title) ?? total)})`,
                ),
              ),
            members.map((operation, position) =>
              h(Row, {
                key: indexes.get(operation),
                operation,
                index: indexes.get(operation)!,
                above: members[position - 1]?.path,
                report,
                host,
              }),
            ),
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

/** `3 of 13 operations are shown: public writes that contain "card".` */
function describeShown(shown: number, all: number, choice: { readonly query: string; readonly only: string }): string {
  const wanted = choice.query.trim();
  const what = [
    choice.only === 'all' ? '' : filters[choice.only]!.title,
    wanted === '' ? '' : `with "${wanted}" in path, caller, role or data`,
  ];
  const verb = shown === 1 ? 'is' : 'are';
  const parts = what.filter((part) => part !== '');
  return `${grouped(shown)} of ${countOf(all, 'operation')} ${verb} shown${parts.length === 0 ? '' : `: ${parts.join(', ')}`}.`;
}

function describePart(shown: number, all: number): string {
  return shown === all ? grouped(all) : `${grouped(shown)} of ${grouped(all)}`;
}

interface RowProps {
  readonly operation: ReportOperation;
  readonly index: number;
  /** The path of the row above. */
  readonly above: string | undefined;
  readonly report: Report;
  readonly host: Host;
}

function Row({ operation, index, above, report, host }: RowProps): JSX.Element {
  const { method, path, kind, deprecated, roles, callers, transport, rateLimit, sensitive, findings, score, at } =
    operation;
  const worst = findings.map((one) => report.findings[one]!.severity);
  const severity = (['error', 'warning', 'information'] as const).find((one) => worst.includes(one));
  const shownPath = h(Path, { path, same: sharedPrefix(path, above) });
  return h(
    'tr',
    { id: idOf.operation(index), tabIndex: -1 },
    h('td', { class: 'method' }, `${method.toUpperCase()} `),
    h(
      'th',
      { scope: 'row' },
      host.open === undefined
        ? h('code', null, shownPath)
        : h('button', { class: 'link', type: 'button', onClick: () => host.open?.(at) }, shownPath),
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
    h(
      'td',
      { class: isPlain(operation) ? 'open' : undefined },
      isCalled(operation) ? transportNames[transport] : 'to the receiver',
    ),
    h(
      'td',
      null,
      rateLimit.length === 0
        ? 'none'
        : h(Some, {
            items: rateLimit.map((evidence) => h('span', { class: 'short' }, evidenceOf(evidence))),
            shown: 1,
          }),
    ),
    h('td', { class: 'data' }, h(DataClasses, { classes: sensitive.request, report })),
    h('td', { class: 'data' }, h(DataClasses, { classes: sensitive.response, report })),
    h(
      'td',
      null,
      severity === undefined
        ? 'none'
        : h('span', { class: `severity ${severity}` }, `${findings.length} (${severity}) `),
      h(FindingNumbers, { indexes: findings }),
    ),
    h('td', { class: 'number' }, score),
    host.open === undefined &&
      h(
        'td',
        null,
        h(Path, { path: `${at.file === report.name ? '' : `${at.file}:`}${at.line + 1}:${at.character + 1}` }),
      ),
  );
}

function DataClasses(props: { readonly classes: readonly string[]; readonly report: Report }): JSX.Element {
  const { classes, report } = props;
  return h(
    'span',
    null,
    classes.map((name, position) => {
      const row = report.flows.findIndex((flow) => flow.class === name);
      return [position > 0 && ', ', row < 0 ? name : h(Link, { to: idOf.dataClass(row) }, name)];
    }),
  );
}
