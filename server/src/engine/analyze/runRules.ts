import type { Config } from '../config/config.ts';
import type { RuleFailure } from '../finding.ts';
import { pure } from '../incremental/pure.ts';
import { query } from '../incremental/query.ts';
import type { QueryCache } from '../incremental/queryCache.ts';
import type { NodeKinds, OpenApiDescription } from '../openapi/model.ts';
import type { Report, Rule, Visits } from '../rule/rule.ts';
import { toPrintable } from '../sensitive/toPrintable.ts';

export const activeRules = query(
  'runRules.activeRules',
  (_cache: QueryCache, config: Config, rules: readonly Rule[], version: OpenApiDescription['version']) =>
    rules.filter((rule) => isActive(rule, version, config)),
);

/** The reports of one rule about one fact. */
export interface Result {
  readonly rule: Rule;
  readonly reports: readonly Report[];
  readonly failure: RuleFailure | undefined;
}

/** The results of all active rules; `undefined` ends a step. */
export function* runRules(
  active: readonly Rule[],
  paused: ReadonlySet<Rule>,
  description: OpenApiDescription,
  config: Config,
): Iterable<Result | undefined> {
  const { cache, nodes, version } = description;
  // The same object for all revisions: a fix that is asked for later works on the description as it is then.
  const context = cache.get(ruleContext, config);
  Object.assign(context, { config, version, cache, resolve: cache.resolve, description });
  for (const kind of Object.keys(nodes) as (keyof NodeKinds)[]) {
    const visitors = cache.get(visitorsOf[kind], active);
    if (visitors.length === 0) continue;
    if (kind === 'OpenAPI') {
      for (const rule of visitors) {
        if (paused.has(rule)) continue;
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

const ruleContext = query('runRules.ruleContext', (_cache: QueryCache, _config: Config): object => ({}));

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
  query(`runRules.visitorsOf ${kind}`, (_cache: QueryCache, active: readonly Rule[]) =>
    active.filter((rule) => rule.visit[kind]),
  ),
);

/** The results of all rules for one fact; rules without reports are left out. */
const resultsFor = forEachKind((kind) =>
  query(
    `runRules.resultsFor ${kind}`,
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

export function ask(rule: Rule, kind: keyof Visits, fact: unknown, context: unknown): Result {
  const visitor = rule.visit[kind] as (fact: unknown, context: unknown) => Iterable<Report>;
  return collect(rule, visitor, fact, context);
}

/** More facts than these make a rule fail only where it fails for all. */
const maxFaulty = 10;

/**
 * A visit of the whole description that fails at one fact is repeated without that fact, so that findings about all
 * others stay. The failure is reported nevertheless.
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

/** The reports before a rule threw are kept. Most rules report nothing about most facts, so that case allocates nothing. */
export function collect<Args extends readonly unknown[]>(
  rule: Rule,
  say: (...args: Args) => Iterable<Report>,
  ...args: Args
): Result {
  let reports: Report[] | undefined;
  let failure: RuleFailure | undefined;
  try {
    for (const report of say(...args)) {
      reports ??= [];
      reports.push(report);
    }
  } catch (error) {
    failure = toFailure(rule, error);
  }
  return reports === undefined && failure === undefined ? silenceOf(rule) : { rule, reports: reports ?? [], failure };
}

export function attempt(rule: Rule, work: () => void): RuleFailure | undefined {
  try {
    work();
    return undefined;
  } catch (error) {
    return toFailure(rule, error);
  }
}

function toFailure({ meta }: Rule, error: unknown): RuleFailure {
  return { ruleId: meta.id, message: toPrintable(error instanceof Error ? error.message : String(error)) };
}

/** The result of a rule that has nothing to say: one object for each rule. */
const silenceOf = pure('runRules.silenceOf', (rule: Rule): Result => ({ rule, reports: nothing, failure: undefined }));

function isActive({ meta }: Rule, version: OpenApiDescription['version'], config: Config): boolean {
  const configured = config.rules[meta.id];
  if (configured === 'off' || config.pillars[meta.pillar] === 'off') return false;
  if (configured === undefined && !meta.recommended && config.profile !== 'strict') return false;
  return meta.versions === undefined || meta.versions.includes(version);
}

/** Each failure once. Fixes are computed on demand, so their failures come after the analysis. */
export class Failures {
  readonly list: RuleFailure[] = [];

  add(failure: RuleFailure): void {
    const { ruleId, message } = failure;
    if (!this.list.some((other) => other.ruleId === ruleId && other.message === message)) this.list.push(failure);
  }
}
