import { limitsOf } from '../../engine/analyze/limits.ts';
import { protectionOf } from '../../engine/description/protection.ts';
import { bySeverity, createOncePerPlace, isCounted } from '../../engine/finding.ts';
import type { Operation } from '../../engine/openapi/model.ts';
import { rules } from '../../engine/rules/index.ts';
import { maskSecrets } from '../../engine/sensitive/mask.ts';
import { toPrintable } from '../../engine/sensitive/toPrintable.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import { nodeOf, type Place, rangeOf } from '../../engine/syntax/sourceNode.ts';
import type { Context } from '../context.ts';
import {
  type DescriptionOverview,
  type Exposure,
  type Overview,
  type OverviewDetails,
  type OverviewOperation,
  type OverviewParams,
  type OverviewPlace,
  overviewRequest,
} from '../protocol.ts';
import { displayName } from '../uri.ts';
import type { Checked } from '../workspace/analyses.ts';
import { acceptancesOf } from './acceptances.ts';
import { allFindings, placeOf } from './diagnostics.ts';
import type { Feature } from './feature.ts';

/** The side bar, and the part of the status that is not needed with each key press. */
export const overview: Feature<OverviewParams, Overview> = {
  method: overviewRequest,
  async handle({ isBrief }, context) {
    await context.settings.ready;
    const once = createOncePerPlace(placeOf);
    const descriptions: DescriptionOverview[] = [];
    let findings = 0;
    for (const checked of await shownDescriptions(context)) {
      findings += once(allFindings(checked, context).filter(isCounted)).length;
      descriptions.push({
        ...headOf(checked, context),
        details: isBrief ? null : await detailsOf(checked, context),
      });
    }
    return { findings, descriptions };
  },
  fallback: () => ({ findings: 0, descriptions: [] }),
};

/** Of the open documents, in their order; then the others of a workspace that was checked. */
async function shownDescriptions({ session }: Context): Promise<readonly Checked[]> {
  const shown = new Map<string, Checked>();
  for (const { uri } of session.openDocuments) {
    await session.check(uri);
    for (const checked of await session.descriptionsWith(uri)) shown.set(checked.description.entry.uri, checked);
  }
  if (session.isWorkspaceChecked) {
    for (const uri of await session.findEntries()) {
      const checked = shown.has(uri) ? undefined : await session.check(uri);
      if (checked !== undefined) shown.set(uri, checked);
    }
  }
  return [...shown.values()];
}

function headOf(checked: Checked, context: Context): Omit<DescriptionOverview, 'details'> {
  const { session } = context;
  const { analysis, description } = checked;
  return {
    uri: session.clientUri(description.entry.uri),
    name: displayName(description.entry.uri, session.roots),
    documents: [...description.documents.keys()].map((uri) => session.clientUri(uri)),
    findings: allFindings(checked, context).filter(isCounted).length,
    score: session.scores.shown(checked) ?? null,
    pausedRules: analysis.pausedRules.length,
    limits: limitsOf(description).map(({ message }) => toPrintable(message)),
  };
}

const titles = new Map(rules.map(({ meta: { id, title } }) => [id, title]));

async function detailsOf(checked: Checked, context: Context): Promise<OverviewDetails> {
  const { convert, session } = context;
  const { description } = checked;
  const placeAt = (
    document: SourceDocument,
    range: { readonly start: number; readonly end: number },
  ): OverviewPlace => ({
    uri: session.clientUri(document.uri),
    ...convert.range(document, range).start,
  });
  const at = (place: Place): OverviewPlace => placeAt(nodeOf(place).document, rangeOf(place));
  const counted = allFindings(checked, context).filter(isCounted);
  const { maxFindings } = session.settings;
  const worst = counted.length <= maxFindings ? counted : new Set([...counted].sort(bySeverity).slice(0, maxFindings));
  const shown = worst instanceof Set ? counted.filter((finding) => worst.has(finding)) : worst;
  const counts = description.operations.map(() => 0);
  const present = new Set(counted.map(({ fingerprint }) => fingerprint));
  for (const { finding, operations } of session.scores.of(checked)?.gains ?? []) {
    if (present.has(finding.fingerprint)) for (const index of operations) counts[index]!++;
  }
  return {
    findings: shown.map(({ ruleId, pillar, severity, message, document, range }) => ({
      ruleId,
      title: titles.get(ruleId) ?? ruleId,
      pillar,
      severity,
      message,
      at: placeAt(document, range),
    })),
    operations: description.operations.map((operation, index) => ({
      ...factsOf(operation),
      findings: counts[index]!,
      at: at({ keyOf: operation.raw }),
    })),
    accepted: await acceptancesOf(checked, session, at),
  };
}

function factsOf(operation: Operation): Omit<OverviewOperation, 'findings' | 'at'> {
  const { method, path, security } = operation;
  const alternatives = (security.declaration?.requirements ?? []).map(({ schemes }) =>
    schemes.map(({ name }) => name).join(' + '),
  );
  return {
    method: maskSecrets(method),
    path: maskSecrets(path),
    exposure: exposureOf(operation),
    schemes: maskSecrets(toPrintable([...new Set(alternatives)].filter((names) => names !== '').join(' or '))),
    protection: maskSecrets(protectionOf(operation).join(' · ')),
  };
}

function exposureOf({ security, sensitive }: Operation): Exposure {
  if (security.authentication === 'optional') return 'optional authentication';
  if (security.authentication === 'required') return 'authenticated';
  return sensitive.request.length + sensitive.response.length > 0 ? 'public with sensitive data' : 'public';
}
