import { h, type JSX } from 'preact';
import { specified } from '../../engine/lexicon/specified.ts';
import type { Letter } from '../../engine/score/score.ts';
import type { ReportFinding, ReportScore } from '../report.ts';
import { FindingNumbers, idOf } from './links.ts';

const radius = 52;

/** The score as a ring. Its text is part of the picture's name. */
export function gauge({ value, letter, withAccepted }: ReportScore): JSX.Element {
  const accepted = withAccepted === null ? '' : `, ${withAccepted.toFixed(1)} with what is accepted`;
  const length = 2 * Math.PI * radius;
  return h(
    'svg',
    {
      class: 'gauge',
      viewBox: '0 0 120 120',
      role: 'img',
      'aria-label': `Score ${value.toFixed(1)} of 100, letter ${letter}${accepted}`,
    },
    h('circle', { cx: 60, cy: 60, r: radius, class: 'track' }),
    h('circle', {
      cx: 60,
      cy: 60,
      r: radius,
      class: `letter-${letter}`,
      'stroke-dasharray': `${((length * value) / 100).toFixed(1)} ${length.toFixed(1)}`,
      transform: 'rotate(-90 60 60)',
    }),
    h('text', { x: 60, y: 58, class: 'letter' }, letter),
    h('text', { x: 60, y: 82, class: 'value' }, value.toFixed(1)),
  );
}

/** A pillar's value as a bar, without a color where there is no letter; the number stands next to it. An attribute, as the page allows no style in its HTML. */
export function bar(value: number, letter: Letter | null): JSX.Element {
  return h(
    'svg',
    { class: 'bar', viewBox: '0 0 100 8', preserveAspectRatio: 'none', 'aria-hidden': 'true' },
    h('rect', { width: value, height: 8, class: letter === null ? 'track' : `letter-${letter}` }),
  );
}

const owasp = specified('OWASP API Security Top 10, 2023', [
  ['API1:2023', 'Broken Object Level Authorization'],
  ['API2:2023', 'Broken Authentication'],
  ['API3:2023', 'Broken Object Property Level Authorization'],
  ['API4:2023', 'Unrestricted Resource Consumption'],
  ['API5:2023', 'Broken Function Level Authorization'],
  ['API6:2023', 'Unrestricted Access to Sensitive Business Flows'],
  ['API7:2023', 'Server Side Request Forgery'],
  ['API8:2023', 'Security Misconfiguration'],
  ['API9:2023', 'Improper Inventory Management'],
  ['API10:2023', 'Unsafe Consumption of APIs'],
] as const);

const severities = ['error', 'warning', 'information'] as const;

/** Findings by OWASP category and severity: a table, so that a screen reader reads it as one. */
export function heat(findings: readonly ReportFinding[]): JSX.Element {
  const indexesOf = (category: string, severity: string): readonly number[] =>
    findings.flatMap((finding, index) => (finding.owasp === category && finding.severity === severity ? index : []));
  return h(
    'div',
    { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': 'Findings by OWASP category' },
    h(
      'table',
      { class: 'heat' },
      h(
        'thead',
        null,
        h(
          'tr',
          null,
          h('th', { scope: 'col' }, 'Category'),
          severities.map((severity) => h('th', { scope: 'col' }, severity)),
        ),
      ),
      h(
        'tbody',
        null,
        owasp.map(([id, title]) =>
          h(
            'tr',
            { id: idOf.owasp(id), tabIndex: -1 },
            h('th', { scope: 'row' }, `${id} ${title}`),
            severities.map((severity) => {
              const indexes = indexesOf(id, severity);
              const number = indexes.length;
              return h(
                'td',
                { class: number === 0 ? 'none' : `cell ${severity} level-${Math.min(3, number)}` },
                number === 0 ? 0 : h('details', null, h('summary', null, number), h(FindingNumbers, { indexes })),
              );
            }),
          ),
        ),
      ),
    ),
  );
}
