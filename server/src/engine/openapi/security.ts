import type { SourceNode } from '../syntax/sourceNode.ts';
import type {
  EffectiveSecurity,
  MalformedSecurity,
  OAuthFlow,
  Operation,
  RequiredScheme,
  SecurityDeclaration,
  SecurityRequirement,
  SecurityScheme,
} from './model.ts';
import { unescapeToken } from './uri.ts';

/** The value of a `security` key (of the root or an operation), whatever it is. */
export function readSecurityAt(node: SourceNode): SecurityDeclaration {
  const malformed: MalformedSecurity[] = [];
  const requirements: SecurityRequirement[] = [];
  if (node.kind !== 'sequence' && !isUntyped(node)) {
    const kind = node.kind === 'map' ? 'map' : node.string === undefined ? 'value' : 'name';
    malformed.push({ node, kind, scheme: node.string });
  }
  for (const item of node.kind === 'sequence' ? node.items() : [node]) {
    if (item.kind === 'map') requirements.push(readRequirement(item, malformed));
    else if (item.string !== undefined) {
      const { string: name } = item;
      requirements.push({ node: item, schemes: [{ name, node: item, scopes: [] }] });
      if (item !== node) malformed.push({ node: item, kind: 'name', scheme: name });
    } else if (item !== node && !isUntyped(item)) malformed.push({ node: item, kind: 'value', scheme: undefined });
  }
  return { node, requirements, malformed };
}

/**
 * True for an API key that is a cookie. A key in the header "Cookie" is one too (RFC 6265 §5.4): Swagger 2.0 has no other way
 * to write it.
 */
export function isCookie(scheme: SecurityScheme | undefined): boolean {
  if (scheme?.type !== 'apiKey') return false;
  return scheme.in === 'cookie' || (scheme.in === 'header' && scheme.parameterName?.toLowerCase() === 'cookie');
}

/** A value that is still to be typed is not a mistake yet. */
function isUntyped(node: SourceNode): boolean {
  return node.kind === 'scalar' && node.scalar === null;
}

function readRequirement(node: SourceNode, malformed: MalformedSecurity[]): SecurityRequirement {
  const schemes: RequiredScheme[] = [];
  for (const { key, value } of node.entries()) {
    if (value.kind !== 'sequence' && !isUntyped(value)) malformed.push({ node: value, kind: 'scopes', scheme: key });
    const scopes = value.string === undefined ? value.items().flatMap((item) => item.string ?? []) : [value.string];
    schemes.push({ name: key, node: value, scopes });
  }
  return { node, schemes };
}

/** The security of an operation: its own declaration if the key is present, else the inherited one (OAS 3.1.1 §4.8.10). */
export function effectiveSecurity(
  own: SecurityDeclaration | undefined,
  inherited: SecurityDeclaration | undefined,
  isDefined: (scheme: string) => boolean,
): EffectiveSecurity {
  const declaration = own ?? inherited;
  const undefinedSchemes = new Set<string>();
  for (const requirement of declaration?.requirements ?? []) {
    for (const { name } of requirement.schemes) if (!isDefined(name)) undefinedSchemes.add(name);
  }
  return {
    declaredAt: own !== undefined ? 'operation' : inherited !== undefined ? 'root' : 'nowhere',
    declaration,
    authentication: authenticationOf(declaration),
    undefinedSchemes: [...undefinedSchemes],
  };
}

function authenticationOf(declaration: SecurityDeclaration | undefined): EffectiveSecurity['authentication'] {
  if (declaration === undefined || declaration.requirements.length === 0) return 'none';
  // OAS 3.1.1 §4.8.30: an empty requirement object makes security optional.
  return declaration.requirements.some(({ schemes }) => schemes.length === 0) ? 'optional' : 'required';
}

const flowNames2: Readonly<Record<string, string>> = {
  implicit: 'implicit',
  password: 'password',
  application: 'clientCredentials',
  accessCode: 'authorizationCode',
};

/** `node`: the Security Scheme Object with `$ref` followed. */
export function readSecurityScheme(name: string, node: SourceNode): SecurityScheme {
  const type = node.get('type')?.string;
  return {
    name,
    node,
    type,
    in: node.get('in')?.string,
    parameterName: node.get('name')?.string,
    httpScheme: type === 'basic' ? 'basic' : node.get('scheme')?.string?.toLowerCase(),
    flows: readFlows(node),
  };
}

function readFlows(node: SourceNode): readonly OAuthFlow[] {
  const flow2 = node.get('flow')?.string;
  if (flow2 !== undefined) {
    return [{ name: flowNames2[flow2] ?? flow2, node, scopes: scopesOf(node) }];
  }
  const flows = node.get('flows')?.entries() ?? [];
  return flows
    .filter(({ key, value }) => value.kind === 'map' && !key.startsWith('x-'))
    .map(({ key, value }) => ({ name: key, node: value, scopes: scopesOf(value) }));
}

function scopesOf(flow: SourceNode): readonly string[] {
  return (flow.get('scopes')?.entries() ?? []).map(({ key }) => key).filter((scope) => !scope.startsWith('x-'));
}

/** The scheme that a requirement names: by its component name or, since 3.2, by the URI of the component (OAS 3.2.0 §4.8.30). */
export function schemeNameOf(name: string): string {
  const [, key] = /^#\/components\/securitySchemes\/([^/]+)$/.exec(name) ?? [];
  return key === undefined ? name : unescapeToken(key);
}

/** Schemes that are listed by one name each, and found by their URIs as well. */
export class SchemesByName extends Map<string, SecurityScheme> {
  override get(name: string): SecurityScheme | undefined {
    return super.get(name) ?? super.get(schemeNameOf(name));
  }

  override has(name: string): boolean {
    return super.has(name) || super.has(schemeNameOf(name));
  }
}

/** Schemes by the number of operations that need them; unused ones in document order. */
export function schemesByUse(
  securitySchemes: ReadonlyMap<string, SecurityScheme>,
  operations: readonly Operation[],
): readonly { scheme: SecurityScheme; scopes: readonly string[] }[] {
  const uses = new Map<string, number>();
  const scopes = new Map<string, readonly string[]>();
  for (const [declaration, count] of countDeclarations(operations)) {
    for (const requirement of declaration.requirements) {
      for (const scheme of requirement.schemes) {
        const name = schemeNameOf(scheme.name);
        uses.set(name, (uses.get(name) ?? 0) + count);
        if (!scopes.has(name)) scopes.set(name, scheme.scopes);
      }
    }
  }
  return [...securitySchemes.values()]
    .map((scheme) => ({ scheme, scopes: scopes.get(scheme.name) ?? likelyScopes(scheme) }))
    .sort((a, b) => (uses.get(b.scheme.name) ?? 0) - (uses.get(a.scheme.name) ?? 0));
}

/** Each declaration with the number of operations for which it is in force: thousands inherit one. */
export function countDeclarations(operations: readonly Operation[]): ReadonlyMap<SecurityDeclaration, number> {
  const counts = new Map<SecurityDeclaration, number>();
  for (const { security } of operations) {
    const { declaration } = security;
    if (declaration !== undefined) counts.set(declaration, (counts.get(declaration) ?? 0) + 1);
  }
  return counts;
}

/** Where several scopes are defined, requiring none of them would take any token: one to begin with. */
function likelyScopes({ flows }: SecurityScheme): readonly string[] {
  const scopes = new Set(flows.flatMap((flow) => flow.scopes));
  return scopes.size < 2 ? [] : [...scopes].slice(0, 1);
}
