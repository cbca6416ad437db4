import type { Gateway } from '../config/config.ts';
import { pure } from '../incremental/pure.ts';
import { errorSchemas, failureFields } from '../lexicon/errorSchemas.ts';
import { specified } from '../lexicon/specified.ts';
import { tooManyRequestsNames } from '../lexicon/statuses.ts';
import { wordsIn } from '../lexicon/words.ts';
import { componentPath } from '../openapi/components.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { escapeName } from '../openapi/uri.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, lazyFix, type Patch, type PatchValue, Placeholder } from '../textEdits/fix.ts';

const perMinute = new Placeholder('60', 'number');

/** How one gateway writes a limit. Sources: docs/rate-limits.md. */
interface Vocabulary {
  /** The extension as the title names it. */
  readonly key: string;
  /** Other names under which the gateway reads the same: the document's own is written. */
  readonly spellings?: RegExp;
  /** Extension names that show that the document is written for this gateway. */
  readonly uses: RegExp;
  /** Patches that limit the whole API; `undefined` where the gateway has no such place. */
  readonly limitApi?: (description: OpenApiDescription) => readonly Patch[] | undefined;
  /** Patches that limit one operation. */
  readonly limitOperation?: (
    description: OpenApiDescription,
    operation: Pick<Operation, 'node' | 'operationId'>,
  ) => readonly Patch[] | undefined;
}

/** For vendors that read the same extension at the root and at an operation. */
function anywhere(
  key: string,
  value: PatchValue,
  spellings?: RegExp,
): Pick<Vocabulary, 'key' | 'limitApi' | 'limitOperation'> & { readonly spellings?: RegExp } {
  const own = { key, ...(spellings === undefined ? {} : { spellings }) };
  return {
    ...own,
    limitApi: (description) => [
      { op: 'set', at: description.root, path: [keyIn(description, own)], value, after: ['info', 'servers'] },
    ],
    limitOperation: (description, { node }) => [{ op: 'set', at: node, path: [keyIn(description, own)], value }],
  };
}

/** The name of the extension that the document uses. */
function keyIn({ extensions }: OpenApiDescription, { key, spellings }: Pick<Vocabulary, 'key' | 'spellings'>): string {
  if (spellings === undefined || extensions.has(key)) return key;
  return [...extensions].find((name) => spellings.test(name)) ?? key;
}

const limitCount: PatchValue = { count: perMinute, time_window: 60, key: 'remote_addr', rejected_code: 429 };

const commonNames = specified('an extension in common use', /^x-rate-?limit(s|ing)?$/i);

