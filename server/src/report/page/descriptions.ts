import { h, type JSX } from 'preact';
import { counted as countOf, grouped } from '../../engine/counted.ts';
import { countOperations, isCalled, isPublic } from '../../engine/description/totals.ts';
import type { Report, ReportScore } from '../report.ts';
import { describeTrend } from './evidence.ts';
import { header, numberHeader, Path, sharedPrefix } from './parts.ts';

interface DescriptionsProps {
  /** Worst first: they come in this order. */
  readonly reports: readonly Report[];
  /** The name of the report that is shown. */
  readonly chosen: string;
  readonly choose: (name: string) => void;
}

/** The index. */
export function Descriptions({ reports, chosen, choose }: DescriptionsProps): JSX.Element {
  const isCompared = reports.some(({ trend }) => trend !== null);
  const sum = (count: (report: Report) => number): number => reports.reduce((all, report) => all + count(report), 0);
  const totals = [
    countOperations(reports.flatMap(({ operations }) => operations)),
    `${grouped(sum(({ operations }) => operations.filter(isPublic).length))} public or with optional authentication`,
    countOf(
      sum(({ findings }) => findings.length),
      'finding',
    ),
  ];
  return h(
    'section',
    { 'aria-labelledby': 'index' },
    h('h2', { id: 'index', tabIndex: -1 }, countOf(reports.length, 'description'), ', the worst first'),
    h('p', null, totals.join(' · ')),
    isCompared && h('p', null, describeTrends(reports)),
    h(
      'div',
      { class: 'scroll index', tabIndex: 0, role: 'region', 'aria-label': 'Table of descriptions' },
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
          reports.map((report, index) =>
            h(Row, {
              key: report.name,
              report,
              above: reports[index - 1]?.name,
              isChosen: report.name === chosen,
              isCompared,
              choose,
            }),
          ),
        ),
      ),
    ),
  );
}

interface RowProps {
  readonly report: Report;
  /** The name of the row above. */
  readonly above: string | undefined;
  readonly isChosen: boolean;
  readonly isCompared: boolean;
  readonly choose: (name: string) => void;
}

function Row({ report, above, isChosen, isCompared, choose }: RowProps): JSX.Element {
  const { name, score, operations, findings } = report;
  return h(
    'tr',
    { class: isChosen ? 'chosen' : undefined },
    h(
      'th',
      { scope: 'row' },
      h(
        'button',
        {
          class: 'link',
          type: 'button',
          'aria-current': isChosen ? 'true' : undefined,
          onClick: () => choose(name),
        },
        h(Path, { path: name, same: sharedPrefix(name, above) }),
      ),
    ),
    h('td', { class: score?.withAccepted == null ? 'short' : 'wide' }, score === null ? 'none' : describeScore(score)),
    h('td', { class: 'number' }, grouped(operations.filter(isCalled).length)),
    h('td', { class: 'number' }, grouped(operations.filter(isPublic).length)),
    h('td', { class: 'number' }, grouped(findings.length)),
    isCompared && h('td', { class: 'wide' }, describeTrend(report)),
  );
}

function describeScore({ value, letter, withAccepted }: ReportScore): string {
  const accepted = withAccepted === null ? '' : `, ${withAccepted.toFixed(1)} with what is accepted`;
  return `${value.toFixed(1)} (${letter})${accepted}`;
}

/** `Since the former result: 2 scores lower, 1 higher, 4 the same; 1 description is not in it.` */
function describeTrends(reports: readonly Report[]): string {
  const changes = reports.flatMap(({ score, trend }) =>
    score === null || trend === null || trend === 'new' || trend.before === null
      ? []
      : Math.sign(Math.round((score.value - trend.before) * 10)),
  );
  const count = (sign: number): number => changes.filter((change) => change === sign).length;
  const added = reports.filter(({ trend }) => trend === 'new').length;
  const parts = `${countOf(count(-1), 'score')} lower, ${count(1)} higher, ${count(0)} the same`;
  return `Since the former result: ${parts}${added === 0 ? '' : `; not in it: ${countOf(added, 'description')}`}.`;
}
