import { type ComponentChildren, h, type JSX } from 'preact';
import type { ReportPlace } from '../report.ts';
import type { Host } from './view.ts';

export function Section(props: {
  readonly id: string;
  readonly title: string;
  readonly children?: ComponentChildren;
}): JSX.Element {
  const { id, title, children } = props;
  return h('section', { 'aria-labelledby': id }, h('h2', { id, tabIndex: -1 }, title), children);
}

/** A table that scrolls by itself where the page is narrow. */
export function Table(props: { readonly label: string; readonly children?: ComponentChildren }): JSX.Element {
  const { label, children } = props;
  return h('div', { class: 'scroll', tabIndex: 0, role: 'region', 'aria-label': label }, h('table', null, children));
}

export function Place({ at, host }: { readonly at: ReportPlace; readonly host: Host }): JSX.Element {
  const text = h(Path, { path: `${at.file}:${at.line + 1}:${at.character + 1}` });
  if (host.open === undefined) return text;
  return h('button', { class: 'link', type: 'button', onClick: () => host.open?.(at) }, text);
}

/**
 * A path that breaks before `/` alone. The first `same` characters are those of the path above: they are dimmed, so that
 * the difference is seen.
 */
export function Path({ path, same = 0 }: { readonly path: string; readonly same?: number }): JSX.Element {
  const parts = segmentsOf(path);
  let at = 0;
  return h(
    'span',
    { class: 'path' },
    parts.map((part, index) => {
      const isSame = at < same;
      at += part.length;
      return [index > 0 && h('wbr', null), h('span', isSame ? { class: 'same' } : null, part)];
    }),
  );
}

function segmentsOf(path: string): readonly string[] {
  return path.match(/\/*[^/]+\/*$|\/*[^/]+|\/+/g) ?? [path];
}

/** How many characters the whole segments at the beginning of two paths share; the last segment is never among them. */
export function sharedPrefix(path: string, above: string | undefined): number {
  if (above === undefined) return 0;
  const own = segmentsOf(path);
  const other = segmentsOf(above);
  let length = 0;
  for (let index = 0; index < own.length - 1 && own[index] === other[index]; index++) length += own[index]!.length;
  return length;
}

/** A message in which URLs and paths may break at `/`, as in a narrow column they must. */
export function breakable(text: string): readonly (JSX.Element | string)[] {
  return text.split(/(?<=[^/\s"])(?=\/[^/\s"])/).flatMap((part, index) => (index > 0 ? [h('wbr', null), part] : part));
}

/** `Schema.property`: it breaks at the dot alone. */
export function FieldName({ name }: { readonly name: string }): JSX.Element {
  const parts = name.split(/(?=\.)/);
  return h(
    'code',
    { class: 'path' },
    parts.map((part, index) => [index > 0 && h('wbr', null), h('span', null, part)]),
  );
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
