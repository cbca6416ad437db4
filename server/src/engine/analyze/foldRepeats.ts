import { counted } from '../counted.ts';
import type { Finding, RelatedPlace } from '../finding.ts';
import { fewPlaces, maxRelated } from '../rule/group.ts';
import type { Severity } from '../severity.ts';
import { bestOf, type Fix } from '../textEdits/fix.ts';

/**
 * The same message of a rule at more than a few places is one root cause: the first place is reported for all of them,
 * the others become echoes of severity `echoes`. This is for rules that visit one fact at a time; those that compare
 * facts group their findings themselves.
 *
 * The order of `findings` is kept.
 */
export function foldRepeats(findings: readonly Finding[], echoes: Severity | 'off'): readonly Finding[] {
  const groups = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.echo) continue;
    const key = `${finding.ruleId}\n${finding.severity}\n${finding.message}`;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [finding]);
    else group.push(finding);
  }
  const folded = new Map<Finding, Finding | undefined>();
  for (const group of groups.values()) {
    if (group.length <= fewPlaces) continue;
    const [first, ...others] = group as [Finding, ...Finding[]];
    folded.set(first, forAll(first, others));
    for (const other of others) folded.set(other, echoes === 'off' ? undefined : asEcho(other, echoes));
  }
  if (folded.size === 0) return findings;
  return findings.flatMap((finding) => (folded.has(finding) ? (folded.get(finding) ?? []) : finding));
}

function asEcho(finding: Finding, severity: Severity): Finding {
  return { ...finding, severity, echo: true };
}

function forAll(first: Finding, others: readonly Finding[]): Finding {
  const places = others
    .slice(0, maxRelated)
    .map(({ document, range }): RelatedPlace => ({ document, range, message: 'The same here' }));
  return {
    ...first,
    message: `${first.message} The same at ${counted(others.length, 'more place')}.`,
    related: [...first.related, ...places],
    others: others.length,
    operations: others.reduce((sum, { operations }) => sum + operations, first.operations),
    fixes: () => {
      const own = first.fixes();
      return [...atAll(own, others), ...own];
    },
  };
}

/** The best fix of all places as one, if it is the same at each. */
function atAll(own: readonly Fix[], others: readonly Finding[]): readonly Fix[] {
  const fix = bestOf(own);
  if (fix === undefined) return [];
  const same = others.map((other) => bestOf(other.fixes()));
  if (same.some((other) => other?.title !== fix.title || other.safety !== fix.safety)) return [];
  return [
    {
      title: `${fix.title} at ${others.length + 1} places`,
      safety: fix.safety,
      patches: [fix, ...same].flatMap((one) => one?.patches ?? []),
    },
  ];
}
