import type { Config } from '../config/config.ts';
import type { Analysis, Finding, RelatedPlace, RuleFailure } from '../finding.ts';
import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import type { QueryCache } from '../incremental/queryCache.ts';
import { finish } from '../incremental/steps.ts';
import type { NodeKinds, OpenApiDescription } from '../openapi/model.ts';
import { announceAliases } from '../repair/aliases.ts';
import type { Fix } from '../repair/fix.ts';
import type { Gathering, Report, Rule, SuppressionFact, Visits } from '../rule/rule.ts';
import { rules as allRules } from '../rules/index.ts';
import { legible } from '../sensitive/legible.ts';
import { maskSecrets } from '../sensitive/mask.ts';
import type { Severity } from '../severity.ts';
import { Suppressions } from '../suppression/suppressions.ts';
import { nodeOf, type Place, rangeOf, type SourceNode } from '../syntax/sourceNode.ts';
import { closest } from '../syntax/text/closest.ts';
import { fingerprint } from './fingerprint.ts';
import { foldRepeats } from './foldRepeats.ts';

/**
 * Runs every rule over the description. Never throws: a rule that does is a failure in the result, and the others have
 * run. While the description is broken, rules about absence are held: what they miss may only be half typed.
 *
 * What rules said about a fact (an operation, a schema, …) is cached with the description, and is not asked again while the
 * fact is the same.
 */
export function analyze(description: OpenApiDescription, config: Config, rules: readonly Rule[] = allRules): Analysis {
  return finish(analysis(description, config, rules));
}

/** As `analyze`, in steps of a few milliseconds: whoever takes them can do something else in between, or stop. */
export function* analysis(
  description: OpenApiDescription,
  config: Config,
  rules: readonly Rule[] = allRules,
): Generator<undefined, Analysis> {
  const { cache, version } = description;
  const active = cache.get(activeRules, config, rules, version);
  const held = new Set(description.isBroken ? active.filter(({ meta }) => meta.absence) : []);
  const failures = new Failures();
  const suppressions = new Suppressions(config.honor, [...description.documents.values()]);
  const judged: Judged[] = [];
  const judge = ({ rule, reports, failure }: Result, isAccepted = false): void => {
    if (failure !== undefined) failures.add(failure);
    if (held.has(rule)) return;
    for (const report of reports) {
      const finding = toFinding(rule, report, description, config, failures);
      if (finding === undefined) continue;
      judged.push({ rule, finding, isAccepted: isAccepted || suppressions.accepts(finding) });
    }
  };
  for (const result of resultsOf(active, held, description, config)) {
    if (result === undefined) yield;
    else if (suppressions.areNone) judge(result);
    else for (const part of settle(result, suppressions)) judge(part, part.isAccepted);
  }
  for (const result of aboutSuppressions(active, held, suppressions, description, config)) judge(result);
  return {
    findings: nameCauses(foldRepeats(order(notAccepted(judged), description), config.echoes), active),
    failures: failures.list,
    heldRules: [...held].map(({ meta }) => meta.id),
  };
}

/** Each failure once. Fixes are computed when somebody asks, so failures of theirs come after the analysis. */
class Failures {
  readonly list: RuleFailure[] = [];

  add(failure: RuleFailure): void {
    const { ruleId, message } = failure;
    if (!this.list.some((other) => other.ruleId === ruleId && other.message === message)) this.list.push(failure);
  }
}

const activeRules = query(
  'analyze.activeRules',
  (_cache: QueryCache, config: Config, rules: readonly Rule[], version: OpenApiDescription['version']) =>
    rules.filter((rule) => isActive(rule, version, config)),
);

interface Judged {
  readonly rule: Rule;
  readonly finding: Finding;
  readonly isAccepted: boolean;
}

/** Places that are accepted by themselves are taken out of what is said about several. */
function* settle(
  { rule, reports, failure }: Result,
  suppressions: Suppressions,
): Iterable<Result & { readonly isAccepted: boolean }> {
  const ruleId = rule.meta.id;
  const groups = new Map<Gathering | undefined, Report[]>();
  for (const report of reports) {
    const group = groups.get(report.gathered);
    if (group === undefined) groups.set(report.gathered, [report]);
    else group.push(report);
  }
  if (failure !== undefined) yield { rule, reports: [], failure, isAccepted: false };
  for (const [gathered, group] of groups) {
    let places: readonly Place[] = [];
    const placesFailure = attempt(rule, () => {
      places = gathered?.places() ?? [];
    });
    if (placesFailure !== undefined) yield { rule, reports: [], failure: placesFailure, isAccepted: false };
    const accepted = places.flatMap((at, index) => {
      const { document, pointer } = nodeOf(at);
      return suppressions.accepts({ ruleId, document, pointer, range: rangeOf(at) }) ? [index] : [];
    });
    const isAccepted = places.length > 0 && accepted.length === places.length;
    if (gathered === undefined || accepted.length === 0 || isAccepted) {
      yield { rule, reports: group, failure: undefined, isAccepted };
    } else {
      const left = collect(rule, () => gathered.without(new Set(accepted)) as Iterable<Report>);
      yield { ...left, isAccepted };
    }
  }
}

