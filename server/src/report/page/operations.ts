import { hasUnknownTransport, isCalled, isPlain, isPublic, isUnlimited } from '../../engine/description/totals.ts';
import { transportNames } from '../../engine/description/transportNames.ts';
import type { ReportOperation } from '../report.ts';

export type SortKey =
  | 'method'
  | 'path'
  | 'roles'
  | 'callers'
  | 'transport'
  | 'limit'
  | 'sends'
  | 'returns'
  | 'findings'
  | 'score'
  | 'place';

const values: Readonly<Record<SortKey, (operation: ReportOperation) => string | number>> = {
  method: ({ method }) => method,
  path: ({ path }) => path,
  roles: ({ roles }) => roles.join(' '),
  callers: ({ callers }) => callers.join(' '),
  transport: ({ transport }) => transport,
  limit: ({ rateLimit }) => (rateLimit.length === 0 ? 0 : 1),
  sends: ({ sensitive }) => sensitive.request.join(' '),
  returns: ({ sensitive }) => sensitive.response.join(' '),
  findings: ({ findings }) => -findings.length,
  score: ({ score }) => score,
  place: ({ at }) => `${at.file}:${String(at.line).padStart(9)}:${String(at.character).padStart(9)}`,
};

/** Sorted by a column, stable; in document order without one. */
export function sorted(
  operations: readonly ReportOperation[],
  sort: { readonly key: SortKey; readonly isDown: boolean } | undefined,
): readonly ReportOperation[] {
  if (sort === undefined) return operations;
  const value = values[sort.key];
  const sign = sort.isDown ? -1 : 1;
  return [...operations].sort((a, b) => {
    const [left, right] = [value(a), value(b)];
    return left === right ? 0 : left < right ? -sign : sign;
  });
}

export const groups = {
  exposure: 'exposure',
  path: 'first path segment',
  role: 'role',
  none: 'nothing',
} as const;

export type Group = keyof typeof groups;

export interface OperationGroup {
  /** Empty where nothing is grouped. */
  readonly title: string;
  readonly operations: readonly ReportOperation[];
}

/** From the most exposed. */
const exposures = [
  'Public, with sensitive data',
  'Public',
  'Authentication optional',
  'Authenticated, over plain HTTP',
  'Authenticated',
  'Sent by the API (webhooks and callbacks)',
] as const;

function exposureOf(operation: ReportOperation): (typeof exposures)[number] {
  const { authentication, sensitive } = operation;
  if (!isCalled(operation)) return 'Sent by the API (webhooks and callbacks)';
  if (authentication === 'optional') return 'Authentication optional';
  if (authentication === 'none')
    return sensitive.request.length + sensitive.response.length > 0 ? 'Public, with sensitive data' : 'Public';
  return isPlain(operation) ? 'Authenticated, over plain HTTP' : 'Authenticated';
}

export function groupsOf(operations: readonly ReportOperation[], group: Group): readonly OperationGroup[] {
  if (group === 'none') return [{ title: '', operations }];
  const titleOf = (operation: ReportOperation): string => {
    if (group === 'exposure') return exposureOf(operation);
    if (group === 'role') return operation.roles[0] ?? 'no role';
    return /^\/[^/]*/.exec(operation.path)?.[0] ?? operation.path;
  };
  const members = new Map<string, ReportOperation[]>(group === 'exposure' ? exposures.map((title) => [title, []]) : []);
  for (const operation of operations) {
    const title = titleOf(operation);
    const known = members.get(title);
    if (known === undefined) members.set(title, [operation]);
    else known.push(operation);
  }
  return [...members].flatMap(([title, some]) => (some.length === 0 ? [] : { title, operations: some }));
}

/** The first operations of the groups, with how many each group has. */
export function firstOf(
  all: readonly OperationGroup[],
  limit: number,
): readonly (OperationGroup & { readonly total: number })[] {
  let left = limit;
  return all.flatMap(({ title, operations }) => {
    const first = operations.slice(0, left);
    left -= first.length;
    return first.length === 0 ? [] : { title, operations: first, total: operations.length };
  });
}

/** Evidence of a rate limit in words: `response-429`, `header:NAME` or the name of an extension. */
export function evidenceOf(evidence: string): string {
  if (evidence === 'response-429') return '429 response';
  return evidence.startsWith('header:') ? `${evidence.slice('header:'.length)} header` : evidence;
}

export const filters: Readonly<
  Record<string, { readonly title: string; readonly test: (operation: ReportOperation) => boolean }>
> = {
  all: { title: 'all operations', test: () => true },
  public: { title: 'public or with optional authentication', test: isPublic },
  writes: {
    title: 'public writes (not GET, HEAD or OPTIONS)',
    test: (operation) => isPublic(operation) && !['get', 'head', 'options'].includes(operation.method),
  },
  unlimited: { title: 'without a rate limit', test: isUnlimited },
  plain: { title: 'over plain HTTP', test: isPlain },
  unknown: { title: 'with unknown transport', test: hasUnknownTransport },
  sensitive: {
    title: 'with sensitive data',
    test: ({ sensitive }) => sensitive.request.length + sensitive.response.length > 0,
  },
  findings: { title: 'with findings', test: ({ findings }) => findings.length > 0 },
  deprecated: { title: 'deprecated', test: ({ deprecated }) => deprecated },
};

/** Whether the operation has the wanted text, in lower case, in what its row shows. */
export function matches(operation: ReportOperation, wanted: string): boolean {
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
    transportNames[transport],
  ];
  return text.join(' ').toLowerCase().includes(wanted);
}
