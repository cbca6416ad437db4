import { type ComponentChildren, Fragment, h, type JSX } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';
import { grouped } from '../../engine/counted.ts';
import type { Report, ReportOperation } from '../report.ts';
import { breakable, Path } from './parts.ts';

/** IDs of what the page links to, so that each section leads to the others, also without scripts. */
export const idOf = {
  finding: (index: number): string => `finding-${index + 1}`,
  operation: (index: number): string => `operation-${index + 1}`,
  consideration: (index: number): string => `consideration-${index + 1}`,
  requirement: (index: number): string => `requirement-${index + 1}`,
  dataClass: (index: number): string => `data-${index + 1}`,
  owasp: (category: string): string => `owasp-${category.slice(0, category.indexOf(':'))}`,
};

export function Link({ to, children }: { readonly to: string; readonly children?: ComponentChildren }): JSX.Element {
  return h('a', { href: `#${to}` }, children);
}

/** What a link has asked for; a new object each time, as the same link may be followed twice. */
export interface Target {
  readonly id: string;
  /** Whether the page is a file in a browser, where Back then leads to the link. */
  readonly isFile: boolean;
}

/** Scrolls to an element and focuses it; `false` if the page does not have it now. */
export function arriveAt({ id, isFile }: Target): boolean {
  const element = document.getElementById(id);
  if (element === null) return false;
  for (let holder = element.parentElement; holder !== null; holder = holder.parentElement) {
    if (holder instanceof HTMLDetailsElement) holder.open = true;
  }
  if (isFile) location.hash = id;
  for (const other of document.querySelectorAll('.arrived')) other.classList.remove('arrived');
  element.classList.add('arrived');
  // Asked for by the editor, the page leaves the focus where it is.
  if (document.hasFocus()) element.focus({ preventScroll: true });
  const isTall = /^H\d$/.test(element.tagName) || element.offsetHeight > innerHeight / 2;
  element.scrollIntoView({ block: isTall ? 'start' : 'center' });
  return true;
}

/** Arrives at a target that the section shows only after `prepare`: it may be filtered out, or not drawn yet. */
export function useArrival(target: Target | undefined, prefix: string, prepare: () => void): void {
  const last = useRef<Target | undefined>(undefined);
  const prepared = useRef<Target | undefined>(undefined);
  useLayoutEffect(() => {
    if (target === undefined || target === last.current || !target.id.startsWith(prefix)) return;
    if (arriveAt(target) || prepared.current === target) last.current = target;
    else {
      prepared.current = target;
      prepare();
    }
  });
}

/** Some elements, and the others folded; where there is more than is listed, how much. */
export function Some(props: {
  readonly items: readonly JSX.Element[];
  readonly shown?: number;
  /** How many there are, if not all are given. */
  readonly total?: number;
}): JSX.Element | null {
  const { items, shown = 5, total = items.length } = props;
  if (total === 0) return null;
  // One more line costs no more than the fold.
  const first = items.slice(0, items.length === shown + 1 ? items.length : shown);
  const rest = items.slice(first.length);
  const unlisted = total - items.length;
  return h(
    Fragment,
    null,
    h('ul', null, ...first.map((item) => h('li', null, item))),
    rest.length > 0 &&
      h(
        'details',
        null,
        h('summary', null, `and ${grouped(total - first.length)} more`),
        h('ul', null, ...rest.map((item) => h('li', null, item))),
        unlisted > 0 && h('p', { class: 'quiet' }, `${grouped(unlisted)} of them are not listed.`),
      ),
    rest.length === 0 && unlisted > 0 && h('p', { class: 'quiet' }, `and ${grouped(unlisted)} more`),
  );
}

/** Findings with their numbers and messages. */
export function FindingList({ indexes, report }: { readonly indexes: readonly number[]; readonly report: Report }) {
  const items = indexes.map((index) =>
    h(
      Fragment,
      null,
      h(Link, { to: idOf.finding(index) }, `Finding ${index + 1}`),
      ': ',
      breakable(report.findings[index]!.message),
    ),
  );
  return h(Some, { items });
}

const numbersShown = 12;

/** The numbers of findings alone, where a table has no room for more. */
export function FindingNumbers({ indexes }: { readonly indexes: readonly number[] }): JSX.Element | null {
  if (indexes.length === 0) return null;
  const number = (index: number): readonly (JSX.Element | string)[] => [
    h('a', { href: `#${idOf.finding(index)}`, 'aria-label': `Finding ${index + 1}` }, index + 1),
    ' ',
  ];
  const first = indexes.slice(0, numbersShown);
  const rest = indexes.slice(numbersShown);
  return h(
    'span',
    { class: 'numbers' },
    first.map(number),
    rest.length > 0 && h('details', null, h('summary', null, `and ${rest.length} more`), rest.map(number)),
  );
}

function OperationLink(props: { readonly operation: ReportOperation; readonly index: number }): JSX.Element {
  const { operation, index } = props;
  return h(Link, { to: idOf.operation(index) }, operation.method.toUpperCase(), ' ', h(Path, { path: operation.path }));
}

const operationsListed = 20;

/** Links to operations, the first ones listed. */
export function operationLinks(report: Report, indexes: readonly number[]): readonly JSX.Element[] {
  return indexes
    .slice(0, operationsListed)
    .map((index) => h(OperationLink, { operation: report.operations[index]!, index }));
}