/** An echo goes with its cause: who accepts that nothing is limited does not want to accept it for every operation. */
function notAccepted(judged: readonly Judged[]): readonly Finding[] {
  const causes = (accepted: boolean): ReadonlySet<string> =>
    new Set(
      judged.flatMap(({ finding, isAccepted }) => (finding.echo || isAccepted !== accepted ? [] : finding.ruleId)),
    );
  const accepted = causes(true);
  const open = causes(false);
  return judged.flatMap(({ rule: { meta }, finding, isAccepted }) => {
    if (isAccepted) return [];
    const causeIds = [meta.id, ...(meta.echoOf ?? [])];
    const isGone = finding.echo && causeIds.some((id) => accepted.has(id)) && !causeIds.some((id) => open.has(id));
    return isGone ? [] : [finding];
  });
}

/** Each echo names its root cause as a related place. */
function nameCauses(findings: readonly Finding[], rules: readonly Rule[]): readonly Finding[] {
  if (!findings.some(({ echo }) => echo)) return findings;
  const byRule = new Map<string, Finding>();
  const byPlace = new Map<string, Finding>();
  for (const finding of findings) {
    if (finding.echo) continue;
    const { ruleId, related } = finding;
    const known = byRule.get(ruleId);
    // Of several, the one that stands for other places as well.
    if (known === undefined || (known.related.length === 0 && related.length > 0)) byRule.set(ruleId, finding);
    for (const { document, range } of related) byPlace.set(`${ruleId} ${document.uri} ${range.start}`, finding);
  }
  const echoOf = new Map(rules.map(({ meta }) => [meta.id, meta.echoOf ?? []]));
  return findings.map((finding) => {
    const { ruleId, document, range, echo, related } = finding;
    if (!echo) return finding;
    const cause =
      byPlace.get(`${ruleId} ${document.uri} ${range.start}`) ??
      [ruleId, ...(echoOf.get(ruleId) ?? [])].map((id) => byRule.get(id)).find((found) => found !== undefined);
    if (cause === undefined) return finding;
    const place = { document: cause.document, range: cause.range, message: `Root cause: ${cause.message}` };
    return { ...finding, related: [place, ...related] };
  });
}

/** After all others: what was accepted and is not found is of no use. */
function* aboutSuppressions(
  active: readonly Rule[],
  held: ReadonlySet<Rule>,
  suppressions: Suppressions,
  description: OpenApiDescription,
  config: Config,
): Iterable<Result> {
  const visitors = active.filter((rule) => rule.visit.Suppression && !held.has(rule));
  if (visitors.length === 0) return;
  const judgedIds = new Set(active.filter((rule) => !held.has(rule)).map(({ meta }) => meta.id));
  const ruleIds = [...allRules.map(({ meta }) => meta.id), 'invalid-openapi'];
  const isComplete = config.confidence === 'low' && config.profile !== 'minimal';
  for (const document of new Set(description.documents.values())) {
    for (const suppression of suppressions.in(document)) {
      const { ruleId } = suppression;
      const isKnown = ruleIds.includes(ruleId);
      const fact: SuppressionFact = {
        suppression,
        meant: isKnown ? undefined : closest(ruleId, ruleIds),
        isKnown,
        // Another description may need what stands in a shared file.
        isUnused:
          isComplete && document === description.entry && judgedIds.has(ruleId) && !suppressions.isUsed(suppression),
      };
      const context = { config, version: description.version, resolve: description.resolve, description };
      for (const rule of visitors) yield ask(rule, 'Suppression', fact, context);
    }
  }
}

/** What one rule said about one fact; nothing where a step ends. */
interface Result {
  readonly rule: Rule;
  readonly reports: readonly Report[];
  readonly failure: RuleFailure | undefined;
}

function* resultsOf(
  active: readonly Rule[],
  held: ReadonlySet<Rule>,
  description: OpenApiDescription,
  config: Config,
): Iterable<Result | undefined> {
  const { cache, nodes, version } = description;
  // The same object for all revisions: a fix that is asked for later works on the description as it is then.
  const context = cache.get(ruleContext, config);
  Object.assign(context, { config, version, resolve: cache.resolve, description });
  for (const kind of Object.keys(nodes) as (keyof NodeKinds)[]) {
    const visitors = cache.get(visitorsOf[kind], active);
    if (visitors.length === 0) continue;
    if (kind === 'OpenAPI') {
      for (const rule of visitors) {
        if (held.has(rule)) continue;
        yield askAboutAll(rule, description, context);
        yield undefined;
      }
      continue;
    }
    for (const facts of slices<object>(nodes[kind])) {
      for (const results of cache.getEach(resultsFor[kind], facts, visitors, context)) yield* results;
      yield undefined;
    }
  }
}

