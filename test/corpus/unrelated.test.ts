import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import { severityRanks } from '../../server/src/engine/severity.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { type PlainValue, toValue } from '../../server/src/engine/syntax/toValue.ts';
import { createFileReader } from '../../server/src/files.ts';
import { corpus, corpusFiles, options, smallCorpusFiles } from '../support/corpus.ts';

/**
 * What is added to a description and is unrelated to the rest removes no finding and makes none milder: silence has to
 * be earned by what is reported. `ALL=1` takes the whole corpus instead of a sample, and `PART=2/8` the second eighth of
 * it. To descriptions that are large, all additions are made at once.
 */
const examples = join(import.meta.dirname, '../../examples');

type Json = { [key: string]: PlainValue };

interface Source {
  readonly name: string;
  readonly uri: string;
  readonly value: Json;
}

const silencingTexts = [
  'Rate limit, throttling, quota, 429 Too Many Requests.',
  'Limited to 100 requests per minute; above that you will receive 429.',
  'Public. No authentication required. Open data, accessible to everyone.',
  'Login, sign in, sign up, token, health, status, webhook callback.',
  'At most 100 per page, a maximum of 50 items per request, 401, 400.',
];

/** What introductions say of such topics without stating anything. */
const mentions = [
  'See the chapter about rate limits for what is planned.',
  'Public holidays and public companies are part of the data.',
  'The login page and the dashboard have documents of their own.',
  'This text was written by our internal team. An older text is deprecated.',
];

const unrelatedTexts = [
  'Internal. For internal use only, not for the public.',
  'Public. Open to everyone.',
  'Deprecated. Will be removed in the next version. Use another one.',
  'The caller must be an administrator. Requires the role admin and a second factor.',
  'Signed with HMAC-SHA256. Returned only once. Stored encrypted, hashed and masked.',
  'Only hosts of the allow list. Never fetched. At most 10 items, up to 100 characters.',
];

const isSwagger = ({ swagger }: Json): boolean => swagger !== undefined;
const text = (value: Json): Json => (isSwagger(value) ? { type: 'string' } : { schema: { type: 'string' } });

const slowDown = (value: Json): Json => ({
  description: 'Too many requests',
  headers: Object.fromEntries(['Retry-After', 'RateLimit', 'RateLimit-Policy'].map((name) => [name, text(value)])),
});

function isMap(value: PlainValue | undefined): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The map under `key`, which is made if there is none. */
function mapAt(holder: Json, key: string): Json {
  const held = holder[key];
  if (isMap(held)) return held;
  const made: Json = {};
  holder[key] = made;
  return made;
}

function addOperation(value: Json, path: string, method: string, operation: Json): void {
  mapAt(value, 'paths')[path] = { [method]: operation };
}

/** Components by their names in OpenAPI 3 and Swagger 2.0. */
function componentsOf(value: Json, key: string, oldKey: string): Json {
  return isSwagger(value) ? mapAt(value, oldKey) : mapAt(mapAt(value, 'components'), key);
}

function schemesOf(value: Json): Json {
  return componentsOf(value, 'securitySchemes', 'securityDefinitions');
}

function addScheme(value: Json, name: string): void {
  schemesOf(value)[name] = { type: 'apiKey', in: 'header', name: 'X-Unrelated-Key' };
}

function someScheme(value: Json): string | undefined {
  const found = Object.entries(schemesOf(value)).find(
    ([, scheme]) => isMap(scheme) && ['apiKey', 'http', 'basic'].includes(String(scheme['type'])),
  );
  return found?.[0];
}

function addSecured(value: Json, scheme: string, rest: Json = {}): void {
  for (const index of [1, 2, 3, 4, 5, 6]) {
    const responses = { 200: { description: 'OK' }, 401: { description: 'No key' }, 429: slowDown(value) };
    addOperation(value, `/zz-unrelated-${index}`, 'get', { security: [{ [scheme]: [] }], responses, ...rest });
  }
}

