import { causesOf } from '../analyze/nameCauses.ts';
import { type Finding, isCounted } from '../finding.ts';
import { wantsCallers } from '../heuristics/roles.ts';
import { pure } from '../incremental/pure.ts';
import { specified } from '../lexicon/specified.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import type { Rule } from '../rule/rule.ts';
import type { Severity } from '../severity.ts';
import { nodeOf, rangeOf } from '../syntax/sourceNode.ts';
import { type AffectedOperations, createAffectedOperations } from './affected.ts';
import { exposureOf } from './exposure.ts';

/** One weakness at one operation. */
export interface Loss {
  /** The counted finding: an echo belongs to its root cause. */
  readonly cause: Finding;
  /** Index into `description.operations`. */
  readonly operation: number;
  /** True if the protection of the pillar is missing here, not only weak. */
  readonly isAbsence: boolean;
  /** How much of the operation an absence concerns: 0.5 where half of the servers are plain. */
  readonly share: number;
  /** What the weakness leaves of the operation's value, 0 to 1. */
  readonly factor: number;
  /** The operation is documented as public: it would have the weakness if it required what the others require. */
  readonly isAssumed?: true;
}

/** What a weakness of this severity leaves at the least exposure. */
const remaining: Readonly<Record<Severity, number>> = { error: 0.4, warning: 0.7, information: 0.9, hint: 1 };

/** Authentication that a client can leave out protects nothing, however strong. */
const openShare = (): number => 1;

/** Rules that report a missing protection, with the share of an operation that is without it. */
const absences: Readonly<Record<string, (operation: Operation) => number>> = {
  'missing-security-scheme': openShare,
  'missing-security': openShare,
  'unauthenticated-operation': openShare,
  'public-operation': openShare,
  'authentication-switched-off': openShare,
  'optional-authentication': openShare,
  'undefined-security-scheme': () => 1,
  'malformed-security': () => 1,
  'plaintext-server': plainShare,
  'credentials-over-plaintext': plainShare,
  'sensitive-data-over-plaintext': plainShare,
  'missing-rate-limit': () => 1,
};

/**
 * They report what a description does not say, which fixes elsewhere bring up, or that a decision is due, whose subject
 * has its own price. They cost nothing.
 */
const free: ReadonlySet<string> = new Set(
  specified('rule ids', [
    'missing-401-response',
    'missing-403-response',
    'missing-429-response',
    'undocumented-invalid-input',
    'expired-acceptance',
  ]),
);

/** At least a little: the finding says that some server is plain. */
function plainShare({ servers: { urls } }: Operation): number {
  return plainShareOf(urls);
}

/** Operations share the servers of the API, and each plain one has a finding that concerns all of them. */
const plainShareOf = pure('losses.plainShareOf', (urls: readonly string[]): number => {
  const plain = urls.filter((url) => /^(?:http|ws):/i.test(url));
  return Math.max(0.1, plain.length / Math.max(1, urls.length));
});

export function lossesOf(
  description: OpenApiDescription,
  findings: readonly Finding[],
  rules: readonly Rule[],
): readonly Loss[] {
  const { operations } = description;
  const affected = createAffectedOperations(description);
  const ownSeverity = new Map(rules.map(({ meta }) => [meta.id, meta.severity]));
  const exposures = operations.map(exposureOf);
  const losses = [...placesByCause(findings, rules)].flatMap(([cause, places]) => {
    const share = absences[cause.ruleId];
    const worst = new Map<number, number>();
    const isFree = free.has(cause.ruleId);
    const indexes = operationsOf(cause, places, affected) ?? (isFree ? [] : operations.keys());
    // The servers of the API receive none of what it sends.
    const isConcerned = (index: number): boolean =>
      cause.pillar !== 'transport' || operations[index]!.kind === 'operation';
    for (const index of indexes) worst.set(index, isFree ? 1 : remaining[cause.severity]);
    // Thousands of operations may share what thousands of echoes are about: one path item, one schema.
    const leftAt = new Map<readonly number[], number>();
    for (const place of places) {
      const indexes = place.echo ? affected.of(place) : undefined;
      if (indexes === undefined) continue;
      const left = isFree ? 1 : remaining[ownSeverity.get(place.ruleId) ?? place.severity];
      leftAt.set(indexes, Math.min(leftAt.get(indexes) ?? 1, left));
    }
    for (const [indexes, left] of leftAt) {
      for (const index of indexes) worst.set(index, Math.min(worst.get(index) ?? 1, left));
    }
    return [...worst]
      .filter(([index]) => isConcerned(index))
      .map(
        ([operation, left]): Loss => ({
          cause,
          operation,
          isAbsence: share !== undefined,
          share: share?.(operations[operation]!) ?? 0,
          factor: left ** exposures[operation]!,
        }),
      );
  });
  return [...losses, ...assumedLosses(operations, losses, exposures)];
}