const ruleContext = query('analyze.ruleContext', (_cache: QueryCache, _config: Config): object => ({}));

/** One query for each kind of fact. */
function forEachKind<Declared>(declareFor: (kind: keyof NodeKinds) => Declared): Record<keyof NodeKinds, Declared> {
  return {
    OpenAPI: declareFor('OpenAPI'),
    Operation: declareFor('Operation'),
    Parameter: declareFor('Parameter'),
    Schema: declareFor('Schema'),
    SecurityScheme: declareFor('SecurityScheme'),
    Server: declareFor('Server'),
    Text: declareFor('Text'),
  };
}

const visitorsOf = forEachKind((kind) =>
  query(`analyze.visitorsOf ${kind}`, (_cache: QueryCache, active: readonly Rule[]) =>
    active.filter((rule) => rule.visit[kind]),
  ),
);

/** What all rules report about one fact; rules without reports leave nothing. */
const resultsFor = forEachKind((kind) =>
  query(
    `analyze.resultsFor ${kind}`,
    (_cache: QueryCache, fact: object, visitors: readonly Rule[], context: object): readonly Result[] => {
      let worthKeeping: Result[] | undefined;
      for (const rule of visitors) {
        const result = ask(rule, kind, fact, context);
        if (result.reports.length === 0 && result.failure === undefined) continue;
        worthKeeping ??= [];
        worthKeeping.push(result);
      }
      return worthKeeping ?? nothing;
    },
  ),
);

/** Facts that take a few milliseconds where every rule is asked about each. */
const factsInStep = 500;

function* slices<Fact>(facts: readonly Fact[]): Generator<readonly Fact[]> {
  for (let start = 0; start < facts.length; start += factsInStep) yield facts.slice(start, start + factsInStep);
}

const nothing: readonly never[] = [];

function ask(rule: Rule, kind: keyof Visits, fact: unknown, context: unknown): Result {
  const visitor = rule.visit[kind] as (fact: unknown, context: unknown) => Iterable<Report>;
  return collect(rule, visitor, fact, context);
}

/** More facts than these make a rule fail only where it fails for all. */
const maxFaulty = 10;

/**
 * A visit of the whole description that fails at one fact is repeated without that fact, so that findings about all
 * others stay. The failure is told all the same.
 */
function askAboutAll(rule: Rule, description: OpenApiDescription, context: unknown): Result {
  const first = ask(rule, 'OpenAPI', description, context);
  const { failure } = first;
  if (failure === undefined) return first;
  const excluded = new Set<object>();
  while (excluded.size < maxFaulty) {
    const fails = (kept: (fact: object) => boolean): boolean =>
      ask(rule, 'OpenAPI', reduce(description, kept), context).failure !== undefined;
    const fact = faultyFact(description, excluded, fails);
    if (fact === undefined) break;
    excluded.add(fact);
    const again = ask(
      rule,
      'OpenAPI',
      reduce(description, (other) => !excluded.has(other)),
      context,
    );
    if (again.failure === undefined) return { rule, reports: again.reports, failure };
  }
  return first;
}

/** The first fact with which the rule fails, given those before it. */
function faultyFact(
  { nodes }: OpenApiDescription,
  excluded: ReadonlySet<object>,
  fails: (kept: (fact: object) => boolean) => boolean,
): object | undefined {
  const { OpenAPI: _, ...others } = nodes;
  const facts = [...new Set<object>(Object.values(others).flat())].filter((fact) => !excluded.has(fact));
  const failsWith = (count: number): boolean => {
    const kept = new Set(facts.slice(0, count));
    return fails((fact) => kept.has(fact));
  };
  if (failsWith(0)) return undefined;
  let [low, high] = [0, facts.length];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (failsWith(middle)) high = middle;
    else low = middle;
  }
  return facts[low];
}

/** The description with some of its facts. */
function reduce(description: OpenApiDescription, isKept: (fact: object) => boolean): OpenApiDescription {
  const { nodes, operations, securitySchemes, servers } = description;
  const reduced: OpenApiDescription = {
    ...description,
    operations: operations.filter(isKept),
    securitySchemes: new Map([...securitySchemes].filter(([, scheme]) => isKept(scheme))),
    servers: servers.filter(isKept),
    nodes: {
      OpenAPI: [description],
      Operation: nodes.Operation.filter(isKept),
      Parameter: nodes.Parameter.filter(isKept),
      Schema: nodes.Schema.filter(isKept),
      SecurityScheme: nodes.SecurityScheme.filter(isKept),
      Server: nodes.Server.filter(isKept),
      Text: nodes.Text.filter(isKept),
    },
  };
  return reduced;
}

