import { noLimits } from '../lexicon/placeholders.ts';
import { specified } from '../lexicon/specified.ts';
import type { MapEntry, SourceNode } from '../syntax/sourceNode.ts';
import type { Response } from './model.ts';

/** A header with the limit of a client, of any family: `RateLimit`, `X-RateLimit-Limit`, `X-Rate-Limit-…`. */
const limitHeader = /^(x-)?rate-?limit/i;

/** Where an operation may be limited. */
export interface RateLimitPlaces {
  readonly root: SourceNode;
  readonly pathItems: readonly SourceNode[];
  readonly operation: SourceNode;
  readonly operationId: string | undefined;
  readonly responses: readonly Response[];
}

/** Evidence as the inventory names it: `response-429`, `header:NAME`, or the name of an extension. */
export function rateLimitEvidence(places: RateLimitPlaces): readonly string[] {
  const evidence = new Set<string>();
  if (places.responses.some(({ status }) => status === '429')) evidence.add('response-429');
  for (const { headers } of places.responses) {
    for (const { name } of headers) if (limitHeader.test(name)) evidence.add(`header:${name}`);
  }
  for (const holder of [places.operation, ...places.pathItems, places.root]) {
    for (const name of limitExtensions(holder, holder === places.root, places.operationId)) evidence.add(name);
  }
  return [...evidence];
}

/** The names of the extensions of `holder` that limit the rate, each in its vendor's own shape. */
function limitExtensions(holder: SourceNode, isRoot: boolean, operationId: string | undefined): readonly string[] {
  const names: string[] = [];
  for (const { key, value } of holder.entries()) {
    if (!key.startsWith('x-') && key !== 'info') continue;
    if (key === 'info') {
      // SLA4OAI is part of the Info Object.
      if (value.has('x-sla')) names.push('x-sla');
      continue;
    }
    const shape = shapes.find(({ name }) => name.test(key));
    // Tyk reads its extension at the root alone.
    if (shape === undefined || (!isRoot && key === 'x-tyk-api-gateway')) continue;
    // The newer of WSO2's two keys wins where both are present.
    if (key === 'x-throttling-tier' && holder.has('x-wso2-throttling-tier')) continue;
    if (shape.limits(value, operationId, key, holder)) names.push(key);
  }
  return names;
}

interface Shape {
  readonly name: RegExp;
  limits(value: SourceNode, operationId: string | undefined, key: string, holder: SourceNode): boolean;
}

const isOn = (node: SourceNode | undefined): boolean =>
  node !== undefined && node.get('enabled')?.scalar !== false && node.get('disabled')?.scalar !== true;

const isFilled = (node: SourceNode | undefined): boolean =>
  node !== undefined && (node.items().length > 0 || node.entries().length > 0);

/** One line for each vendor; the sources are listed in docs/rate-limits.md. */
const shapes: readonly Shape[] = [
  {
    name: specified(
      'Kong: rate-limiting plugins',
      /^x-kong-plugin-(ai-)?(response-|graphql-)?rate-?limiting(-advanced)?$/,
    ),
    limits: (value) => isOn(value) && (value.get('config')?.entries() ?? []).some(isKongLimit),
  },
  {
    name: specified('Cloud Endpoints', /^x-google-management$/),
    limits: (value) => isFilled(value.at('quota', 'limits')),
  },
  {
    name: specified('Cloud Endpoints', /^x-google-api-management$/),
    limits: (value) => isFilled(value.at('quota', 'limits')),
  },
  {
    // Endpoints: a map with `metricCosts`; Apigee: a list of policies.
    name: specified('Cloud Endpoints and Apigee', /^x-google-(quota|ratelimit)$/),
    limits: (value) => value.items().some(isFilled) || isFilled(value.get('metricCosts')),
  },
  { name: specified('Tyk OAS', /^x-tyk-api-gateway$/), limits: limitsInTyk },
  { name: specified('WSO2 API Manager', /^x-(wso2-)?throttling-tier$/), limits: (value) => isTier(value) },
  {
    name: specified('APISIX and API7', /^x-(apisix|adc)-plugins$/),
    // API7: a plugin in an extension of its own wins.
    limits: (value, _operationId, _key, holder) =>
      value
        .entries()
        .some(({ key, value: plugin }) => !holder.has(`x-adc-plugin-${key}`) && isLimitPlugin(key, plugin)),
  },
  {
    name: /^x-adc-plugin-/,
    limits: (value, _operationId, key) => isLimitPlugin(key.slice('x-adc-plugin-'.length), value),
  },
  {
    name: /^x-zuplo-route$/,
    limits: (value) =>
      (value.at('policies', 'inbound')?.items() ?? []).some(({ string }) => /rate-?limit|quota/i.test(string ?? '')),
  },
  {
    name: /^x-ibm-configuration$/,
    limits: (value) => holdsKey(value.get('assembly'), (key) => /^rate-?limit$/.test(key)),
  },
  {
    name: /^x-42c-(local-)?strategy$/,
    limits: (value) => holdsKey(value, (key) => key.startsWith('x-42c-request-limiter')),
  },
  { name: /^x-42c-request-limiter/, limits: isOn },
  { name: /^x-kuadrant$/, limits: (value) => isFilled(value.at('rate_limit', 'rates')) },
  { name: specified('an extension in common use', /^x-rate-?limit(s|ing)?$/i), limits: isGenericLimit },
];

