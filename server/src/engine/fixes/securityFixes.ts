import { counted } from '../counted.ts';
import { isOpenSchemeName, isSignedForAws, protectsNothing } from '../heuristics/authStrength.ts';
import {
  type CredentialInText,
  credentialInBodies,
  credentialParameter,
  credentialsInText,
  isOAuthParameter,
} from '../heuristics/documentedCredential.ts';
import { weighOpen } from '../heuristics/openWeight.ts';
import { isServed, isWrite } from '../heuristics/operationKind.ts';
import { takesKey } from '../heuristics/publicAccess.ts';
import { isPublicByNature } from '../heuristics/roles.ts';
import { perDeclaration, schemesOf } from '../heuristics/schemeUses.ts';
import { isReadScope, writeScopeFor } from '../heuristics/scopeWords.ts';
import { pure } from '../incremental/pure.ts';
import { namedKeys } from '../lexicon/credentialTexts.ts';
import type { NameLexicon } from '../lexicon/names.ts';
import {
  apiKeyNames,
  bearerNames,
  certificateNames,
  jwtNames,
  oauthNames,
  openIdNames,
} from '../lexicon/schemeNames.ts';
import { sentencesIn } from '../lexicon/sentences.ts';
import { specified } from '../lexicon/specified.ts';
import { refusedCredentials, unauthorizedNames } from '../lexicon/statuses.ts';
import { proseOf } from '../lexicon/subject.ts';
import { wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import { componentPath } from '../openapi/components.ts';
import type { OpenApiDescription, Operation, Parameter, RequiredScheme, SecurityScheme } from '../openapi/model.ts';
import { publicExtension, reasonPlaceholder } from '../openapi/reason.ts';
import { countDeclarations } from '../openapi/security.ts';
import { escapeName } from '../openapi/uri.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { lineEndOf } from '../syntax/text/lines.ts';
import { type PlainValue, toValue } from '../syntax/toValue.ts';
import { type Fix, lazyFix, type Patch, type PatchValue, Placeholder } from '../textEdits/fix.ts';

/** A longer list of schemes is of no use to an author. */
const maxOffered = 8;

interface SchemeTemplate {
  /** Its name in the title of a fix. */
  readonly label: string;
  readonly name: string;
  readonly value: PatchValue;
  readonly scopes: readonly string[];
  /** True where operations take it already, as an ordinary parameter. */
  readonly isDeclared?: boolean;
  /** Stands behind its name in the title of a fix. */
  readonly note?: string;
}

const tokenUrl = new Placeholder('https://auth.example.com/oauth2/token');
const authorizationUrl = new Placeholder('https://auth.example.com/oauth2/authorize');

const oauth2: SchemeTemplate = {
  label: 'OAuth 2.0 (authorization code)',
  name: 'oauth2',
  value: { type: 'oauth2', flows: { authorizationCode: { authorizationUrl, tokenUrl, scopes: {} } } },
  scopes: [],
};

const openIdConnect: SchemeTemplate = {
  label: 'OpenID Connect',
  name: 'openIdConnect',
  value: {
    type: 'openIdConnect',
    openIdConnectUrl: new Placeholder('https://auth.example.com/.well-known/openid-configuration'),
  },
  scopes: [],
};

const bearerJwt: SchemeTemplate = {
  label: 'a bearer JWT',
  name: 'bearerAuth',
  value: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' },
  scopes: [],
};

const bearer: SchemeTemplate = {
  label: 'a bearer token',
  name: 'bearerAuth',
  value: { type: 'http', scheme: 'bearer' },
  scopes: [],
};

const headerKey: SchemeTemplate = {
  label: 'an API key in a header',
  name: 'apiKey',
  value: { type: 'apiKey', in: 'header', name: 'X-API-Key' },
  scopes: [],
};

const mutualTls: SchemeTemplate = { label: 'mutual TLS', name: 'mutualTLS', value: { type: 'mutualTLS' }, scopes: [] };

const oauth2InSwagger: SchemeTemplate = {
  label: 'OAuth 2.0 (access code)',
  name: 'oauth2',
  value: { type: 'oauth2', flow: 'accessCode', authorizationUrl, tokenUrl, scopes: {} },
  scopes: [],
};

/** Swagger 2.0 has no bearer scheme: a bearer token is an API key in `Authorization`. */
const bearerInSwagger: SchemeTemplate = {
  label: 'a bearer token in "Authorization"',
  name: 'bearerAuth',
  value: { type: 'apiKey', in: 'header', name: 'Authorization', description: 'Bearer token: "Bearer <token>"' },
  scopes: [],
};

/**
 * By OpenAPI version (OAS 3.1.1 §4.8.27: mutualTLS came with 3.1), the simplest first: it claims least about a server that
 * the description says nothing about. Scopes stay empty: only the author knows them, and an empty list requires the scheme
 * as well.
 */
function templatesFor({ version }: OpenApiDescription): readonly SchemeTemplate[] {
  if (version === '2.0') return [bearerInSwagger, headerKey, oauth2InSwagger];
  const templates = [bearer, headerKey, oauth2, openIdConnect];
  return version === '3.0' ? templates : [...templates, mutualTls];
}

/** The same where nothing says how clients authenticate: an API key goes first where the introduction mentions one. */
function guessesFor(description: OpenApiDescription): readonly SchemeTemplate[] {
  const introduction = proseOf('introduction', description, description.root.at('info', 'description')?.string);
  const templates = templatesFor(description);
  return namedKeys.find(introduction) === undefined ? templates : firstOf(templates, headerKey.name);
}

function firstOf(templates: readonly SchemeTemplate[], name: string | undefined): readonly SchemeTemplate[] {
  return [...templates].sort((a, b) => Number(b.name === name) - Number(a.name === name));
}

/** Stands in the title of a fix whose kind of credential nothing in the description suggests. */
const guessNote = ', a guess';

/** Stands in the title of a fix whose kind of credential a text names. */
const textNote = ', as the description says';

/** The schemes for the credential that the description documents in parameters, bodies or words. */
function documentedTemplates(description: OpenApiDescription): readonly SchemeTemplate[] {
  const parameter = credentialParameter(description)?.subject;
  if (parameter !== undefined) return templatesOf(parameter, description);
  const field = credentialInBodies(description)?.subject;
  if (field !== undefined) return [{ ...headerKey, label: `an API key in a header, instead of "${field}" in bodies,` }];
  return credentialsInText(description).flatMap((credential) => templateOf(credential, description) ?? []);
}

function hasDocumentedField(description: OpenApiDescription): boolean {
  return credentialParameter(description) !== undefined || credentialInBodies(description) !== undefined;
}

function templatesOf(parameter: Parameter, description: OpenApiDescription): readonly SchemeTemplate[] {
  const { in: where, name } = parameter;
  const isAuthorization = name.toLowerCase() === 'authorization' && description.version !== '2.0';
  const declared: SchemeTemplate = {
    label: `"${name}"`,
    isDeclared: true,
    name: isAuthorization ? 'bearerAuth' : 'apiKey',
    value: isAuthorization ? { type: 'http', scheme: 'bearer' } : { type: 'apiKey', in: where, name },
    // The API takes it in the URL already; the scheme makes that weakness visible.
    note: where === 'query' ? urlNote : '',
    scopes: [],
  };
  if (!isOAuthParameter(parameter)) return [declared];
  const issued = description.version === '2.0' ? oauth2InSwagger : oauth2;
  return [{ ...issued, note: `, which issues "${name}"` }, declared];
}

function templateOf({ kind, name }: CredentialInText, description: OpenApiDescription): SchemeTemplate | undefined {
  const is2 = description.version === '2.0';
  if (kind === 'oauth2') return is2 ? oauth2InSwagger : oauth2;
  if (kind === 'openIdConnect') return is2 ? undefined : openIdConnect;
  if (kind === 'bearer') return is2 ? bearerInSwagger : bearer;
  if (kind === 'basic') {
    const value = is2 ? { type: 'basic' } : { type: 'http', scheme: 'basic' };
    return { label: 'Basic authentication', name: 'basicAuth', value, scopes: [] };
  }
  if (kind === 'cookie') {
    // Swagger 2.0 has no keys in cookies.
    if (is2) return undefined;
    const value = { type: 'apiKey', in: 'cookie', name: name ?? new Placeholder('session') };
    return {
      label: withName('a session cookie', name),
      name: 'sessionCookie',
      value,
      scopes: [],
      note: csrfNote,
    };
  }
  const value = { type: 'apiKey', in: kind, name: name ?? new Placeholder(kind === 'query' ? 'api_key' : 'X-API-Key') };
  const label = withName(kind === 'query' ? 'an API key' : 'an API key in a header', name);
  return { label, name: 'apiKey', value, scopes: [], note: kind === 'query' ? urlNote : '' };
}

function withName(label: string, name: string | undefined): string {
  return name === undefined ? `${label}, whose name is a guess,` : `${label}, "${name}",`;
}

/** Defines a scheme under a name that is free. */
function defineScheme(description: OpenApiDescription, name: string, value: PatchValue): Patch {
  return {
    op: 'set',
    at: description.root,
    path: [...componentPath(description.version, 'securitySchemes'), name],
    value,
  };
}

/** One security requirement: the schemes that it requires together. */
type Together = readonly Pick<RequiredScheme, 'name' | 'scopes'>[];

function requireAlternatives(at: SourceNode, alternatives: readonly Together[]): Patch {
  const after = ['security', 'servers', 'info', 'tags', 'operationId', 'description', 'summary'];
  const value = alternatives.map((schemes) =>
    Object.fromEntries(schemes.map(({ name, scopes }) => [name, [...scopes]])),
  );
  return { op: 'set', at, path: ['security'], value, after };
}

const refusal = /^(401|4xx|default)$/i;

/** Where a requirement will apply, and whether the credential will travel unencrypted there. */
export function whereOf(description: OpenApiDescription, targets: readonly Operation[] | undefined): string {
  const isPlain = targets === undefined ? someOverPlain(description.operations) : targets.some(isOverPlain);
  const open = targets === undefined ? operationsToKeepPublic(description).length : 0;
  const everywhere = open === 0 ? 'everywhere' : `everywhere except at ${counted(open, 'public operation')}`;
  const where =
    targets === undefined
      ? `${everywhere}${lacksRefusals(description) ? refusalNote : ''}`
      : targets.length === 1
        ? 'here'
        : `at these ${targets.length} operations`;
  return `${where}${isPlain ? plainNote : ''}`;
}

/** Stands in the title of a fix after which operations require a credential without a documented refusal. */
export const refusalNote = ', without "401" responses';

function lacksRefusals({ operations, cache }: OpenApiDescription): boolean {
  return cache.select(operations, lacksRefusal).length > 0;
}

/** Each operation that will require a credential would get one: a change that is much larger than the requirement. */
const lacksRefusal = pure('securityFixes.lacksRefusal', (operation: Operation): boolean => {
  const { security, responses } = operation;
  if (security.declaredAt === 'operation' || !isServed(operation) || staysPublic(operation)) return false;
  return responses.length > 0 && !responses.some(({ status }) => refusal.test(status));
});

/** Requires `alternatives` at the root, except at operations that have to stay public. */
function requireEverywhere(description: OpenApiDescription, alternatives: readonly Together[]): readonly Patch[] {
  return [requireAlternatives(description.root, alternatives), ...keepPublic(description)];
}

/** Excludes the operations that have to stay public from a requirement that is about to apply at the root. */
export function keepPublic(description: OpenApiDescription): readonly Patch[] {
  const nodes = new Set(operationsToKeepPublic(description).map(({ node }) => node));
  return [...nodes].map((node) => requireAlternatives(node, []));
}

/** Operations without a `security` of their own that clients call before they have a credential, or that are accepted. */
function operationsToKeepPublic(description: OpenApiDescription): readonly Operation[] {
  const open = description.cache.select(description.operations, staysPublic);
  if (open.length === 0 || description.securitySchemes.size > 0) return open;
  const taking = credentialInBodies(description)?.taking ?? [];
  return open.filter((operation) => !taking.includes(operation));
}

const staysPublic = pure(
  'securityFixes.staysPublic',
  (operation: Operation): boolean =>
    operation.security.declaredAt !== 'operation' &&
    isServed(operation) &&
    !takesKey(operation) &&
    (operation.publicReason !== undefined || isPublicByNature(operation) || weighOpen(operation) === 'decided'),
);

/** Writes the requirement at the root, or at each of `targets` together with a 401 response. */
function requirePatches(
  description: OpenApiDescription,
  targets: readonly Operation[] | undefined,
  alternatives: readonly Together[],
): readonly Patch[] {
  if (targets === undefined) return requireEverywhere(description, alternatives);
  const refusals = document401(description, targets);
  return [
    ...targets.map(
      (operation) => inherit(description, operation, alternatives) ?? requireAlternatives(operation.node, alternatives),
    ),
    ...refusals,
  ];
}

/** Removes `security` from an operation where the root requires the same, so that the operation inherits it. */
function inherit(
  { entry, security }: OpenApiDescription,
  { node }: Operation,
  alternatives: readonly Together[],
): Patch | undefined {
  const own = node.get('security');
  if (own?.keyRange === undefined || own.document !== entry || security === undefined) return undefined;
  if (textOf(security.requirements.map(({ schemes }) => schemes)) !== textOf(alternatives)) return undefined;
  // A comment behind it would be removed as well.
  const isExplained =
    entry.language === 'yaml' && entry.text.slice(own.keyRange.start, lineEndOf(entry.text, own.end)).includes('#');
  return isExplained ? undefined : { op: 'remove', at: own };
}

function textOf(alternatives: readonly Together[]): string {
  return JSON.stringify(alternatives.map((schemes) => schemes.map(({ name, scopes }) => [name, scopes])));
}

/** Operations that now require a credential get a 401 response, as others have. */
export function document401(description: OpenApiDescription, targets: readonly Operation[]): readonly Patch[] {
  const usual = usual401(description);
  const lists = new Map(targets.map((target) => [target.node.get('responses'), target]));
  return [...lists].flatMap(([at, target]): Patch[] => {
    const { responses } = target;
    if (at === undefined || responses.length === 0 || responses.some(({ status }) => refusal.test(status))) return [];
    // References are relative to the document that they are written in.
    const isEntry = at.document === description.entry;
    const isFitting = usual !== undefined && (usual.isShared || usual.fits(target));
    const value: PatchValue = isEntry && isFitting ? usual.value : { description: 'Authentication is required.' };
    return [{ op: 'set', at, path: ['401'], value, after: ['400', '204', '202', '201', '200'] }];
  });
}

interface Usual401 {
  readonly value: PatchValue;
  readonly isShared: boolean;
  /** True for an operation whose credentials are those that the text may be about. */
  fits(operation: Operation): boolean;
}

function shared(value: PatchValue): Usual401 {
  return { value, isShared: true, fits: () => true };
}

function schemesRequiredBy({ security }: Operation): string {
  return namesIn((security.declaration?.requirements ?? []).map(({ schemes }) => schemes));
}

/** A longer response is not written again at each operation. */
const maxCopied = 2000;

/** The 401 response of the entry document: the shared one, else one that most operations with a 401 repeat. */
const usual401 = pure('securityFixes.usual401', (description: OpenApiDescription): Usual401 | undefined => {
  const { operations, entry, root, version } = description;
  const uses = new Map<string, { readonly value: PlainValue; readonly required: Set<string>; count: number }>();
  let all = 0;
  for (const operation of operations) {
    const { node, security } = operation;
    const response = node.at('responses', '401');
    if (response?.document !== entry || security.authentication !== 'required') continue;
    const value = toValue(response);
    const key = JSON.stringify(value);
    if (key.length > maxCopied) continue;
    all++;
    const use = uses.get(key);
    const required = schemesRequiredBy(operation);
    if (use === undefined) uses.set(key, { value, required: new Set([required]), count: 1 });
    else {
      use.count++;
      use.required.add(required);
    }
  }
  const known = [...uses.values()].sort((one, other) => other.count - one.count);
  const referenced = known.find(({ value }) => isLocalReference(value));
  if (referenced !== undefined) return shared(referenced.value);
  const path = componentPath(version, 'responses');
  const named = root
    .at(...path)
    ?.entries()
    .find(({ key }) => unauthorizedNames.matches(wordsIn(key)));
  if (named !== undefined) return shared({ $ref: `#/${[...path, named.key].map(escapeName).join('/')}` });
  const [most] = known;
  if (most === undefined || most.count <= 1 || most.count <= all / 2) return undefined;
  // "Send your user name and password" is no answer to a caller who has to send a key.
  const fits = (one: Operation): boolean =>
    one.security.authentication !== 'required' || most.required.has(schemesRequiredBy(one));
  return { value: most.value, isShared: false, fits };
});

function isLocalReference(value: PlainValue): boolean {
  const reference = value !== null && typeof value === 'object' && !Array.isArray(value) ? value['$ref'] : undefined;
  return typeof reference === 'string' && reference.startsWith('#/');
}

/** False where a signature is required that AWS checks: it answers 403 and 400 to requests without one. */
export function isRefusedWith401({ securitySchemes }: OpenApiDescription, { security }: Operation): boolean {
  return security.declaration === undefined || !namesSignature(security.declaration, securitySchemes);
}

/** The status other than 401 that the API gives to clients without valid credentials, as its description says. */
export const otherRefusal = pure(
  'securityFixes.otherRefusal',
  ({ operations }: OpenApiDescription): string | undefined => {
    for (const { responses } of operations) {
      for (const { status, node } of responses) {
        if (!otherRefusals.has(status)) continue;
        const text = node.get('description')?.string ?? '';
        if (sentencesIn(text).some(refusedCredentials.matches)) return status;
      }
    }
    return undefined;
  },
);

/** A 400 or a 404 about a token may mean one in the request. */
const otherRefusals: ReadonlySet<string> = new Set(specified('RFC 9110', ['403', '405', '406', '407', '412']));

const namesSignature = perDeclaration('securityFixes.namesSignature', (declaration, securitySchemes) =>
  schemesOf(declaration).some(({ name }) => isSignedForAws(securitySchemes.get(name))),
);

/** Ends the title of each fix that lets a credential travel unencrypted. A list of fixes shows it once. */
export const plainNote = ' (over plain HTTP, until the server is encrypted)';

/** What may end the titles of several fixes alike. */
export const titleNotes: readonly string[] = [plainNote];

/** Stands in the title of a fix that requires a session cookie, which pages of other sites send as well. */
export const csrfNote = ', without a CSRF token';

/** Ends the title of a fix that requires a scheme with scopes, and knows none for an operation. */
export const scopeNote = ' without a scope';

/** Stands in the title of a fix that declares an API key in the query string. */
export const urlNote = ', sent in the URL';

function isOverPlain({ servers }: Operation): boolean {
  return servers.transport === 'http' || servers.transport === 'mixed';
}

const someOverPlain = pure('securityFixes.someOverPlain', (operations: readonly Operation[]): boolean =>
  operations.some(isOverPlain),
);

/** One fix for each kind of scheme: defines it and requires it at the operations, or at the root without them. */
export function addSchemeFixes(description: OpenApiDescription, targets?: readonly Operation[]): readonly Fix[] {
  const where = whereOf(description, targets);
  // Next to a defined scheme, a new one is an alternative.
  const isFirst = description.securitySchemes.size === 0;
  const documented = isFirst ? documentedTemplates(description) : [];
  const isInWords = documented.length > 0 && !hasDocumentedField(description);
  const isGuess = documented.length === 0;
  const source = isInWords ? textNote : isGuess ? guessNote : '';
  return (documented.length > 0 ? documented : guessesFor(description)).map((template) => {
    const name = freeName(description, template.name);
    const { label, note = '', isDeclared = false } = template;
    const added = isDeclared ? `Define ${label} as the scheme "${name}"` : `Add ${label} as "${name}"`;
    const notes = `${note}${source}`;
    const fix = lazyFix(`${added}${notes}${notes === '' ? '' : ','} and require it ${where}`, 'unsafe', () => [
      defineScheme(description, name, template.value),
      ...requirePatches(description, targets, [[{ name, scopes: template.scopes }]]),
    ]);
    return isGuess ? asGuess(fix) : fix;
  });
}

/** Keeps the patches lazy, which a copy of the properties would compute. */
function asGuess(fix: Fix): Fix {
  return Object.defineProperty(fix, 'isGuess', { value: true, enumerable: true });
}

/** Defines `name`, which `operations` require already. */
export function defineNamedSchemeFixes(
  description: OpenApiDescription,
  name: string,
  operations: readonly (readonly Operation[])[],
): readonly Fix[] {
  if (isOpenSchemeName(name)) return [];
  const words = writtenWordsIn(name);
  const meant = kindsByName.find(([lexicon]) => lexicon.matches(words))?.[1];
  const isGuess = meant === undefined;
  const plain = operations.some(someOverPlain) ? plainNote : '';
  return firstOf(templatesFor(description), meant).map((template) => {
    const isJwt = template === bearer && jwtNames.matches(words);
    const { label, value } = isJwt ? bearerJwt : template;
    return {
      title: `Define "${name}" as ${label}${isGuess ? guessNote : ''}${plain}`,
      safety: 'unsafe',
      ...(isGuess ? { isGuess } : {}),
      patches: [defineScheme(description, name, value)],
    };
  });
}

/** The template whose kind the name means goes first: `ApiKeyAuth`, `jwt`, `oidc`. */
const kindsByName: readonly (readonly [NameLexicon<'as written'>, string])[] = [
  [apiKeyNames, headerKey.name],
  [openIdNames, openIdConnect.name],
  [oauthNames, oauth2.name],
  [jwtNames, bearer.name],
  [bearerNames, bearer.name],
  [certificateNames, mutualTls.name],
];

/** The schemes that a fix may require, the most used first. */
export function protectingSchemes({ schemesByUse }: OpenApiDescription): OpenApiDescription['schemesByUse'] {
  return schemesByUse.filter(({ scheme }) => !protectsNothing(scheme));
}

/** True if the schemes together let in everybody. */
function isOpen(schemes: Together, securitySchemes: OpenApiDescription['securitySchemes']): boolean {
  return schemes.every(({ name }) => {
    const scheme = securitySchemes.get(name);
    return scheme !== undefined && protectsNothing(scheme);
  });
}

/** Requires a defined scheme, the most used first; the schemes that others require together go before single ones. */
export function requireDefinedFixes(description: OpenApiDescription, targets?: readonly Operation[]): readonly Fix[] {
  const where = whereOf(description, targets);
  const fix = (usual: Together): Fix => {
    const [schemes = usual] = withFittingScopes(description, targets, [usual]);
    return lazyFix(`Require ${namesOf([schemes])} ${where}`, 'unsafe', () =>
      requirePatches(description, targets, [schemes]),
    );
  };
  const together = mostRequired(description);
  return [
    ...(together.length > 1 ? [fix(together)] : []),
    ...protectingSchemes(description)
      .slice(0, maxOffered)
      .map(({ scheme, scopes }) => fix([{ name: scheme.name, scopes }])),
  ];
}

/** Requires the usual schemes, else a defined one, else a new one: a second kind of authentication may be weaker. */
export function requireAtFixes(description: OpenApiDescription, targets: readonly Operation[]): readonly Fix[] {
  const usual = usualAlternatives(description);
  if (usual.length > 0) {
    const fitting = new Map<string, { readonly alternatives: readonly Together[]; readonly at: Operation[] }>();
    for (const target of targets) {
      const alternatives = distinct(withScopesOfNeighbors(description, target, usual));
      const key = textOf(alternatives);
      const group = fitting.get(key);
      if (group === undefined) fitting.set(key, { alternatives, at: [target] });
      else group.at.push(target);
    }
    const groups = [...fitting.values()];
    const [only, ...others] = groups;
    const names =
      only === undefined || others.length > 0
        ? namesOf(distinct(usual.map(withoutScopes)))
        : namesOf(only.alternatives);
    const lacksScope = groups.some(({ alternatives }) => losesScopes(usual, alternatives));
    const scopes = others.length > 0 ? ', each with the scopes of its neighbors' : '';
    const note = lacksScope ? `${scopes}${others.length > 0 ? ', or' : ','}${scopeNote}` : scopes;
    return [
      lazyFix(`Require ${names} ${whereOf(description, targets)}${note}`, 'unsafe', () =>
        groups.flatMap(({ alternatives, at }) => requirePatches(description, at, alternatives)),
      ),
    ];
  }
  const known = requireDefinedFixes(description, targets);
  return known.length > 0 ? known : addSchemeFixes(description, targets);
}

/** Alternatives that differ in their scopes alone are one without them. */
function distinct(alternatives: readonly Together[]): readonly Together[] {
  return [...new Map(alternatives.map((schemes) => [textOf([schemes]), schemes])).values()];
}

/** Scopes are taken from other operations: a guess, so the title names them. */
function namesOf(alternatives: readonly Together[]): string {
  return alternatives.map((schemes) => schemes.map(nameWithScopes).join(' and ')).join(' or ');
}

/** `"oauth2" with "accounts:read"` */
export function nameWithScopes({ name, scopes }: Together[number]): string {
  const [first, ...others] = scopes;
  if (first === undefined) return `"${name}"`;
  return `"${name}" with "${first}"${others.length === 0 ? '' : ` and ${counted(others.length, 'more scope')}`}`;
}

function losesScopes(usual: readonly Together[], written: readonly Together[]): boolean {
  const hasScopes = (alternatives: readonly Together[]): boolean =>
    alternatives.flat().some(({ scopes }) => scopes.length > 0);
  return hasScopes(usual) && !hasScopes(written);
}

function withoutScopes(schemes: Together): Together {
  return schemes.map(({ name }) => ({ name, scopes: [] }));
}

/**
 * The scopes that the nearest operations of the same kind require. Where these disagree the operation gets none: a scope
 * of another resource would let the wrong callers in.
 */
function withScopesOfNeighbors(
  description: OpenApiDescription,
  target: Operation,
  alternatives: readonly Together[],
): readonly Together[] {
  if (alternatives.every((schemes) => schemes.every(({ scopes }) => scopes.length === 0))) return alternatives;
  const isWriting = isWrite(target);
  const segments = target.path.split('/');
  let nearest = -1;
  let found = new Map<string, readonly Together[]>();
  for (const operation of description.operations) {
    const { security, path } = operation;
    if (isWrite(operation) !== isWriting || security.declaration === undefined) continue;
    const required = security.declaration.requirements.map(({ schemes }) => schemes);
    if (namesIn(required) !== namesIn(alternatives)) continue;
    const distance = commonStart(path.split('/'), segments);
    if (distance < nearest) continue;
    if (distance > nearest) found = new Map();
    nearest = distance;
    found.set(textOf(required), required);
  }
  if (found.size === 0) return withFittingScopes(description, [target], alternatives);
  const [first = alternatives, ...others] = [...found.values()];
  return others.length === 0 ? first : alternatives.map(withoutScopes);
}

function namesIn(alternatives: readonly Together[]): string {
  return JSON.stringify(alternatives.map((schemes) => schemes.map(({ name }) => name)));
}

function commonStart(some: readonly string[], others: readonly string[]): number {
  const end = some.findIndex((segment, index) => segment !== others[index]);
  return end === -1 ? some.length : end;
}

/** A write gets no scope for reading alone, if its scheme declares another one. */
function withFittingScopes(
  { securitySchemes }: OpenApiDescription,
  targets: readonly Operation[] | undefined,
  alternatives: readonly Together[],
): readonly Together[] {
  if (targets === undefined || !targets.some(isWrite)) return alternatives;
  const methods = new Set(targets.map(({ method }) => method));
  return alternatives.map((schemes) =>
    schemes.map((scheme) => {
      if (scheme.scopes.length === 0 || !scheme.scopes.every(isReadScope)) return scheme;
      const declared = declaredScopes(securitySchemes.get(scheme.name));
      const meant = scheme.scopes.flatMap((scope) => {
        return writeScopeFor(scope, declared, methods.size === 1 ? [...methods][0] : undefined) ?? [];
      });
      const writing = meant[0] ?? declared.find((scope) => !isReadScope(scope));
      return writing === undefined ? scheme : { name: scheme.name, scopes: [writing] };
    }),
  );
}

function declaredScopes(scheme: SecurityScheme | undefined): readonly string[] {
  return scheme?.flows.flatMap((flow) => flow.scopes) ?? [];
}

/** Replaces read scopes that writes require by the write scopes for the same thing, where the scheme declares them. */
export function raiseScopesFixes(description: OpenApiDescription, operations: readonly Operation[]): readonly Fix[] {
  const raised = operations.flatMap((operation) => {
    const change = raisedRequirement(description, operation);
    return change === undefined ? [] : [change];
  });
  const [first, ...others] = raised;
  if (first === undefined) return [];
  const title =
    others.length === 0
      ? `Require ${namesOf(first.alternatives)}`
      : `Require write scopes at ${counted(raised.length, 'operation')}`;
  return [{ title, safety: 'unsafe', patches: raised.flatMap(({ patches }) => patches) }];
}

function raisedRequirement(
  { securitySchemes }: OpenApiDescription,
  { node, method, path, security }: Operation,
): { readonly patches: readonly Patch[]; readonly alternatives: readonly Together[] } | undefined {
  const isOwn = node.get('security') === security.declaration?.node && security.declaration?.node.kind === 'sequence';
  const inPlace: Patch[] = [];
  const alternatives = (security.declaration?.requirements ?? []).map(({ schemes }) =>
    schemes.map(({ name, scopes, node: list }) => {
      const declared = declaredScopes(securitySchemes.get(name));
      const writing = scopes.map((scope) => writeScopeFor(scope, declared, method));
      // Of several scopes, one is about what the path is about.
      const words = new Set(wordsIn(path));
      const isAbout = (scope: string): boolean => wordsIn(scope).some((word) => words.has(word));
      const known = [...scopes.keys()].filter((index) => writing[index] !== undefined);
      const chosen = known.find((index) => isAbout(scopes[index]!)) ?? known[0];
      if (chosen === undefined) return { name, scopes };
      const value = writing[chosen]!;
      const at = list.items()[chosen];
      if (at !== undefined) inPlace.push({ op: 'replace', at, value });
      return { name, scopes: scopes.map((scope, index) => (index === chosen ? value : scope)) };
    }),
  );
  if (inPlace.length === 0) return undefined;
  return { patches: isOwn ? inPlace : [requireAlternatives(node, alternatives)], alternatives };
}

/** The alternatives that most operations with a requirement offer, as a whole. */
const usualAlternatives = pure(
  'securityFixes.usualAlternatives',
  ({ operations, securitySchemes }: OpenApiDescription): readonly Together[] => {
    const uses = new Map<string, { readonly alternatives: readonly Together[]; count: number }>();
    for (const [{ requirements }, number] of countDeclarations(operations)) {
      const alternatives = requirements.map(({ schemes }) => schemes);
      const isWhole = alternatives.every(
        (schemes) => schemes.every(({ name }) => securitySchemes.has(name)) && !isOpen(schemes, securitySchemes),
      );
      if (alternatives.length === 0 || !isWhole) continue;
      const key = JSON.stringify(alternatives.map((schemes) => schemes.map(({ name }) => name)));
      const use = uses.get(key);
      if (use === undefined) uses.set(key, { alternatives, count: number });
      else use.count += number;
    }
    const [most] = [...uses.values()].sort((a, b) => b.count - a.count);
    return most?.alternatives ?? [];
  },
);

/** The schemes of the requirement that most operations have; all of them are defined. */
const mostRequired = pure(
  'securityFixes.mostRequired',
  ({ operations, securitySchemes }: OpenApiDescription): readonly RequiredScheme[] => {
    const uses = new Map<string, { readonly schemes: readonly RequiredScheme[]; count: number }>();
    for (const [{ requirements }, number] of countDeclarations(operations)) {
      for (const { schemes } of requirements) {
        const names = schemes.map(({ name }) => name);
        const use = uses.get(names.join('\n'));
        if (use !== undefined) use.count += number;
        else if (names.every((name) => securitySchemes.has(name)) && !isOpen(schemes, securitySchemes))
          uses.set(names.join('\n'), { schemes, count: number });
      }
    }
    let most: readonly RequiredScheme[] = [];
    let highest = 0;
    for (const { schemes, count } of uses.values()) {
      if (count <= highest) continue;
      most = schemes;
      highest = count;
    }
    return most;
  },
);

/** Accepts an operation as public, with a reason that its author writes. */
export function markPublicFix(operation: Operation): Fix {
  return {
    title: `Accept as public, with a reason ("${publicExtension}")`,
    safety: 'unsafe',
    asksReason: true,
    patches: [
      {
        op: 'set',
        at: operation.node,
        path: [publicExtension],
        value: new Placeholder(reasonPlaceholder),
        after: ['security', 'operationId', 'description', 'summary'],
      },
    ],
  };
}

function freeName(description: OpenApiDescription, name: string): string {
  let candidate = name;
  for (let number = 2; description.securitySchemes.has(candidate); number++) candidate = `${name}${number}`;
  return candidate;
}