const vocabularies: Readonly<Partial<Record<Gateway, Vocabulary>>> = {
  kong: {
    uses: /^x-kong-/,
    ...anywhere('x-kong-plugin-rate-limiting', { enabled: true, config: { minute: perMinute, policy: 'local' } }),
  },
  apigee: {
    uses: /^x-google-ratelimit$/,
    ...anywhere('x-google-ratelimit', [{ name: 'SpikeArrest', 'rate-literal': new Placeholder('10ps') }]),
  },
  google: {
    key: 'x-google-quota',
    uses: /^x-google-/,
    limitApi: googleApi,
    limitOperation: (description, operation) => [
      ...(googleHasQuota(description) ? [] : googleApi(description)),
      { op: 'set', at: operation.node, path: ['x-google-quota', 'metricCosts', googleMetric(description)], value: 1 },
    ],
  },
  tyk: {
    key: 'x-tyk-api-gateway',
    uses: /^x-tyk-/,
    limitApi: ({ root }) => [tykRate(root, ['upstream', 'rateLimit'])],
    limitOperation: ({ root }, { operationId }) =>
      operationId === undefined
        ? undefined
        : [tykRate(root, specified('Tyk OAS', ['middleware', 'operations', operationId, 'rateLimit']))],
  },
  wso2: {
    uses: specified('WSO2 API Manager', /^x-(wso2-|throttling-tier$)/),
    ...anywhere(
      'x-wso2-throttling-tier',
      new Placeholder('60PerMin'),
      specified('WSO2 API Manager', /^x-throttling-tier$/),
    ),
  },
  apisix: {
    key: 'x-apisix-plugins',
    uses: /^x-apisix-/,
    limitOperation: (_description, { node }) => [
      { op: 'set', at: node, path: ['x-apisix-plugins', 'limit-count'], value: limitCount },
    ],
  },
  api7: {
    key: 'x-adc-plugins',
    uses: /^x-adc-/,
    limitApi: ({ root }) => [{ op: 'set', at: root, path: ['x-adc-plugins', 'limit-count'], value: limitCount }],
    limitOperation: (_description, { node }) => [
      { op: 'set', at: node, path: ['x-adc-plugins', 'limit-count'], value: limitCount },
    ],
  },
  zuplo: {
    key: 'x-zuplo-route',
    uses: /^x-zuplo-/,
    limitOperation: (_description, { node }) => {
      const inbound = node.at('x-zuplo-route', 'policies', 'inbound');
      const policy = 'rate-limit-inbound';
      return inbound?.kind === 'sequence'
        ? [{ op: 'insert', at: inbound, index: 0, value: policy }]
        : [{ op: 'set', at: node, path: ['x-zuplo-route', 'policies', 'inbound'], value: [policy] }];
    },
  },
  ibm: {
    key: 'x-ibm-configuration',
    uses: /^x-ibm-/,
    limitApi: ({ root }) => {
      const execute = root.at('x-ibm-configuration', 'assembly', 'execute');
      const policy = { ratelimit: { version: '2.0.0', title: 'ratelimit', source: 'plan-default' } };
      return execute?.kind === 'sequence'
        ? [{ op: 'insert', at: execute, index: 0, value: policy }]
        : [{ op: 'set', at: root, path: ['x-ibm-configuration', 'assembly', 'execute'], value: [policy] }];
    },
  },
  '42crunch': {
    uses: /^x-42c-(local-)?strategy$/,
    ...anywhere('x-42c-local-strategy', {
      'x-42c-strategy': { protections: [{ 'x-42c-request-limiter_0.1': { hits: perMinute, window: 60 } }] },
    }),
  },
  kuadrant: {
    key: 'x-kuadrant',
    uses: /^x-kuadrant$/,
    limitOperation: (_description, { node }) => [
      {
        op: 'set',
        at: node,
        path: ['x-kuadrant', 'rate_limit', 'rates'],
        value: [{ limit: perMinute, duration: 1, unit: 'minute' }],
      },
    ],
  },
  generic: {
    uses: commonNames,
    ...anywhere('x-rate-limit', new Placeholder('60/min'), commonNames),
  },
};

function tykRate(root: SourceNode, path: readonly string[]): Patch {
  const value = { enabled: true, rate: perMinute, per: '1m' };
  return { op: 'set', at: root, path: ['x-tyk-api-gateway', ...path], value };
}

function googleRoot({ version }: OpenApiDescription): string {
  return version === '2.0' ? 'x-google-management' : 'x-google-api-management';
}

function googleHasQuota(description: OpenApiDescription): boolean {
  return description.root.at(googleRoot(description), 'quota', 'limits') !== undefined;
}

/** The metric that operations are charged for: the first that is declared. */
function googleMetric(description: OpenApiDescription): string {
  const metrics = description.root.at(googleRoot(description), 'metrics');
  return metrics?.entries()[0]?.key ?? metrics?.items()[0]?.get('name')?.string ?? 'requests';
}

function googleApi(description: OpenApiDescription): readonly Patch[] {
  const key = googleRoot(description);
  const metric = googleMetric(description);
  const at = description.root;
  const hasMetrics = at.at(key, 'metrics') !== undefined;
  const isVersion2 = description.version === '2.0';
  const metrics: PatchValue = isVersion2
    ? [{ name: metric, displayName: 'Requests', valueType: 'INT64', metricKind: 'DELTA' }]
    : { [metric]: { displayName: 'Requests' } };
  const limits: PatchValue = isVersion2
    ? [{ name: `${metric}-limit`, metric, unit: '1/min/{project}', values: { STANDARD: perMinute } }]
    : { [`${metric}-limit`]: { metric, values: perMinute } };
  return [
    ...(hasMetrics ? [] : [{ op: 'set', at, path: [key, 'metrics'], value: metrics } as const]),
    { op: 'set', at, path: [key, 'quota', 'limits'], value: limits },
  ];
}