/** True for the extension of a gateway that is known here, whether it limits anything or not. */
export function isLimitExtension(name: string): boolean {
  return shapes.some((shape) => shape.name.test(name));
}

/** True for an extension of `holder` that limits its rate, and is not switched off. */
export function hasLimitExtension(holder: SourceNode, name: string): boolean {
  return limitExtensions(holder, false, holder.get('operationId')?.string).includes(name);
}

const kongPeriods = specified('Kong: rate-limiting plugins', /^(second|minute|hour|day|month|year)$/);
const kongLists = specified('Kong: rate-limiting-advanced and AI plugins', /^(limits?|llm_providers)$/);

/** A period with a number, or a list of limits. */
function isKongLimit({ key, value }: MapEntry): boolean {
  if (kongPeriods.test(key)) return typeof value.scalar === 'number' && value.scalar > 0;
  return kongLists.test(key) && isFilled(value);
}

function limitsInTyk(value: SourceNode, operationId: string | undefined): boolean {
  const isEnabled = (node: SourceNode | undefined): boolean => node?.get('enabled')?.scalar === true;
  if (isEnabled(value.at('upstream', 'rateLimit')) || isEnabled(value.at('middleware', 'global', 'rateLimit')))
    return true;
  const operations = value.at('middleware', 'operations');
  return operationId !== undefined && isEnabled(operations?.get(operationId)?.get('rateLimit'));
}

function isTier(value: SourceNode): boolean {
  return value.string !== undefined && value.string !== '' && value.string.toLowerCase() !== 'unlimited';
}

const limitPlugins = specified('APISIX: plugins', /^limit-(count|req|conn)(-advanced)?$/);

function isLimitPlugin(name: string, plugin: SourceNode): boolean {
  if (!limitPlugins.test(name)) return false;
  if (!isFilled(plugin) && (plugin.string ?? '') === '') return false;
  return isOn(plugin) && plugin.get('disable')?.scalar !== true && plugin.at('_meta', 'disable')?.scalar !== true;
}

/** The community's `x-rate-limit` in its many shapes: a text, a number, a map. */
function isGenericLimit(value: SourceNode): boolean {
  if (value.kind !== 'scalar') return isOn(value) && isFilled(value);
  const { scalar } = value;
  if (typeof scalar === 'number') return scalar > 0;
  return typeof scalar === 'string' && scalar.trim() !== '' && !noLimits.has(scalar.trim().toLowerCase());
}

/** Looks below `node`, within reason. */
function holdsKey(node: SourceNode | undefined, matches: (key: string) => boolean): boolean {
  if (node === undefined) return false;
  const seen = new Set<SourceNode>();
  const queue = [node];
  for (let next = queue.pop(); next !== undefined && seen.size < 1000; next = queue.pop()) {
    if (seen.has(next)) continue;
    seen.add(next);
    for (const { key, value } of next.entries()) {
      if (matches(key) && isOn(value)) return true;
      queue.push(value);
    }
    queue.push(...next.items());
  }
  return false;
}
