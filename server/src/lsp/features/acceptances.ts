import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { isReason, publicExtension } from '../../engine/openapi/reason.ts';
import { rules } from '../../engine/rules/index.ts';
import { maskSecrets } from '../../engine/sensitive/mask.ts';
import { toPrintable } from '../../engine/sensitive/toPrintable.ts';
import { type Severity, severityRanks } from '../../engine/severity.ts';
import { type Decision, Suppressions } from '../../engine/suppression/suppressions.ts';
import type { Place, SourceNode } from '../../engine/syntax/sourceNode.ts';
import type { OverviewAcceptance, OverviewPlace } from '../protocol.ts';
import type { Checked } from '../workspace/analyses.ts';
import type { Session } from '../workspace/session.ts';

type At = (place: Place) => OverviewPlace;

/** Everything that accepts something in a description: comments and extensions, then the configuration. */
export async function acceptancesOf(
  checked: Checked,
  session: Session,
  at: At,
): Promise<readonly OverviewAcceptance[]> {
  const { description } = checked;
  const target = await session.configTarget(description.entry.uri);
  const root = target !== undefined && 'root' in target ? target.root : undefined;
  return [
    ...suppressionsOf(checked, at),
    ...publicOperations(description, at),
    ...(root === undefined ? [] : configured(root, at)),
  ];
}

function suppressionsOf({ config, description }: Checked, at: At): readonly OverviewAcceptance[] {
  const documents = [...new Set(description.documents.values())];
  const suppressions = new Suppressions(config, documents);
  return [...documents.flatMap((document) => suppressions.in(document)), ...suppressions.acceptedIn()].flatMap(
    ({ ruleId, isUnfinished, ...decision }) =>
      // With a placeholder in place of a reason it accepts nothing yet.
      isUnfinished ? [] : acceptance(ruleId, decision, at),
  );
}

function publicOperations({ operations }: OpenApiDescription, at: At): readonly OverviewAcceptance[] {
  return operations.flatMap(({ node, publicReason, method, path }) => {
    const value = node.get(publicExtension);
    if (publicReason === undefined || value === undefined) return [];
    const subject = `public access to ${method.toUpperCase()} ${path}`;
    return acceptance(subject, { kind: 'extension', reason: publicReason, at: value }, at);
  });
}

const ownSeverities: ReadonlyMap<string, Severity> = new Map(rules.map(({ meta }) => [meta.id, meta.severity]));

/** Rules that `portcullis.yaml` turns off or lowers, and pillars that it turns off. */
function configured(root: SourceNode, at: At): readonly OverviewAcceptance[] {
  const changed = (root.get('rules')?.entries() ?? []).flatMap(({ key, value, raw }) => {
    const own = ownSeverities.get(key);
    const severity = value.string ?? value.get('severity')?.string;
    if (own === undefined || severity === undefined) return [];
    const isLower = severity === 'off' || severityRanks[severity as Severity] < severityRanks[own];
    const reason = value.get('reason')?.string;
    const decision = { kind: 'configuration', reason, at: { keyOf: raw } } as const;
    return isLower ? acceptance(`${key}: ${severity}`, decision, at) : [];
  });
  const pillars = (root.get('pillars')?.entries() ?? []).flatMap(({ key, value, raw }) => {
    const decision = { kind: 'configuration', reason: undefined, at: { keyOf: raw } } as const;
    return value.string === 'off' ? acceptance(`${key}: off`, decision, at) : [];
  });
  return [...changed, ...pillars];
}

function acceptance(subject: string, decision: Decision, at: At): OverviewAcceptance {
  const { kind, reason, owner, until, hasEnded = false } = decision;
  const shown = (text: string | undefined): string | null =>
    text === undefined ? null : maskSecrets(toPrintable(text));
  return {
    kind,
    subject: shown(subject) ?? '',
    reason: isReason(reason) ? shown(reason) : null,
    owner: shown(owner),
    until: shown(until),
    hasEnded,
    at: at(decision.at),
  };
}