/** The vocabulary that the document shows, else the configured gateway's; `undefined` if neither has one. */
function vocabularyFor(description: OpenApiDescription, gateway: Gateway | undefined): Vocabulary | undefined {
  return vocabularyIn(description) ?? (gateway === undefined ? undefined : vocabularies[gateway]);
}

const vocabularyIn = pure('rateLimitFixes.vocabularyIn', ({ extensions }: OpenApiDescription): Vocabulary | undefined =>
  Object.values(vocabularies).find(({ uses }) => [...extensions].some((name) => uses.test(name))),
);

/** An extension that limits the rate, as a gateway reads it. */
export interface LimitExtension {
  readonly gateway: Gateway;
  readonly key: string;
  readonly value: PatchValue;
}

/**
 * What can be written at an operation, or at the root without one: the extension of the gateway in use, or those of all
 * gateways where none is known.
 */
export function limitExtensions(
  description: OpenApiDescription,
  gateway: Gateway | undefined,
  operation: Pick<Operation, 'node' | 'operationId'> | undefined,
): readonly LimitExtension[] {
  const used = vocabularyFor(description, gateway);
  const at = operation?.node ?? description.root;
  return Object.entries(vocabularies).flatMap(([name, vocabulary]): readonly LimitExtension[] => {
    if (used !== undefined && vocabulary !== used) return [];
    const patches =
      operation === undefined
        ? vocabulary.limitApi?.(description)
        : vocabulary.limitOperation?.(description, operation);
    const here = (patches ?? []).flatMap((patch) => (patch.op === 'set' && patch.at === at ? [patch] : []));
    const [first] = here;
    const key = first?.path[0];
    if (first === undefined || key === undefined || here.some(({ path }) => path[0] !== key)) return [];
    const values = here.map(({ path, value }) => nested(path.slice(1), value));
    const value = values.length === 1 ? values[0]! : Object.assign({}, ...values);
    return [{ gateway: name as Gateway, key, value }];
  });
}

function nested(path: readonly string[], value: PatchValue): PatchValue {
  return path.reduceRight<PatchValue>((held, key) => ({ [key]: held }), value);
}

/** Limits one operation: the gateway's own extension first, then a documented `429`. */
export function limitOperationFixes(
  description: OpenApiDescription,
  operation: Operation,
  gateway: Gateway | undefined,
): readonly Fix[] {
  const vocabulary = vocabularyFor(description, gateway);
  const extension = vocabulary?.limitOperation?.(description, operation);
  const isDocumented = hasStatus429(operation);
  const document = (): readonly Patch[] => (isDocumented ? [] : documentPatches(description, [operation]));
  const fixes: Fix[] = [];
  if (vocabulary !== undefined && extension !== undefined) {
    fixes.push(
      lazyFix(`Limit this operation with "${keyIn(description, vocabulary)}"`, 'unsafe', () => [
        ...extension,
        ...document(),
      ]),
    );
  }
  if (!isDocumented) fixes.push(lazyFix(document429Title(gateway), 'unsafe', document));
  return fixes;
}

/** Limits the whole API. */
export function limitApiFixes(
  description: OpenApiDescription,
  operations: readonly Operation[],
  gateway: Gateway | undefined,
): readonly Fix[] {
  const vocabulary = vocabularyFor(description, gateway);
  // What stands at an operation wins over the root.
  const key = vocabulary && keyIn(description, vocabulary);
  const isAtOperations = key !== undefined && operations.some(({ node }) => node.has(key));
  const extension =
    (isAtOperations && vocabulary?.limitOperation !== undefined ? undefined : vocabulary?.limitApi?.(description)) ??
    operations.flatMap((operation) => vocabulary?.limitOperation?.(description, operation) ?? []);
  const document = documentPatches(
    description,
    operations.filter((operation) => !hasStatus429(operation)),
  );
  const fixes: Fix[] = [];
  if (vocabulary !== undefined && extension.length > 0) {
    fixes.push({
      title: `Limit the API with "${key}"`,
      safety: 'unsafe',
      patches: [...extension, ...document],
    });
  }
  if (document.length > 0) {
    const count = operations.length === 1 ? 'the operation' : `${operations.length} operations`;
    fixes.push({ title: `${document429Title(gateway)} on ${count}`, safety: 'unsafe', patches: document });
  }
  return fixes;
}

