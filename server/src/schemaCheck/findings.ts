import { fingerprint } from '../engine/analyze/fingerprint.ts';
import type { Finding } from '../engine/finding.ts';
import { specified } from '../engine/lexicon/specified.ts';
import type { OpenApiDescription } from '../engine/openapi/model.ts';
import { escapeToken, tokensOf } from '../engine/openapi/uri.ts';
import { nodeOf, type Place, rangeOf, type SourceNode } from '../engine/syntax/sourceNode.ts';
import { messageOf } from './errorMessages.ts';
import type { StructureError } from './messages.ts';
import { invalidOpenApi } from './meta.ts';
import { semanticErrors } from './semantics.ts';

const { id, severity, confidence, pillar, owasp, cwe } = invalidOpenApi;

/** The first findings have to be fixed before more of them are useful. */
const maxFindings = 20;

/** Validation errors as findings with a position in the source: the most specific one of each place. */
export function toFindings(all: readonly StructureError[], description: OpenApiDescription): readonly Finding[] {
  const findings = new Map<string, Finding>();
  const errors = ofChosenAlternatives(all, description);
  const alternatives = alternativesIn(errors);
  for (const error of meaningful(withAllTypes(errors), alternatives)) {
    const { place, isExact } = locate(error, description);
    if (!isExact && error.keyword === 'required') continue;
    const node = nodeOf(place);
    // What a reference that leads nowhere stands for is not known; it is reported itself.
    if (description.resolve(node) === undefined) continue;
    const value = isExact && node.kind === 'scalar' ? node.scalar : undefined;
    const finding = toFinding(
      place,
      messageOf(error, value, alternatives.has(parentOf(error.instancePath))),
      description,
    );
    const key = `${finding.document.uri} ${finding.range.start}`;
    if (!findings.has(key)) findings.set(key, finding);
    if (findings.size >= maxFindings) break;
  }
  for (const { at, message } of semanticErrors(description)) {
    if (findings.size >= maxFindings) break;
    const finding = toFinding(at, message, description);
    const key = `${finding.document.uri} ${finding.range.start}`;
    if (!findings.has(key)) findings.set(key, finding);
  }
  return [...findings.values()];
}

/** The fields that an object needs, by the fields that say which alternative it is meant to be. */
const needs = {
  parameter2: specified('OpenAPI 2.0, Parameter Object', [
    [{ in: 'body' }, ['schema']],
    [{ in: 'query' }, ['type']],
    [{ in: 'header' }, ['type']],
    [{ in: 'path' }, ['type']],
    [{ in: 'formData' }, ['type']],
  ] as const),
  securityScheme: specified('OpenAPI 2.0 and 3.1.1 §4.8.27, Security Scheme Object', [
    [{ type: 'apiKey' }, ['name', 'in']],
    [{ type: 'http' }, ['scheme']],
    [{ type: 'openIdConnect' }, ['openIdConnectUrl']],
    [{ type: 'oauth2', flow: 'implicit' }, ['authorizationUrl', 'scopes']],
    [{ type: 'oauth2', flow: 'password' }, ['tokenUrl', 'scopes']],
    [{ type: 'oauth2', flow: 'application' }, ['tokenUrl', 'scopes']],
    [{ type: 'oauth2', flow: 'accessCode' }, ['authorizationUrl', 'tokenUrl', 'scopes']],
  ] as const),
};

/** The fields that the object at a path of alternatives lacks, if `in`, `type` or `flow` tell which alternative is meant. */
function missingFieldsOf(path: string, description: OpenApiDescription): readonly string[] {
  const { place, isExact } = locate({ instancePath: path, keyword: 'oneOf' }, description);
  const node = description.resolve(nodeOf(place));
  const [, holder = ''] = [...(tokensOf(path) ?? [])].reverse();
  const is2 = description.version === '2.0';
  if (!isExact || node === undefined) return [];
  if (holder === 'securityDefinitions' || holder === 'securitySchemes') {
    const type = node.get('type')?.string;
    if (type === 'oauth2' && !is2) return ['flows'].filter((field) => !node.has(field));
    if (type === 'oauth2' && !node.has('flow')) return ['flow'];
    return lacking(node, needs.securityScheme);
  }
  return is2 && holder === 'parameters' ? lacking(node, needs.parameter2) : [];
}

function lacking(
  node: SourceNode,
  table: readonly (readonly [Readonly<Record<string, string>>, readonly string[]])[],
): readonly string[] {
  const meant = table.find(([choice]) =>
    Object.entries(choice).every(([key, value]) => node.get(key)?.string === value),
  );
  return (meant?.[1] ?? []).filter((field) => !node.has(field));
}

