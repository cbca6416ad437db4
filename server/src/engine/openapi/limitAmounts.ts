import { specified } from '../lexicon/specified.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';

/** More amounts of one extension are not listed. */
const maxAmounts = 10;

/** How many nodes of an extension are read. */
const maxNodes = 1000;

const periods: readonly string[] = specified('Kong: rate-limiting plugins', [
  'second',
  'minute',
  'hour',
  'day',
  'month',
  'year',
]);

/**
 * The amounts that the rate-limit extension of a gateway states, such as `60 per minute`; empty where it leaves them to the
 * gateway.
 */
export function limitAmounts(extension: SourceNode): readonly string[] {
  const { scalar } = extension;
  if (typeof scalar === 'string' || typeof scalar === 'number') return [String(scalar)];
  const found = new Set<string>();
  const stack: SourceNode[] = [extension];
  const seen = new Set<SourceNode>();
  for (let node = stack.pop(); node !== undefined && seen.size < maxNodes; node = stack.pop()) {
    if (seen.has(node) || isOff(node)) continue;
    seen.add(node);
    for (const amount of amountsOf(node)) if (found.size < maxAmounts) found.add(amount);
    const below = [...node.entries().map(({ value }) => value), ...node.items()];
    stack.push(...below.reverse());
  }
  return [...found];
}

/** A plugin, a policy or a limit that is switched off. */
function isOff(node: SourceNode): boolean {
  return (
    node.get('enabled')?.scalar === false ||
    node.get('disabled')?.scalar === true ||
    node.get('disable')?.scalar === true ||
    node.at('_meta', 'disable')?.scalar === true
  );
}

function amountsOf(node: SourceNode): readonly string[] {
  const number = (key: string): string | undefined => textOf(node.get(key));
  const per = (amount: string | undefined, period: string | undefined): readonly string[] =>
    amount === undefined || period === undefined ? [] : [`${amount} per ${period}`];
  const seconds = (key: string): string | undefined => {
    const text = number(key);
    return text === undefined || !/^\d+$/.test(text) ? text : `${text} seconds`;
  };
  const literal = node.get('rate-literal')?.string;
  const unit = node.get('unit')?.string;
  const duration = number('duration');
  return [
    ...periods.flatMap((period) => per(number(period), period)),
    ...(literal === undefined ? [] : [literal]),
    // Kong: the lists belong together, item by item.
    ...pairs(node.get('limit'), node.get('window_size')),
    ...(node.has('window') ? per(number('limit') ?? number('hits'), seconds('window')) : []),
    ...(duration === undefined || unit === undefined
      ? []
      : per(number('limit'), `${duration === '1' ? '' : `${duration} `}${unit}`)),
    ...per(number('count'), seconds('time_window')),
    ...per(number('rate'), seconds('per')),
    ...(node.has('burst') ? per(number('rate'), 'second') : []),
    ...(node.has('conn') ? [`${number('conn')} at the same time`] : []),
    ...ofQuota(node),
  ];
}

function pairs(limits: SourceNode | undefined, windows: SourceNode | undefined): readonly string[] {
  if (limits === undefined || windows === undefined) return [];
  const list = (node: SourceNode): readonly SourceNode[] => (node.kind === 'sequence' ? node.items() : [node]);
  const sizes = list(windows);
  return list(limits).flatMap((limit, index) => {
    const amount = textOf(limit);
    const size = textOf(sizes[index]);
    return amount === undefined || size === undefined ? [] : [`${amount} per ${size} seconds`];
  });
}

/** Cloud Endpoints: `values` by plan in 2.0, one number in 3.x; the unit is a minute unless `unit` says otherwise. */
function ofQuota(node: SourceNode): readonly string[] {
  const values = node.get('values');
  if (values === undefined || !node.has('metric')) return [];
  const period = /^1\/(\w+)/.exec(node.get('unit')?.string ?? '1/min')?.[1] ?? 'min';
  const numbers = values.kind === 'map' ? values.entries().map(({ value }) => value) : [values];
  return numbers.flatMap((value) => {
    const amount = textOf(value);
    return amount === undefined ? [] : [`${amount} per ${period === 'min' ? 'minute' : period}`];
  });
}

function textOf(node: SourceNode | undefined): string | undefined {
  const scalar = node?.scalar;
  return typeof scalar === 'number' || (typeof scalar === 'string' && scalar !== '') ? String(scalar) : undefined;
}
