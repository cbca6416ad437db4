import { type ComponentChildren, h, type JSX } from 'preact';
import type { ReportPlace } from '../report.ts';
import type { Host } from './view.ts';

export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { id, title, children } = props;
  return h('section', { 'aria-labelledby': id }, h('h2', { id }, title), children);
}

/** A table that scrolls by itself where the page is narrow. */
export function Table(props: { readonly label: string; readonly children?: ComponentChildren }): JSX.Element {
  const { label, children } = props;
  return h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': label }, h('table', null, children));
}

export function Place({ at, host }: { readonly at: ReportPlace; readonly host: Host }): JSX.Element {
  const text = `${at.file}:${at.line + 1}:${at.character + 1}`;
  if (host.open === undefined) return h('span', null, text);
  return h('button', { class: 'link', type: 'button', onClick: () => host.open?.(at) }, text);
}

export function list(items: readonly string[]): JSX.Element | string {
  if (items.length === 0) return '';
  return h(
    'ul',
    null,
    items.map((item) => h('li', null, item)),
  );
}

export function numberHeader(title: string): JSX.Element {
  return h('th', { scope: 'col', class: 'number' }, title);
}

export function header(title: string): JSX.Element {
  return h('th', { scope: 'col' }, title);
}
