import { type Analysis, type Finding, isCounted } from '../finding.ts';
import { isWrite } from '../heuristics/operationKind.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { Rule } from '../rule/rule.ts';
import { rules as allRules } from '../rules/index.ts';
import type { Pillar } from '../severity.ts';
import { type Loss, lossesOf } from './losses.ts';

export type Letter = 'A' | 'B' | 'C' | 'D' | 'E';

/** The score of a description alone. */
export interface Grade {
  readonly value: number;
  /** C at most while there is an open error. */
  readonly letter: Letter;
  readonly pillars: readonly PillarScore[];
  /** What `value` would be if nothing were accepted; `undefined` if nothing that counts is. */
  readonly withAccepted: number | undefined;
}

/** The score of a description: docs/reference/score.md. All values are 0 to 100 with one decimal, rounded down. */
export interface Score extends Omit<Grade, 'withAccepted'> {
  /** For each operation of the description its value in each pillar, in the order of `pillars`. */
  readonly operations: readonly (readonly number[])[];
  /** The counted findings by what their fix wins, the largest gain first; some win nothing. */
  readonly gains: readonly Gain[];
}

export interface PillarScore {
  readonly pillar: Pillar;
  readonly value: number;
  readonly letter: Letter;
}

export interface Gain {
  readonly finding: Finding;
  /** How much `value` rises when this finding, with its echoes, is gone. */
  readonly points: number;
  /** Indexes of the operations that the finding concerns. */
  readonly operations: readonly number[];
}

/** What each pillar counts in the whole, in percent. */
const pillarWeights: Readonly<Record<Pillar, number>> = {
  authentication: 30,
  design: 25,
  transport: 15,
  'rate-limiting': 15,
  assessment: 10,
  monitoring: 5,
};

export const scoredPillars = Object.keys(pillarWeights) as readonly Pillar[];

/**
 * Scores the findings of one analysis under the default configuration. `undefined` if there is no operation.
 *
 * A pillar's value is 0.7 times the mean over the operations, writes counting more, and 0.3 times the mean of the worst
 * tenth. The weight of an operation depends on nothing that a fix changes: otherwise a fix could lower the score.
 */
export function scoreOf(
  description: OpenApiDescription,
  findings: readonly Finding[],
  rules: readonly Rule[] = allRules,
): Score | undefined {
  const { operations } = description;
  if (operations.length === 0) return undefined;
  const weighed = weigh(description, findings, rules);
  const { weights, losses, kept, values, value } = weighed;
  return {
    ...grade(weighed, findings),
    operations: operations.map((_, index) => kept.map((list) => round(list[index]! * 100))),
    gains: [...byCause(losses.flat(2))]
      .map(([finding, all]): Gain => {
        const pillar = scoredPillars.indexOf(finding.pillar);
        const fixed = [...kept[pillar]!];
        for (const { operation: index } of all) fixed[index] = keptOf(losses[pillar]![index]!, finding);
        const after = values.map((one, index) => (index === pillar ? summarize(fixed, weights) : one));
        return {
          finding,
          points: round(wholeOf(after) - value),
          operations: all.flatMap(({ operation, isAssumed }) => (isAssumed ? [] : operation)),
        };
      })
      .sort((a, b) => b.points - a.points),
  };
}

/**
 * The score without gains, and what it would be if nothing were accepted. The analysis is one under the default
 * configuration. `undefined` if there is no operation.
 */
export function gradeOf(
  description: OpenApiDescription,
  { findings, accepted }: Pick<Analysis, 'findings' | 'accepted'>,
  rules: readonly Rule[] = allRules,
): Grade | undefined {
  if (description.operations.length === 0) return undefined;
  return {
    ...grade(weigh(description, findings, rules), findings),
    withAccepted: scoreWithAccepted(description, { findings, accepted }, rules),
  };
}

/** What `value` would be if nothing were accepted; `undefined` if nothing that counts is, or if there is no operation. */
export function scoreWithAccepted(
  description: OpenApiDescription,
  { findings, accepted }: Pick<Analysis, 'findings' | 'accepted'>,
  rules: readonly Rule[] = allRules,
): number | undefined {
  const isAny = accepted.some(({ finding }) => isCounted(finding));
  if (!isAny || description.operations.length === 0) return undefined;
  return round(weigh(description, [...findings, ...accepted.map(({ finding }) => finding)], rules).value);
}

