import type { Config } from './config/config.ts';
import type { Analysis, Finding, RelatedPlace, RuleFailure } from './finding.ts';
import { fingerprint } from './fingerprint.ts';
import type { NodeKinds, OpenApiDescription } from './openapi/model.ts';
import { rules as allRules } from './rules/index.ts';
import type { Report, Rule, RuleContext, Severity } from './rules/rule.ts';
import { createSuppressions } from './suppress.ts';
import { nodeOf, type Place, rangeOf } from './syntax/sourceNode.ts';

/**
 * Runs every rule over the description. Never throws: a rule that does is a failure in the result, and the others have
 * run. While the description is broken, rules about absence are held: what they miss may only be half typed.
 */
export function analyze(description: OpenApiDescription, config: Config, rules: readonly Rule[] = allRules): Analysis {
  const findings: Finding[] = [];
  const failures: RuleFailure[] = [];
  const heldRules: string[] = [];
  const isSuppressed = createSuppressions();
  const active = rules.filter((rule) => isActive(rule, description, config));
  for (const rule of active) {
    if (description.isBroken && rule.meta.absence) {
      heldRules.push(rule.meta.id);
      continue;
    }
    try {
      for (const report of run(rule, description, config)) {
        const finding = toFinding(rule, report, description, config);
        if (finding !== undefined && !isSuppressed(finding)) findings.push(finding);
      }
    } catch (error) {
      failures.push({ ruleId: rule.meta.id, message: error instanceof Error ? error.message : String(error) });
    }
  }
  return { findings: order(findings, description), failures, heldRules };
}

function isActive({ meta }: Rule, { version }: OpenApiDescription, config: Config): boolean {
  const configured = config.rules[meta.id];
  if (configured === 'off' || config.pillars[meta.pillar] === 'off') return false;
  if (configured === undefined && !meta.recommended && config.profile !== 'strict') return false;
  return meta.versions === undefined || meta.versions.includes(version);
}

function* run(rule: Rule, description: OpenApiDescription, config: Config): Iterable<Report> {
  const { version, resolve } = description;
  const context: RuleContext = { config, version, resolve, description };
  const { nodes } = description;
  for (const kind of Object.keys(rule.visit) as (keyof NodeKinds)[]) {
    const visitor = rule.visit[kind] as (node: unknown, context: unknown) => Iterable<Report>;
    for (const node of nodes[kind]) yield* visitor(node, context);
  }
}

const ranks = { low: 0, medium: 1, high: 2 } as const;

function toFinding(rule: Rule, report: Report, description: OpenApiDescription, config: Config): Finding | undefined {
  const { meta } = rule;
  const confidence = report.confidence ?? meta.confidence;
  if (ranks[confidence] < ranks[config.confidence]) return undefined;
  const severity = severityOf(rule, report, config);
  if (severity === 'off') return undefined;
  if (config.profile === 'minimal' && config.rules[meta.id] === undefined) {
    if (severity !== 'error' || confidence !== 'high') return undefined;
  }
  const node = nodeOf(report.at);
  const { document, pointer } = node;
  const data = report.data as Readonly<Record<string, string | number>> | undefined;
  return {
    ruleId: meta.id,
    severity,
    confidence,
    message: format(meta.messages[report.message] ?? '', data),
    document,
    pointer,
    range: rangeOf(report.at),
    pillar: meta.pillar,
    owasp: meta.owasp,
    cwe: meta.cwe,
    related: (report.related ?? []).map((related) => toRelated(related)),
    operations: report.operations ?? 1,
    echo: report.echo ?? false,
    fingerprint: fingerprint(meta.id, description.entry.uri, document.uri, pointer, report.message, subject(data)),
    fixes: () => [...(report.fixes?.() ?? [])],
  };
}

function severityOf({ meta }: Rule, report: Report, config: Config): Severity | 'off' {
  const configured = config.rules[meta.id];
  if (report.echo) return config.echoes;
  return configured ?? report.severity ?? meta.severity;
}

function toRelated({ at, message }: { at: Place; message: string }): RelatedPlace {
  return { document: nodeOf(at).document, range: rangeOf(at), message: readable(message) };
}

/** Names make two findings of a rule at one place different; numbers change with every operation that is added. */
function subject(data: Readonly<Record<string, string | number>> | undefined): string {
  return Object.values(data ?? {})
    .filter((value) => typeof value === 'string')
    .join('\n');
}

function format(text: string, data: Readonly<Record<string, string | number>> | undefined): string {
  return text.replaceAll(/\{(\w+)\}/g, (all, name: string) => {
    const value = data?.[name];
    return value === undefined ? all : readable(String(value));
  });
}

/** Text of the document in a message: control, bidirectional and invisible characters are shown escaped, long text is cut. */
function readable(text: string): string {
  const escaped = text.replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu,
    (character) => `\\u{${character.codePointAt(0)!.toString(16)}}`,
  );
  return escaped.length <= 120 ? escaped : `${[...escaped].slice(0, 119).join('')}…`;
}

/** The entry document first, then the others by URI; by place, then by rule. The same place and message count once. */
function order(findings: readonly Finding[], { entry }: OpenApiDescription): readonly Finding[] {
  const unique = new Map<string, Finding>();
  for (const finding of findings) {
    const { document, range, ruleId, message } = finding;
    const key = `${document.uri}\n${range.start}\n${range.end}\n${ruleId}\n${message}`;
    if (!unique.has(key)) unique.set(key, finding);
  }
  const place = (finding: Finding): string => (finding.document === entry ? '' : finding.document.uri);
  return [...unique.values()].sort(
    (a, b) =>
      compare(place(a), place(b)) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      compare(a.ruleId, b.ruleId) ||
      compare(a.message, b.message),
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
