import { h, type JSX } from 'preact';
import { counted as countOf } from '../../engine/counted.ts';
import type { ComplianceRow } from '../compliance.ts';
import type { Report, ReportAcceptance } from '../report.ts';
import type { Trend } from '../trend.ts';
import { FindingList, idOf, Link, Some } from './links.ts';
import { breakable, header, Place, Section, Table } from './parts.ts';
import type { Host } from './view.ts';

/** Who accepted what, why and until when; and what the configuration turns off. */
export function Acceptances({ report, host }: { readonly report: Report; readonly host: Host }): JSX.Element {
  const { acceptances, off } = report;
  const titles = ['Rule', 'Reason', 'Owner', 'Until', 'Accepts', 'Written in'];
  return h(
    Section,
    { id: 'acceptances', title: 'Accepted findings' },
    acceptances.length === 0
      ? h('p', null, 'Nothing is accepted.')
      : h(
          Table,
          { label: 'Table of accepted findings' },
          h('thead', null, h('tr', null, ...titles.map(header))),
          h(
            'tbody',
            null,
            acceptances.map((one) => h(AcceptanceRow, { one, host })),
          ),
        ),
    off.length > 0 && h(TurnedOff, { off }),
  );
}

function TurnedOff({ off }: { readonly off: Report['off'] }): JSX.Element {
  return h(
    'div',
    null,
    h('h3', null, 'Turned off in the configuration'),
    h(
      'p',
      { class: 'quiet' },
      'They are not checked, so their findings are not in this report. The score counts them.',
    ),
    h(
      Table,
      { label: 'Table of rules that are turned off' },
      h('thead', null, h('tr', null, ...['Rule or pillar', 'Reason'].map(header))),
      h(
        'tbody',
        null,
        off.map(({ name, title, reason }) =>
          h(
            'tr',
            null,
            h('th', { scope: 'row' }, title, h('br', null), h('code', null, name)),
            h('td', { class: reason === null ? 'open' : undefined }, reason ?? 'none stated'),
          ),
        ),
      ),
    ),
  );
}

function AcceptanceRow({ one, host }: { readonly one: ReportAcceptance; readonly host: Host }): JSX.Element {
  const { ruleId, title, kind, reason, owner, until, hasEnded, at, findings, count } = one;
  return h(
    'tr',
    null,
    h('th', { scope: 'row' }, title, h('br', null), h('code', null, ruleId)),
    h('td', { class: reason === null ? 'open' : undefined }, reason ?? 'none stated'),
    h('td', null, owner ?? 'none stated'),
    h('td', { class: hasEnded ? 'short open' : 'short' }, until ?? 'no end', hasEnded && [h('br', null), 'ended']),
    h(
      'td',
      { class: 'breaking' },
      hasEnded
        ? 'nothing any more'
        : h(Some, { items: findings.map(({ message }) => h('span', null, breakable(message))), total: count }),
    ),
    h('td', { class: 'breaking' }, h(Place, { at, host }), h('br', null), h('span', { class: 'quiet' }, kind)),
  );
}

/** Requirements of laws and standards, by standard. */
export function Compliance({ report }: { readonly report: Report }): JSX.Element {
  const { compliance } = report;
  const standards = [...new Set(compliance.map(({ id }) => standardOf(id)))];
  return h(
    Section,
    { id: 'compliance', title: 'Compliance by requirement' },
    h(
      'p',
      { class: 'quiet' },
      'Findings that fail a requirement of PCI DSS v4.0.1, the GDPR or HIPAA. No finding is no proof of compliance: most of what they ask for is not in a description.',
    ),
    h(
      Table,
      { label: 'Table of requirements' },
      h('thead', null, h('tr', null, ...['Requirement', 'Asks that', 'State', 'What fails it'].map(header))),
      standards.map((standard) => {
        const rows = compliance.filter(({ id }) => standardOf(id) === standard);
        const failed = rows.filter(({ failing }) => failing.length > 0).length;
        return h(
          'tbody',
          null,
          h(
            'tr',
            { class: 'group' },
            h(
              'th',
              { colSpan: 4, scope: 'rowgroup' },
              `${standard}: ${failed} of ${countOf(rows.length, 'requirement')} failed`,
            ),
          ),
          rows.map((row) => {
            const { id, asks, failing } = row;
            return h(
              'tr',
              { id: idOf.requirement(compliance.findIndex((one) => one.id === id)), tabIndex: -1 },
              h('th', { scope: 'row', class: 'short' }, id),
              h('td', null, asks),
              h('td', { class: `state ${failing.length > 0 ? 'weak' : ''}` }, describeRow(row)),
              h('td', null, h(FindingList, { indexes: failing, report })),
            );
          }),
        );
      }),
    ),
  );
}