function grade({ values, value }: Weighed, findings: readonly Finding[]): Omit<Grade, 'withAccepted'> {
  const errors = findings.filter((finding) => isCounted(finding) && finding.severity === 'error');
  return {
    value: round(value),
    letter: letterOf(value, errors.length > 0),
    pillars: scoredPillars.map((pillar, index) => {
      const hasError = errors.some((finding) => finding.pillar === pillar);
      return { pillar, value: round(values[index]!), letter: letterOf(values[index]!, hasError) };
    }),
  };
}

interface Weighed {
  readonly weights: readonly number[];
  /** By pillar and operation. */
  readonly losses: readonly (readonly (readonly Loss[])[])[];
  readonly kept: readonly (readonly number[])[];
  /** By pillar. */
  readonly values: readonly number[];
  readonly value: number;
}

function weigh(description: OpenApiDescription, findings: readonly Finding[], rules: readonly Rule[]): Weighed {
  const { operations } = description;
  const weights = operations.map((operation) => (isWrite(operation) ? 1.5 : 1));
  const losses = scoredPillars.map(() => operations.map((): Loss[] => []));
  for (const loss of lossesOf(description, findings, rules)) {
    losses[scoredPillars.indexOf(loss.cause.pillar)]![loss.operation]!.push(loss);
  }
  const kept = losses.map((list) => list.map((some) => keptOf(some)));
  const values = kept.map((list) => summarize(list, weights));
  return { weights, losses, kept, values, value: wholeOf(values) };
}

function byCause(losses: readonly Loss[]): ReadonlyMap<Finding, readonly Loss[]> {
  const found = new Map<Finding, Loss[]>();
  for (const loss of losses) {
    const known = found.get(loss.cause);
    if (known === undefined) found.set(loss.cause, [loss]);
    else known.push(loss);
  }
  return found;
}

/** The least that an operation keeps in a pillar while the protection itself is there, however weak. */
const floor = 0.2;

/**
 * What an operation keeps of a pillar, 0 to 1, when `fixed` is gone. Weaknesses of a protection multiply and end at the
 * floor; where the protection is missing it keeps less than that. So adding a protection, whose weaknesses show only then,
 * never lowers the score.
 *
 * Findings about one missing protection (a plain server, and the credentials sent there) go together: the fix is the same.
 */
function keptOf(losses: readonly Loss[], fixed?: Finding): number {
  const isAdded = losses.some(({ cause, isAbsence }) => isAbsence && cause === fixed);
  let present = 1;
  let missing = 0;
  let left = floor;
  for (const { cause, isAbsence, share, factor } of losses) {
    if (cause === fixed || (isAdded && isAbsence)) continue;
    if (!isAbsence) present *= factor;
    else {
      missing = Math.max(missing, share);
      left = Math.min(left, floor * factor);
    }
  }
  return (1 - missing) * (floor + (1 - floor) * present) + missing * left;
}

function summarize(kept: readonly number[], weights: readonly number[]): number {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const mean = kept.reduce((sum, one, index) => sum + one * weights[index]!, 0) / total;
  const worst = [...kept].sort((a, b) => a - b).slice(0, Math.ceil(kept.length / 10));
  return 100 * (0.7 * mean + (0.3 * worst.reduce((sum, one) => sum + one, 0)) / worst.length);
}

function wholeOf(values: readonly number[]): number {
  return scoredPillars.reduce((sum, pillar, index) => sum + (pillarWeights[pillar] * values[index]!) / 100, 0);
}

/** One decimal, rounded down, so that only a description without weaknesses has 100. The addend absorbs binary fractions. */
function round(value: number): number {
  return Math.floor(value * 10 + 1e-6) / 10;
}

/** The letter of a value; at most C while an error is open. */
export function letterOf(value: number, hasError: boolean): Letter {
  const letter = value >= 90 ? 'A' : value >= 80 ? 'B' : value >= 65 ? 'C' : value >= 50 ? 'D' : 'E';
  return hasError && letter < 'C' ? 'C' : letter;
}