const responses = { 200: { description: 'OK' } };
const person = { type: 'object', properties: { email: { type: 'string' }, firstName: { type: 'string' } } };
const ofPerson = { 200: { description: 'OK', content: { 'application/json': { schema: person } } } };
const key = [{ name: 'X-Api-Key', in: 'header', required: true, schema: { type: 'string' } }];
const id = [{ name: 'id', in: 'path', required: true, schema: { type: 'string' } }];
const info = { title: 'Members', version: '1' };

/** What the corpus has little of. */
const ownDocuments: Readonly<Record<string, Json>> = {
  'a key among the parameters': {
    openapi: '3.1.0',
    info,
    paths: { '/stations': { get: { parameters: key, responses } }, '/trains': { get: { parameters: key, responses } } },
  },
  'open data by its introduction': {
    openapi: '3.1.0',
    info: { ...info, description: 'Open data.' },
    paths: { '/stations': { get: { parameters: key, responses } }, '/members': { get: { responses: ofPerson } } },
  },
  'personal data over plain HTTP without a scheme': {
    openapi: '3.1.0',
    info,
    servers: [{ url: 'http://members.example' }],
    paths: {
      '/members': { get: { responses: ofPerson } },
      '/members/{id}/status': { get: { parameters: id, responses } },
    },
  },
  'a scheme that nothing requires': {
    openapi: '3.1.0',
    info,
    paths: { '/members': { get: { responses: ofPerson } }, '/stations': { get: { responses } } },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  },
  'one read that nothing protects': {
    openapi: '3.1.0',
    info,
    paths: {
      '/members': { get: { security: [{ token: [] }], responses: ofPerson } },
      '/members/{id}/status': { get: { parameters: id, responses } },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  },
  'reads without a scheme or an introduction': {
    openapi: '3.1.0',
    info,
    paths: { '/stations': { get: { responses } }, '/trains': { get: { responses } } },
  },
  'a scheme that no read requires': {
    openapi: '3.1.0',
    info,
    paths: { '/stations': { get: { responses } }, '/trains': { get: { responses } } },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  },
  'one scope for everything': {
    openapi: '3.1.0',
    info,
    security: [{ oauth: ['all'] }],
    paths: Object.fromEntries(['a', 'b', 'c'].map((path) => [`/${path}`, { get: { responses }, post: { responses } }])),
    components: {
      securitySchemes: {
        oauth: {
          type: 'oauth2',
          flows: { clientCredentials: { tokenUrl: 'https://auth.example/token', scopes: { all: 'Everything' } } },
        },
      },
    },
  },
  'limits at one operation': {
    openapi: '3.1.0',
    info,
    security: [{ token: [] }],
    paths: {
      '/login': { post: { security: [], responses } },
      '/search': { get: { description: 'Limited to 10 requests per minute.', responses } },
      '/members': { post: { responses } },
    },
    components: { securitySchemes: { token: { type: 'http', scheme: 'bearer' } } },
  },
};

/** Each changes a copy of a description; `false` where it does not apply. */
const additions: Readonly<Record<string, (value: Json) => false | undefined>> = {
  'a read with a 429'(value) {
    const responses = { 200: { description: 'Languages' }, 429: slowDown(value) };
    addOperation(value, '/zz-languages', 'get', { summary: 'List languages', responses });
    return undefined;
  },
  'a public read with a 429 and a correlation id'(value) {
    const headers = { 'X-Request-Id': text(value) };
    const responses = { 200: { description: 'Languages', headers }, 429: slowDown(value) };
    addOperation(value, '/public/zz-languages', 'get', { summary: 'Public languages', security: [], responses });
    return undefined;
  },
  'a health probe and a login'(value) {
    const responses = { 200: { description: 'OK' }, 429: slowDown(value) };
    addOperation(value, '/zz/health', 'get', { security: [], responses });
    addOperation(value, '/zz/login', 'post', { security: [], responses });
    return undefined;
  },
  'operations secured by a scheme of their own'(value) {
    addScheme(value, 'zzUnrelated');
    addSecured(value, 'zzUnrelated');
    return undefined;
  },
  'operations secured by a scheme of their own, on a server of their own'(value) {
    if (isSwagger(value)) return false;
    addScheme(value, 'zzUnrelated');
    addSecured(value, 'zzUnrelated', { servers: [{ url: 'https://unrelated.example' }] });
    return undefined;
  },
  'operations secured by a known scheme'(value) {
    const scheme = someScheme(value);
    if (scheme === undefined) return false;
    addSecured(value, scheme);
    return undefined;
  },
  'an operation with a scope of its own'(value) {
    let isFound = false;
    for (const [name, scheme] of Object.entries(schemesOf(value))) {
      // An operation that requires a scheme is not unrelated to one that nothing requires.
      if (!isMap(scheme) || scheme['type'] !== 'oauth2' || !JSON.stringify(value).includes(`{"${name}":[`)) continue;
      isFound = true;
      for (const flow of isSwagger(value) ? [scheme] : Object.values(mapAt(scheme, 'flows')))
        if (isMap(flow)) mapAt(flow, 'scopes')['zz:unrelated'] = 'Unrelated';
      const responses = { 200: { description: 'OK' }, 401: { description: 'No token' }, 429: slowDown(value) };
      addOperation(value, `/zz-scope-${name}`, 'get', { security: [{ [name]: ['zz:unrelated'] }], responses });
    }
    return isFound ? undefined : false;
  },
  'an introduction about things'(value) {
    const info = mapAt(value, 'info');
    if (info['description'] !== undefined) return false;
    info['description'] = 'A list of what is kept in the yard, with its weight and its place.';
    return undefined;
  },
  'reads without parameters'(value) {
    for (const index of [1, 2, 3, 4, 5, 6])
      addOperation(value, `/zz-unrelated-${index}`, 'get', { responses: { 200: { description: 'OK' } } });
    return undefined;
  },
  'a scheme that nothing uses'(value) {
    if (someScheme(value) === undefined) return false;
    addScheme(value, 'zzUnrelated');
    return undefined;
  },
  'tags about limits, openness and logins'(value) {
    const tags = silencingTexts.map((description, index) => ({
      name: `zz ${index} rate limit public login`,
      description,
    }));
    value['tags'] = [...(Array.isArray(value['tags']) ? value['tags'] : []), ...tags];
    return undefined;
  },
  'operations with texts about limits, openness and logins'(value) {
    for (const [index, description] of silencingTexts.entries()) {
      const responses = { 200: { description: 'OK' }, 403: { description } };
      addOperation(value, `/zz-unrelated-${index}`, 'get', { summary: description, description, responses });
    }
    return undefined;
  },
  'responses, headers and schemas that nothing uses'(value) {
    const code = { type: 'string', enum: ['TOO_MANY_REQUESTS', 'RATE_LIMITED'] };
    const properties = { code, dailyQuota: { type: 'integer' } };
    componentsOf(value, 'schemas', 'definitions')['ZzError'] = {
      type: 'object',
      description: silencingTexts.join(' '),
      properties,
    };
    componentsOf(value, 'responses', 'responses')['ZzTooMany'] = slowDown(value);
    if (!isSwagger(value)) componentsOf(value, 'headers', '')['X-RateLimit-Limit'] = text(value);
    return undefined;
  },
  'an introduction that mentions topics and states nothing'(value) {
    const info = mapAt(value, 'info');
    info['description'] = [info['description'], ...mentions].filter((part) => typeof part === 'string').join('\n\n');
    return undefined;
  },
  'operations with the extensions of gateways'(value) {
    const extensions: readonly Json[] = [
      { 'x-kong-plugin-rate-limiting': { config: { minute: 60 } } },
      { 'x-google-quota': { metricCosts: { reads: 1 } } },
      { 'x-ratelimit': { limit: 60, window: 'minute' } },
      { 'x-throttling-tier': 'Gold', 'x-internal': true, 'x-audit': true, 'x-sunset': '2030-01-01' },
      { 'x-amazon-apigateway-auth': { type: 'NONE' }, 'x-public': true, 'x-webhook-signature': 'hmac-sha256' },
    ];
    for (const [index, extension] of extensions.entries())
      addOperation(value, `/zz-extension-${index}`, 'get', { ...extension, responses });
    return undefined;
  },
  'texts about openness, internal use and retirement'(value) {
    for (const [index, description] of unrelatedTexts.entries()) {
      const parameters = [{ name: `zz-${index}`, in: 'query', description, ...text(value) }];
      addOperation(value, `/zz-text-${index}`, 'get', { tags: ['zz'], description, parameters, responses });
    }
    componentsOf(value, 'schemas', 'definitions')['ZzText'] = {
      type: 'object',
      properties: Object.fromEntries(unrelatedTexts.map((description, index) => [`t${index}`, { description }])),
    };
    return undefined;
  },
  'an old operation and its sunset'(value) {
    const headers = { Deprecation: text(value), Sunset: text(value) };
    const responses = { 200: { description: 'OK', headers }, 410: { description: 'Gone' } };
    addOperation(value, '/v1/zz-old', 'get', { deprecated: true, description: 'Deprecated. Use v2.', responses });
    return undefined;
  },
  'an operation with an error code, a quota and an extension'(value) {
    const properties = { code: { type: 'string', enum: ['RATE_LIMITED'] } };
    const schema = { type: 'object', properties };
    const refusal = isSwagger(value) ? { schema } : { content: { 'application/json': { schema } } };
    const responses = { 200: { description: 'OK' }, 400: { description: 'Refused', ...refusal } };
    addOperation(value, '/zz-quota', 'get', { 'x-rate-limit': '60/min', 'x-audit': true, responses });
    return undefined;
  },
};

/** An echo weighs nothing. */
function weightOf({ echo, severity }: Finding): number {
  return echo ? 0 : severityRanks[severity] + 1;
}

const aboutOperations = ['unauthenticated-operation', 'public-operation', 'undefined-security-scheme'];

/** Causes for the whole API, and what takes their place where some operations require a scheme. */
const family: Readonly<Record<string, readonly string[]>> = {
  'missing-security-scheme': ['missing-security-scheme', 'missing-security', ...aboutOperations],
  'missing-security': ['missing-security', ...aboutOperations],
};

/**
 * What says the same more exactly, of the same place or of as many operations: `missing-rate-limit` names operations where
 * others are limited, and `missing-scope` requirements where the API has scopes.
 */
const exacter: Readonly<Record<string, string>> = {
  'unlimited-guessing': 'missing-rate-limit',
  'unlimited-messages': 'missing-rate-limit',
  'overbroad-credential': 'missing-scope',
};

/** Where rules report what the whole description lacks. */
const ofTheWhole = /^\/(openapi|swagger|paths|securityDefinitions|components\/securitySchemes)$/;

/** What was found before and is gone, or weighs less, after. */
function lost(before: readonly Finding[], after: readonly Finding[]): readonly string[] {
  const placed = new Map<string, number>();
  for (const finding of after) {
    const key = `${finding.ruleId} ${finding.document.uri} ${finding.pointer}`;
    placed.set(key, Math.max(placed.get(key) ?? 0, weightOf(finding)));
  }
  const all = (findings: readonly Finding[], ruleIds: readonly string[], weight: number): readonly Finding[] =>
    findings.filter((finding) => ruleIds.includes(finding.ruleId) && weightOf(finding) >= weight);
  const affected = (findings: readonly Finding[]): number =>
    findings.reduce((sum, { operations }) => sum + Math.max(1, operations), 0);
  return before.flatMap((finding) => {
    const { ruleId, document, pointer, message } = finding;
    const weight = weightOf(finding);
    if ((placed.get(`${ruleId} ${document.uri} ${pointer}`) ?? -1) >= weight) return [];
    const heirs = all(after, family[ruleId] ?? [ruleId], weight);
    // What was said of the whole description may be said of its operations.
    if (ofTheWhole.test(pointer) && heirs.length > 0) return [];
    const other = exacter[ruleId];
    const successors = other === undefined ? [] : all(after, [other], weight);
    const isSamePlace = placed.has(`${other} ${document.uri} ${pointer}`);
    if (successors.length > 0 && (isSamePlace || affected(successors) >= finding.operations)) return [];
    // One of many places is an echo of the finding that speaks for all of them.
    if (
      placed.has(`${ruleId} ${document.uri} ${pointer}`) &&
      affected(heirs) >= affected(all(before, [ruleId], weight))
    )
      return [];
    return [`${ruleId} ${finding.echo ? 'echo' : finding.severity} ${pointer} ${message}`];
  });
}

/** The part of the corpus that \`PART\` names. */
function isInPart(_: unknown, index: number): boolean {
  const [, part, parts] = /^(\d+)\/(\d+)$/.exec(process.env['PART'] ?? '1/1') ?? [];
  return index % Number(parts) === Number(part) - 1;
}

const isLarge = (value: Json): boolean => JSON.stringify(value).length > 60_000;

/** Sets of additions to make in a copy of \`value\`, each with its name. */
function changesOf(value: Json): readonly (readonly [string, Json])[] {
  const names = Object.keys(additions);
  const sets = isLarge(value) ? [names] : names.map((name) => [name]);
  return sets.flatMap((set) => {
    const copy = structuredClone(value);
    const made = set.filter((name) => additions[name]?.(copy) !== false);
    return made.length === 0 ? [] : [[made.length === 1 ? set.join() : 'all additions', copy] as const];
  });
}

function findingsOf({ uri }: Source, value: Json, profile: Config['profile']): readonly Finding[] {
  const description = describe(parseSource(uri, JSON.stringify(value)), createFileReader([corpus, examples]));
  assert.ok(description);
  return analyze(description, { ...defaultConfig, profile }).findings;
}

function sources(): readonly Source[] {
  const own = ['bank.yaml', 'bank.fixed.yaml'].map((name) => {
    const path = join(examples, name);
    return { name, path, text: readFileSync(path, 'utf8') };
  });
  const all = process.env['ALL'] === '1';
  const others =
    'skip' in options
      ? []
      : all
        ? [...corpusFiles()].filter(isInPart)
        : smallCorpusFiles().filter((_, index) => index % 8 === 0);
  const written = Object.entries(ownDocuments).map(([name, value]) => ({ name, uri: `file:///${name}.json`, value }));
  const read = [...own, ...others].flatMap((file) => {
    const uri = pathToFileURL(file.path).href;
    const document = parseSource(uri, file.text);
    if (document.problems.length > 0 || document.root === undefined) return [];
    const value = toValue(document.root);
    return isMap(value) && isMap(value['paths']) && describe(document, createFileReader([corpus, examples]))
      ? [{ name: file.name, uri, value }]
      : [];
  });
  return [...written, ...read];
}

/** The same value with the keys of all maps in the opposite order, as far as JavaScript lets them be. */
function reversed(value: PlainValue): PlainValue {
  if (Array.isArray(value)) return value.map(reversed);
  if (!isMap(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .reverse()
      .map(([key, held]) => [key, reversed(held)]),
  );
}

/**
 * At how many places each rule says something, and what weighs most there. Which place speaks for others depends on the
 * order: equal texts at many places are one finding, and the first place is named in the text.
 */
function countsOf(findings: readonly Finding[]): readonly string[] {
  const counts = new Map<string, { readonly places: Set<string>; weight: number }>();
  for (const finding of findings) {
    const { ruleId, document, pointer } = finding;
    const count = counts.get(ruleId) ?? { places: new Set<string>(), weight: 0 };
    counts.set(ruleId, count);
    // A part of a schema that is referenced by itself is a place of two schemas.
    count.places.add(`${document.uri} ${pointer}`);
    count.weight = Math.max(count.weight, weightOf(finding));
  }
  return [...counts].map(([ruleId, { places, weight }]) => `${ruleId} ${places.size} ${weight}`).sort();
}

for (const profile of ['recommended', 'strict'] as const) {
  test(`unrelated additions remove no finding and make none milder in the profile ${profile}`, () => {
    const violations: string[] = [];
    for (const source of sources()) {
      const before = findingsOf(source, source.value, profile);
      for (const [what, value] of changesOf(source.value)) {
        const gone = lost(before, findingsOf(source, value, profile));
        violations.push(...gone.map((one) => `${source.name} with ${what}: ${one}`));
      }
    }
    assert.deepEqual(violations, []);
  });

  test(`the order of keys changes no finding in the profile ${profile}`, () => {
    for (const source of sources()) {
      const value = reversed(source.value) as Json;
      const counts = countsOf(findingsOf(source, source.value, profile));
      assert.deepEqual(countsOf(findingsOf(source, value, profile)), counts, source.name);
    }
  });
}