/** What was said before a rule threw counts. Most rules have nothing to say about most facts, so silence costs nothing. */
function collect<Args extends readonly unknown[]>(
  rule: Rule,
  say: (...args: Args) => Iterable<Report>,
  ...args: Args
): Result {
  let reports: Report[] | undefined;
  const failure = attempt(rule, () => {
    for (const report of say(...args)) {
      reports ??= [];
      reports.push(report);
    }
  });
  return reports === undefined && failure === undefined ? silenceOf(rule) : { rule, reports: reports ?? [], failure };
}

function attempt(rule: Rule, work: () => void): RuleFailure | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return { ruleId: rule.meta.id, message: legible(error instanceof Error ? error.message : String(error)) };
  }
}

/** The result of a rule that has nothing to say: one object for each rule. */
const silenceOf = pure('analyze.silenceOf', (rule: Rule): Result => ({ rule, reports: nothing, failure: undefined }));

function isActive({ meta }: Rule, version: OpenApiDescription['version'], config: Config): boolean {
  const configured = config.rules[meta.id];
  if (configured === 'off' || config.pillars[meta.pillar] === 'off') return false;
  if (configured === undefined && !meta.recommended && config.profile !== 'strict') return false;
  return meta.versions === undefined || meta.versions.includes(version);
}

const ranks = { low: 0, medium: 1, high: 2 } as const;

/** What of a finding stays the same when text around it moves. */
type FixedPart = Omit<Finding, 'document' | 'range' | 'related' | 'fixes'>;

/** By `keyOf`; filled as findings are reported. */
const fixedPartsAt = query(
  'analyze.fixedPartsAt',
  (_cache: QueryCache, _node: SourceNode, _config: Config, _entryUri: string) =>
    new Map<string, FixedPart | undefined>(),
);

function toFinding(
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
        found.push({ ...announced, title: legible(announced.title) });
      }
    });
    if (failure !== undefined) failures.add(failure);
    return found;
  };
  return { ...fixed, document, range: rangeOf(report.at), related, fixes };
}

function toFixedPart(
  rule: Rule,
  report: Report,
  description: OpenApiDescription,
  config: Config,
): FixedPart | undefined {
  const { meta } = rule;
  const confidence = report.confidence ?? meta.confidence;
  if (ranks[confidence] < ranks[config.confidence]) return undefined;
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
    message: format(meta.messages[report.message] ?? '', data),
    pointer,
    pillar: meta.pillar,
    owasp: meta.owasp,
    cwe: meta.cwe,
    operations: report.operations ?? 1,
    echo: report.echo ?? false,
    fingerprint: fingerprint(meta.id, description.entry.uri, document.uri, pointer, report.message, subject(data)),
  };
}

/** Everything that `toFixedPart` reads of a report. */
function keyOf({ meta }: Rule, { message, severity, confidence, operations, echo, data }: Report): string {
  const values = data === undefined ? [] : Object.values(data as Readonly<Record<string, string | number>>);
  return [meta.id, message, severity, confidence, operations, echo, ...values].join('\n');
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
  return (
    Object.values(data ?? {})
      .filter((value) => typeof value === 'string')
      // Whoever has a list of passwords could compare fingerprints.
      .map(maskSecrets)
      .join('\n')
  );
}

function format(text: string, data: Readonly<Record<string, string | number>> | undefined): string {
  return text.replaceAll(/\{(\w+)\}/g, (all, name: string) => {
    const value = data?.[name];
    return value === undefined ? all : readable(String(value));
  });
}

/** Text of the document in a message: masked before it is cut, as half a secret is not recognized. */
function readable(text: string): string {
  const escaped = legible(text);
  return escaped.length <= 120 ? escaped : `${[...escaped].slice(0, 119).join('')}…`;
}

/** The entry document first, then the others by URI; by place, then by rule. The same place and message count once. */
function order(findings: readonly Finding[], { entry }: OpenApiDescription): readonly Finding[] {
  const place = ({ document }: Finding): string => (document === entry ? '' : document.uri);
  const sorted = [...findings].sort(
    (a, b) =>
      (a.document === b.document ? 0 : compare(place(a), place(b))) ||
      a.range.start - b.range.start ||
      a.range.end - b.range.end ||
      compare(a.ruleId, b.ruleId) ||
      compare(a.message, b.message),
  );
  return sorted.filter((finding, index) => index === 0 || !isSamePlace(finding, sorted[index - 1]!));
}

function isSamePlace(a: Finding, b: Finding): boolean {
  return (
    a.document === b.document &&
    a.range.start === b.range.start &&
    a.range.end === b.range.end &&
    a.ruleId === b.ruleId &&
    a.message === b.message
  );
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