/** Documents the `429` response of operations with a declared limit, without headers that nothing promises. */
export function document429Fixes(description: OpenApiDescription, operations: readonly Operation[]): readonly Fix[] {
  const where = operations.length > 1 ? ` on ${operations.length} operations` : '';
  return [
    lazyFix(`Document "429" with "Retry-After"${where}`, 'safe', () =>
      documentPatches(description, operations, { withLimitHeaders: false }),
    ),
  ];
}

/** Some gateways configure their limits outside the description. */
function document429Title(gateway: Gateway | undefined): string {
  const names: Partial<Record<Gateway, string>> = { aws: 'Amazon API Gateway', azure: 'Azure API Management' };
  const name = gateway === undefined ? undefined : names[gateway];
  const note = name === undefined ? '' : ` (${name} has no key for limits in OpenAPI)`;
  return `Document "429" with "Retry-After" and rate-limit headers${note}`;
}

function hasStatus429(operation: Operation): boolean {
  return operation.responses.some(({ status }) => status === '429');
}

/** References a shared response in the entry document; elsewhere the response is written in place. */
function documentPatches(
  description: OpenApiDescription,
  operations: readonly Operation[],
  { withLimitHeaders = true } = {},
): readonly Patch[] {
  const shared = sharedResponse(description);
  const response = (inPlace: boolean): PatchValue => tooManyRequests(description, { withLimitHeaders, inPlace });
  const patches: Patch[] = [];
  const inEntry = operations.filter(({ node }) => node.document === description.entry);
  if (inEntry.length > 0 && shared.existing === undefined) {
    patches.push({ op: 'set', at: description.root, path: shared.path, value: response(false) });
  } else if (inEntry.length > 0 && shared.existing !== undefined && !tellsWhenToRetry(headerNames(shared.existing))) {
    // A reused response gets the header as well, since the title promises it.
    const value = retryAfterHeader(description);
    patches.push({ op: 'set', at: shared.existing, path: ['headers', 'Retry-After'], value, after: ['description'] });
  }
  for (const { node } of new Set(operations)) {
    const value = node.document === description.entry ? { $ref: shared.reference } : response(true);
    patches.push({ op: 'set', at: node, path: ['responses', '429'], value });
  }
  return patches;
}

const sharedResponse = pure('rateLimitFixes.sharedResponse', (description: OpenApiDescription) => {
  const base = componentPath(description.version, 'responses');
  const responses = description.root.at(...base);
  const existing = responses?.entries().find(({ key, value }) => isTooManyRequests(key) && value.kind === 'map');
  const name = existing?.key ?? 'TooManyRequests';
  return {
    existing: existing === undefined ? undefined : description.resolve(existing.value),
    path: [...base, name],
    reference: `#/${base.join('/')}/${escapeName(name)}`,
  };
});

function headerNames(response: SourceNode): readonly string[] {
  return (response.get('headers')?.entries() ?? []).map(({ key }) => key);
}

/** RFC 9110 §10.2.3; a reset header, or `RateLimit` with its `t`, has the same meaning. */
export function tellsWhenToRetry(headers: readonly string[]): boolean {
  return headers.some((name) => /^(retry-after|(x-)?rate-?limit(-reset.*)?)$/i.test(name));
}

/** True for a name of a shared response to clients that send too many requests. */
export function isTooManyRequests(name: string): boolean {
  return tooManyRequestsNames.matches(wordsIn(name));
}