/**
 * An operation that is documented as public costs nothing by that. But to require authentication there must not lower the
 * score, so it has what concerns all operations that require what it would: a weak scheme, a weak alternative.
 */
function assumedLosses(
  operations: readonly Operation[],
  losses: readonly Loss[],
  exposures: readonly number[],
): readonly Loss[] {
  const authentication = losses.filter(({ cause }) => cause.pillar === 'authentication');
  const absent = new Set(authentication.filter(({ isAbsence }) => isAbsence).map(({ operation }) => operation));
  const indexes = [...operations.keys()];
  const isSecured = (index: number): boolean => operations[index]!.security.authentication === 'required';
  const open = indexes.filter((index) => !isSecured(index) && !absent.has(index) && wantsCallers(operations[index]!));
  if (open.length === 0) return [];
  const inheriting = indexes.filter((index) => isSecured(index) && operations[index]!.security.declaredAt === 'root');
  const models = inheriting.length > 0 ? inheriting : indexes.filter(isSecured);
  if (models.length === 0) return [];
  const concerned = new Map<Finding, Set<number>>();
  for (const { cause, operation, isAbsence } of authentication) {
    if (isAbsence || free.has(cause.ruleId)) continue;
    const known = concerned.get(cause);
    if (known === undefined) concerned.set(cause, new Set([operation]));
    else known.add(operation);
  }
  return [...concerned].flatMap(([cause, found]) => {
    if (models.some((index) => !found.has(index))) return [];
    return open.flatMap((operation): readonly Loss[] => {
      if (found.has(operation)) return [];
      const factor = remaining[cause.severity] ** exposures[operation]!;
      return [{ cause, operation, isAbsence: false, share: 0, factor, isAssumed: true }];
    });
  });
}

/** Every counted finding with its echoes. */
function placesByCause(findings: readonly Finding[], rules: readonly Rule[]): ReadonlyMap<Finding, readonly Finding[]> {
  const causes = causesOf(findings, rules);
  const places = new Map<Finding, Finding[]>();
  for (const finding of findings) {
    const cause = finding.echo ? causes.get(finding) : finding;
    if (cause === undefined || !isCounted(cause)) continue;
    const known = places.get(cause);
    if (known === undefined) places.set(cause, [finding]);
    else known.push(finding);
  }
  return places;
}

/** Those at the places of a finding and its echoes, else at its related places; `undefined`: all. */
function operationsOf(
  cause: Finding,
  places: readonly Finding[],
  affected: AffectedOperations,
): ReadonlySet<number> | undefined {
  const { related } = cause;
  // A group with another number of places is reported in parts, with echoes at the others.
  const group = cause.places?.() ?? [];
  const own = group.length === cause.operations ? group : [];
  const grouped = own.map((at) => ({ document: nodeOf(at).document, range: rangeOf(at) }));
  const found = allAt([...places, ...grouped], affected);
  if (found.size > 0) return found;
  const near = allAt(related, affected);
  return near.size > 0 ? near : undefined;
}

/** The operations at any of the places; each list that places share is read once. */
function allAt(
  places: readonly Pick<Finding, 'document' | 'range'>[],
  affected: AffectedOperations,
): ReadonlySet<number> {
  const found = new Set<number>();
  const read = new Set<readonly number[]>();
  for (const place of places) {
    const indexes = affected.of(place);
    if (indexes === undefined || read.has(indexes)) continue;
    read.add(indexes);
    for (const index of indexes) found.add(index);
  }
  return found;
}