/** In place of the errors of all alternatives, the fields that are missing from the one that is meant. */
function ofChosenAlternatives(
  errors: readonly StructureError[],
  description: OpenApiDescription,
): readonly StructureError[] {
  const chosen = new Map([...alternativesIn(errors)].map((path) => [path, missingFieldsOf(path, description)]));
  const missing = [...chosen].flatMap(([instancePath, [missingProperty]]) =>
    missingProperty === undefined ? [] : [{ instancePath, keyword: 'required', params: { missingProperty } }],
  );
  const decided = new Set(missing.map(({ instancePath }) => instancePath));
  const others = errors.filter(
    ({ instancePath }) => !decided.has(instancePath) && !decided.has(parentOf(instancePath)),
  );
  return [...missing, ...others];
}

const combining: ReadonlySet<string> = new Set([
  'oneOf',
  'anyOf',
  'allOf',
  'not',
  'if',
  'const',
  '$ref',
  'dependentSchemas',
  'contains',
]);

/**
 * Omits the errors of alternatives that were not meant: a value that matches none of several alternatives has an error
 * for each. The deepest error is closest to the mistake; a missing `$ref` never is. An error within a name is reported
 * with the name.
 */
function meaningful(errors: readonly StructureError[], alternatives: ReadonlySet<string>): readonly StructureError[] {
  const specific = errors.filter(
    ({ keyword, params, propertyName }) =>
      !combining.has(keyword) &&
      propertyName === undefined &&
      !(keyword === 'required' && params?.['missingProperty'] === '$ref'),
  );
  const kept = specific.length > 0 ? specific : errors;
  const ancestors = new Set(kept.flatMap(({ instancePath }) => ancestorsOf(instancePath)));
  const paths = new Set([...ancestors, ...kept.map(({ instancePath }) => instancePath)]);
  const undecided = new Set(
    kept.flatMap(({ keyword, instancePath }) => (keyword === 'enum' ? [parentOf(instancePath)] : [])),
  );
  return kept.filter(({ keyword, instancePath, params }) => {
    if (alternatives.has(instancePath) && ancestors.has(instancePath)) return false;
    if (keyword !== 'unevaluatedProperties') return true;
    // A field counts as unevaluated if its value is invalid, or if a value next to it should have selected its schema.
    const field = `${instancePath}/${escapeToken(String(params?.['unevaluatedProperty']))}`;
    return !undecided.has(instancePath) && !paths.has(field);
  });
}

/** The paths of the values that match none of several alternatives. */
function alternativesIn(errors: readonly StructureError[]): ReadonlySet<string> {
  return new Set(
    errors.flatMap(({ keyword, instancePath }) => (keyword === 'oneOf' || keyword === 'anyOf' ? [instancePath] : [])),
  );
}

/** Joins the types of several alternatives in the error of a value that has none of these types. */
function withAllTypes(errors: readonly StructureError[]): readonly StructureError[] {
  const types = new Map<string, Set<unknown>>();
  for (const { keyword, instancePath, params } of errors) {
    if (keyword !== 'type') continue;
    const known = types.get(instancePath) ?? new Set();
    for (const type of [params?.['type']].flat()) known.add(type);
    types.set(instancePath, known);
  }
  return errors.map((error) =>
    error.keyword === 'type' ? { ...error, params: { type: [...(types.get(error.instancePath) ?? [])] } } : error,
  );
}

function parentOf(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')));
}

/** The paths of the ancestors of a path. */
function ancestorsOf(path: string): readonly string[] {
  const ancestors: string[] = [];
  for (let end = path.lastIndexOf('/'); end >= 0; end = end === 0 ? -1 : path.lastIndexOf('/', end - 1)) {
    ancestors.push(path.slice(0, end));
  }
  return ancestors;
}

/** Follows the path through references, as far as it exists in the source. */
function locate(
  { instancePath, keyword, params }: StructureError,
  { root, resolve }: OpenApiDescription,
): { place: Place; isExact: boolean } {
  let node: SourceNode = root;
  let isExact = true;
  for (const token of tokensOf(instancePath) ?? []) {
    const target: SourceNode = resolve(node) ?? node;
    const next: SourceNode | undefined = target.kind === 'sequence' ? target.at(Number(token)) : target.get(token);
    if (next === undefined) {
      isExact = false;
      break;
    }
    node = next;
  }
  const name = params?.['additionalProperty'] ?? params?.['unevaluatedProperty'] ?? params?.['propertyName'];
  const named = typeof name === 'string' && isExact ? (resolve(node) ?? node).get(name) : undefined;
  if (named !== undefined) return { place: { keyOf: named }, isExact };
  if (node.kind === 'scalar' && keyword !== 'required') return { place: node, isExact };
  if (node === root) return { place: { keyOf: root.entries()[0]?.value ?? root }, isExact };
  return { place: node.keyRange === undefined ? node : { keyOf: node }, isExact };
}

function toFinding(place: Place, message: string, description: OpenApiDescription): Finding {
  const { document, pointer } = nodeOf(place);
  return {
    ruleId: id,
    severity,
    confidence,
    message,
    document,
    pointer,
    range: rangeOf(place),
    pillar,
    owasp,
    cwe,
    related: [],
    operations: 0,
    echo: false,
    fingerprint: fingerprint(id, description.entry.uri, document.uri, pointer, 'structure', message),
    fixes: () => [],
  };
}
