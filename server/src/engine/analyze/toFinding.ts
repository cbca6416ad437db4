import type { Config } from '../config/config.ts';
import type { Finding, RelatedPlace } from '../finding.ts';
import { query } from '../incremental/query.ts';
import type { QueryCache } from '../incremental/queryCache.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { Report, Rule } from '../rule/rule.ts';
import { maskSecrets } from '../sensitive/mask.ts';
import { toPrintable } from '../sensitive/toPrintable.ts';
import type { Severity } from '../severity.ts';
import { nodeOf, type Place, rangeOf, type SourceNode } from '../syntax/sourceNode.ts';
import { announceAliases } from '../textEdits/aliases.ts';
import type { Fix } from '../textEdits/fix.ts';
import { fingerprint } from './fingerprint.ts';
import { formatMessage, readable } from './formatMessage.ts';
import { attempt, type Failures } from './runRules.ts';

const confidenceRanks = { low: 0, medium: 1, high: 2 } as const;

/** The part of a finding that stays the same when text around it moves. */
type FixedPart = Omit<Finding, 'document' | 'range' | 'related' | 'places' | 'fixes'>;

/** By `keyOf`; filled as findings are reported. */
const fixedPartsAt = query(
  'toFinding.fixedPartsAt',
  (_cache: QueryCache, _node: SourceNode, _config: Config, _entryUri: string) =>
    new Map<string, FixedPart | undefined>(),
);

export function toFinding(
  rule: Rule,
  report: Report,
  description: OpenApiDescription,
  config: Config,
  failures: Failures,
): Finding | undefined {
  const node = nodeOf(report.at);
  const parts = description.cache.get(fixedPartsAt, node, config, description.entry.uri);
  // A rule about the whole description reports anew each time, and mostly the same.
  const key = keyOf(rule, report);
  if (!parts.has(key)) parts.set(key, toFixedPart(rule, report, description, config));
  const fixed = parts.get(key);
  if (fixed === undefined) return undefined;
  const { document } = node;
  const related = (report.related ?? []).map((place) => toRelated(place));
  const fixes = (): readonly Fix[] => {
    const found: Fix[] = [];
    const documents = [...description.documents.values()];
    const failure = attempt(rule, () => {
      for (const fix of report.fixes?.() ?? []) {
        const announced = announceAliases(fix, documents);
        found.push({ ...announced, title: toPrintable(announced.title) });
      }
    });
    if (failure !== undefined) failures.add(failure);
    return found;
  };
  // Each of a few places has a report of its own, and so has an echo.
  const { grouped } = report;
  const isGrouped = grouped !== undefined && !fixed.echo && related.length > 0;
  return {
    ...fixed,
    document,
    range: rangeOf(report.at),
    related,
    ...(isGrouped && { places: () => grouped.places() }),
    fixes,
  };
}

function toFixedPart(
  rule: Rule,
  report: Report,
  description: OpenApiDescription,
  config: Config,
): FixedPart | undefined {
  const { meta } = rule;
  const confidence = report.confidence ?? meta.confidence;
  if (confidenceRanks[confidence] < confidenceRanks[config.confidence]) return undefined;
  const severity = severityOf(rule, report, config);
  if (severity === 'off') return undefined;
  if (config.profile === 'minimal' && config.rules[meta.id] === undefined) {
    if (severity !== 'error' || confidence !== 'high') return undefined;
  }
  const { document, pointer } = nodeOf(report.at);
  const data = report.data as Readonly<Record<string, string | number>> | undefined;
  return {
    ruleId: meta.id,
    severity,
    confidence,
    message: formatMessage(meta.messages[report.message] ?? '', data),
    pointer,
    pillar: meta.pillar,
    owasp: meta.owasp,
    cwe: meta.cwe,
    operations: report.operations ?? 1,
    echo: isEcho(report, config),
    ...(report.grouped !== undefined && typeof data?.['others'] === 'number' ? { others: data['others'] } : {}),
    fingerprint: fingerprint(meta.id, description.entry.uri, document.uri, pointer, report.message, subject(data)),
  };
}

/** Everything that `toFixedPart` reads of a report. */
function keyOf({ meta }: Rule, { message, severity, confidence, operations, echo, decided, data }: Report): string {
  const values = data === undefined ? [] : Object.values(data as Readonly<Record<string, string | number>>);
  return [meta.id, message, severity, confidence, operations, echo, decided, ...values].join('\n');
}

/** A decision that the author documented is an echo, except in the profile that reports everything. */
function isEcho({ echo = false, decided = false }: Report, { profile }: Config): boolean {
  return echo || (decided && profile !== 'strict');
}

function severityOf({ meta }: Rule, report: Report, config: Config): Severity | 'off' {
  const configured = config.rules[meta.id];
  if (isEcho(report, config)) return config.echoes;
  return configured ?? report.severity ?? meta.severity;
}

function toRelated({ at, message }: { at: Place; message: string }): RelatedPlace {
  return { document: nodeOf(at).document, range: rangeOf(at), message: readable(message) };
}

/** Names make two findings of a rule at one place different; numbers change with every operation that is added. */
function subject(data: Readonly<Record<string, string | number>> | undefined): string {
  return (
    Object.values(data ?? {})
      .filter((value) => typeof value === 'string')
      // An attacker with a list of passwords could compare fingerprints.
      .map(maskSecrets)
      .join('\n')
  );
}