function describeRow({ rules, applies, protects, otherwise, failing, accepted }: ComplianceRow): string {
  if (!applies) {
    const findings = otherwise === 0 ? '' : `: ${countOf(otherwise, 'finding')} would fail it`;
    return `does not apply, as no ${protects} was recognized${findings}`;
  }
  if (failing.length === 0 && rules === 0) return 'not checked';
  const state =
    failing.length > 0 ? `failed (${countOf(failing.length, 'finding')})` : `no finding (${countOf(rules, 'rule')})`;
  return accepted > 0 ? `${state}, ${accepted} accepted` : state;
}

function standardOf(id: string): string {
  return /^(?:PCI DSS|GDPR|HIPAA)/.exec(id)?.[0] ?? id;
}

/** `+16.0 points, 3 new, 5 gone` */
export function describeTrend({ score, trend }: Pick<Report, 'score' | 'trend'>): string {
  if (trend === null) return '';
  if (trend === 'new') return 'not in the former result';
  const parts = [`${trend.added.length} new`, `${trend.gone.length} gone`];
  if (score === null || trend.before === null) return parts.join(', ');
  const change = Math.round((score.value - trend.before) * 10) / 10;
  if (change === 0 && trend.added.length === 0 && trend.gone.length === 0) return 'no change';
  return [`${change > 0 ? '+' : change < 0 ? '−' : ''}${Math.abs(change).toFixed(1)} points`, ...parts].join(', ');
}

const changesShown = 50;

/** What has changed since the former result. */
export function Changes({ report, host }: { readonly report: Report; readonly host: Host }): JSX.Element | null {
  const { trend, score, findings } = report;
  if (trend === null) return null;
  const title = 'Since the former check';
  if (trend === 'new')
    return h(
      Section,
      { id: 'changes', title },
      h('p', null, 'The former result does not have this description, so there is nothing to compare.'),
    );
  const before = trend.before === null ? 'unknown' : trend.before.toFixed(1);
  return h(
    Section,
    { id: 'changes', title },
    h(
      'p',
      null,
      `Score ${before} before, ${score === null ? 'none' : score.value.toFixed(1)} now: ${describeTrend(report)}.`,
    ),
    h('h3', null, `New: ${countOf(trend.added.length, 'finding')}`),
    trend.added.length > 0 &&
      h(
        'ul',
        { class: 'findings' },
        trend.added.slice(0, changesShown).map((index) => {
          const { severity, message, at, ruleId } = findings[index]!;
          return h(
            'li',
            null,
            h('span', { class: `severity ${severity}` }, severity),
            ' ',
            h(Link, { to: idOf.finding(index) }, `Finding ${index + 1}`),
            h('span', { class: 'message' }, breakable(message)),
            h('span', { class: 'quiet' }, h(Place, { at, host }), ' · ', h('code', null, ruleId)),
          );
        }),
      ),
    more(trend.added.length),
    h('h3', null, `Gone: ${countOf(trend.gone.length, 'finding')}`),
    trend.gone.length > 0 && h(Gone, { trend }),
    more(trend.gone.length),
  );
}

function more(count: number): JSX.Element | false {
  return count > changesShown && h('p', null, `${changesShown} of ${count} are listed.`);
}

function Gone({ trend }: { readonly trend: Trend }): JSX.Element {
  return h(
    'ul',
    { class: 'findings' },
    trend.gone
      .slice(0, changesShown)
      .map(({ severity, message, ruleId }) =>
        h(
          'li',
          null,
          h('span', { class: `severity ${severity}` }, severity),
          h('span', { class: 'message' }, message),
          h('span', { class: 'quiet' }, h('code', null, ruleId)),
        ),
      ),
  );
}