/** RFC 6585 §4 for the response; draft-ietf-httpapi-ratelimit-headers for its headers. */
function tooManyRequests(
  description: OpenApiDescription,
  { withLimitHeaders, inPlace }: { readonly withLimitHeaders: boolean; readonly inPlace: boolean },
): PatchValue {
  return {
    description: 'Too many requests. Try again after the time given in "Retry-After".',
    headers: {
      'Retry-After': retryAfterHeader(description),
      ...(withLimitHeaders ? limitHeaders(description) : {}),
    },
    ...(inPlace ? {} : errorBody(description)),
  };
}

export function limitHeaders(description: Pick<OpenApiDescription, 'version'>): Record<string, PatchValue> {
  return {
    RateLimit: {
      description: 'The remaining quota and the seconds until it resets.',
      ...typed(description, 'string'),
    },
    'RateLimit-Policy': { description: 'The quota and its window.', ...typed(description, 'string') },
  };
}

/** RFC 9110 §10.2.3, in its form of seconds. */
export function retryAfterHeader(description: Pick<OpenApiDescription, 'version'>): PatchValue {
  return { description: 'Seconds to wait before the next request.', ...typed(description, 'integer', { minimum: 0 }) };
}

/** A header's type: a schema in OpenAPI 3, its own fields in Swagger 2.0. */
function typed(
  { version }: Pick<OpenApiDescription, 'version'>,
  type: string,
  extra: Readonly<Record<string, PatchValue>> = {},
): Readonly<Record<string, PatchValue>> {
  return version === '2.0' ? { type, ...extra } : { schema: { type, ...extra } };
}

/** The body that most kinds of errors share, if its schema describes an error; a reference within the entry document. */
export const errorBody = pure(
  'rateLimitFixes.errorBody',
  (description: OpenApiDescription): Record<string, PatchValue> => {
    const uses = new Map<string, { schema: SourceNode; type: string; statuses: Set<string> }>();
    for (const { responses } of description.operations) {
      for (const { status, content, schemas, node } of responses) {
        const [schema] = schemas;
        const reference = localReference(schema, description);
        if (schema === undefined || reference === undefined) continue;
        if (node.document !== description.entry || !isErrorStatus(status)) continue;
        const use = uses.get(reference) ?? {
          schema,
          type: content[0]?.type ?? 'application/json',
          statuses: new Set(),
        };
        use.statuses.add(status);
        uses.set(reference, use);
      }
    }
    const others = referencesOfOthers(description);
    const [best] = [...uses]
      .filter(([reference, { statuses, schema }]) => {
        return isGeneral(statuses) && !others.has(reference) && describesError(reference, description.resolve(schema));
      })
      .sort(([, a], [, b]) => b.statuses.size - a.statuses.size);
    if (best === undefined) return {};
    const [reference, { type }] = best;
    if (description.version === '2.0') return { schema: { $ref: reference } };
    return { content: { [type]: { schema: { $ref: reference } } } };
  },
);

function localReference(schema: SourceNode | undefined, { entry }: OpenApiDescription): string | undefined {
  const reference = schema?.get('$ref');
  return reference?.document === entry && reference.string?.startsWith('#/') ? reference.string : undefined;
}

function isErrorStatus(status: string): boolean {
  return /^([45](\d\d|xx)|default)$/i.test(status);
}

/** The body of one status alone may be special to it; a range and `default` stand for several. */
function isGeneral(statuses: ReadonlySet<string>): boolean {
  return statuses.size > 1 || [...statuses].some((status) => !/^\d+$/.test(status));
}

/** By the schema's name, or by a property that reports a failure. */
function describesError(reference: string, schema: SourceNode | undefined): boolean {
  if (errorSchemas.matches(wordsIn(reference.slice(reference.lastIndexOf('/') + 1)))) return true;
  return (schema?.get('properties')?.entries() ?? []).some(({ key }) => failureFields.matches(wordsIn(key)));
}

/** Schemas of requests and of successful responses: errors that return them echo what was sent. */
function referencesOfOthers(description: OpenApiDescription): ReadonlySet<string | undefined> {
  const schemas = description.operations.flatMap(({ requestSchemas, responses }) => [
    ...requestSchemas,
    ...responses.flatMap(({ status, schemas }) => (isErrorStatus(status) ? [] : schemas)),
  ]);
  return new Set(schemas.map((schema) => localReference(schema, description)));
}
