import { specified } from '../engine/lexicon/specified.ts';
import type { OpenApiDescription, Operation, Server } from '../engine/openapi/model.ts';
import { methodKey, nameOf } from '../engine/rule/group.ts';
import { nameOfPart } from '../engine/rule/schemaParts.ts';
import type { Place, SourceNode } from '../engine/syntax/sourceNode.ts';
import { semanticMessages } from './errorMessages.ts';

/** What the specification demands and its JSON Schema cannot say. */
export interface SemanticError {
  readonly at: Place;
  readonly message: string;
}

/** All of them, each at its place; for every version. */
export function semanticErrors(description: OpenApiDescription): readonly SemanticError[] {
  const operations = description.operations.filter(({ kind }) => kind === 'operation');
  const missing = missingPathParameters(operations);
  const found = [
    ...missing,
    ...duplicateOperationIds(description.operations),
    ...operations.flatMap(unusedPathParameters),
    ...lists(description).flatMap(duplicateParameters),
    ...(description.version === '2.0' ? [] : description.nodes.Server.flatMap(undefinedVariables)),
    ...pathErrors(description),
    ...operations.flatMap(mediaTypeErrors),
    ...addressErrors(description),
    ...schemasWithoutItems(description),
    ...(description.version === '2.0' ? operations.flatMap((operation) => formErrors(operation, description)) : []),
  ];
  return [...new Map(found.map((error) => [error.at, error])).values()];
}

/** OAS 3.1.1 §4.8.5: what is named in braces is a server variable. */
function undefinedVariables({ node, urlNode, template }: Server): readonly SemanticError[] {
  const variables = node.get('variables');
  return placeholdersIn(template)
    .filter((name) => variables?.has(name) !== true)
    .map((name) => ({ at: urlNode, message: semanticMessages.undefinedVariable(name) }));
}

/** OAS 3.1.1 §4.8.8: a path is appended to the URL of the server, and each placeholder names a parameter. */
function pathErrors({ root }: OpenApiDescription): readonly SemanticError[] {
  return (root.get('paths')?.entries() ?? []).flatMap(({ key, raw }) => {
    const at = { keyOf: raw };
    if (/[?#]/.test(key)) return [{ at, message: semanticMessages.pathWithQuery(key) }];
    return key.includes('{}') ? [{ at, message: semanticMessages.unnamedPlaceholder(key) }] : [];
  });
}

/** RFC 9110 §8.3.1, ranges such as `text/*` included. */
const mediaType = /^[\w!#$%&'*+.^`|~-]+\/[\w!#$%&'*+.^`|~-]+\s*(;.*)?$/;

function mediaTypeErrors({ requestBody, responses }: Operation): readonly SemanticError[] {
  const contents = [requestBody?.node, ...responses.map(({ node }) => node)].flatMap(
    (holder) => holder?.get('content')?.entries() ?? [],
  );
  return contents
    .filter(({ key }) => !mediaType.test(key))
    .map(({ key, raw }) => ({ at: { keyOf: raw }, message: semanticMessages.mediaTypeSyntax(key) }));
}

/** What the specification wants "in the form of a URL" or of an email address: metadata and the endpoints of schemes. */
function addressErrors({ root, securitySchemes }: OpenApiDescription): readonly SemanticError[] {
  const urls = [
    root.at('info', 'termsOfService'),
    root.at('info', 'contact', 'url'),
    root.at('info', 'license', 'url'),
    root.at('externalDocs', 'url'),
    ...[...securitySchemes.values()].flatMap(({ node, flows }) => [
      node.get('openIdConnectUrl'),
      ...flows.flatMap((flow) => ['authorizationUrl', 'tokenUrl', 'refreshUrl'].map((key) => flow.node.get(key))),
    ]),
  ];
  const email = root.at('info', 'contact', 'email');
  return [
    ...urls.flatMap((at) =>
      at?.string === undefined || isUrl(at.string) ? [] : [{ at, message: semanticMessages.notAUrl(at.string) }],
    ),
    ...(email?.string === undefined || /^[^\s@]+@[^\s@]+$/.test(email.string)
      ? []
      : [{ at: email, message: semanticMessages.notAnEmail(email.string) }]),
  ];
}

/** Absolute, or relative to the document. Blanks are encoded in a URL (RFC 3986). */
function isUrl(text: string): boolean {
  return !/\s/.test(text) && URL.canParse(text, 'https://relative.example/');
}

/** OAS 3.0.4 §4.7.24.1 and OAS 2.0: "items" must be present if the type is "array". JSON Schema 2020-12 allows it to be absent. */
function schemasWithoutItems({ nodes, version }: OpenApiDescription): readonly SemanticError[] {
  if (version !== '2.0' && version !== '3.0') return [];
  return nodes.Schema.flatMap(({ parts }) => parts)
    .filter(({ node }) => node.get('type')?.string === 'array' && !node.has('items') && !node.has('in'))
    .map((part) => ({
      at: part.node.get('type') ?? part.node,
      message: semanticMessages.missingItems(nameOfPart(part)),
    }));
}

/** OAS 3.1.1 §4.8.8.2: `/a/{id}` names the parameter "id". */
function placeholdersIn(path: string): readonly string[] {
  return [...path.matchAll(/\{([^{}]+)\}/g)].map(([, name = '']) => name);
}

function pathParametersOf({ parameters }: Operation): ReadonlySet<string> {
  return new Set(parameters.filter(({ in: where }) => where === 'path').map(({ name }) => name));
}

/** At the path where no operation declares the parameter, else at the operation that does not. */
function missingPathParameters(operations: readonly Operation[]): readonly SemanticError[] {
  const byItem = new Map<SourceNode, { readonly operations: Operation[]; readonly missing: Map<Operation, string> }>();
  for (const operation of operations) {
    // A reference that leads nowhere is reported, and may hold the parameter.
    if (hasUnresolvedParameters(operation)) continue;
    const item = byItem.get(operation.pathItem) ?? { operations: [], missing: new Map<Operation, string>() };
    byItem.set(operation.pathItem, item);
    item.operations.push(operation);
    const declared = pathParametersOf(operation);
    const names = placeholdersIn(operation.path).filter((name) => !declared.has(name));
    if (names.length > 0) item.missing.set(operation, names.map((name) => `{${name}}`).join(', '));
  }
  return [...byItem].flatMap(([pathItem, { operations: all, missing }]) => {
    const texts = new Set(missing.values());
    const [first] = missing;
    if (first !== undefined && missing.size === all.length && texts.size === 1) {
      const [{ path }, placeholders] = first;
      return [{ at: { keyOf: pathItem }, message: semanticMessages.missingPathParameters(path, placeholders) }];
    }
    return [...missing].map(([operation, placeholders]) => ({
      at: methodKey(operation),
      message: semanticMessages.missingPathParameters(nameOf(operation), placeholders),
    }));
  });
}

function hasUnresolvedParameters({ node, pathItem, parameters }: Operation): boolean {
  const written = [pathItem, node].reduce((sum, holder) => sum + (holder.get('parameters')?.items().length ?? 0), 0);
  const hasReference = [pathItem, node].some((holder) =>
    holder
      .get('parameters')
      ?.items()
      .some((item) => item.has('$ref')),
  );
  return hasReference && parameters.length < written;
}

function unusedPathParameters(operation: Operation): readonly SemanticError[] {
  const names = new Set(placeholdersIn(operation.path));
  const twice = placeholdersIn(operation.path).find((name, index, all) => all.indexOf(name) !== index);
  return [
    ...operation.parameters.flatMap(({ name, in: where, node }) =>
      where === 'path' && !names.has(name)
        ? [{ at: node.get('name') ?? node, message: semanticMessages.unusedPathParameter(name) }]
        : [],
    ),
    ...(twice === undefined
      ? []
      : [{ at: methodKey(operation), message: semanticMessages.duplicatePlaceholder(nameOf(operation), twice) }]),
  ];
}

function duplicateOperationIds(operations: readonly Operation[]): readonly SemanticError[] {
  const seen = new Map<string, SourceNode>();
  return operations.flatMap(({ node, operationId }) => {
    if (operationId === undefined) return [];
    const known = seen.get(operationId);
    if (known === undefined) seen.set(operationId, node);
    // A shared path item is one definition.
    if (known === undefined || known === node) return [];
    return [{ at: node.get('operationId') ?? node, message: semanticMessages.duplicateOperationId(operationId) }];
  });
}

/** The parameters as they are written: of path items and of operations. */
function lists({ operations }: OpenApiDescription): readonly SourceNode[] {
  const holders = new Set(operations.flatMap(({ pathItem, node }) => [pathItem, node]));
  return [...holders].flatMap((holder) => holder.get('parameters') ?? []);
}

function duplicateParameters(list: SourceNode): readonly SemanticError[] {
  const seen = new Set<string>();
  return list.items().flatMap((node) => {
    const name = node.get('name')?.string;
    const where = node.get('in')?.string;
    if (name === undefined || where === undefined) return [];
    const key = `${where} ${where === 'header' ? name.toLowerCase() : name}`;
    if (!seen.has(key)) {
      seen.add(key);
      return [];
    }
    return [{ at: node.get('name') ?? node, message: semanticMessages.duplicateParameter(name, where) }];
  });
}

const formMediaTypes = specified('OpenAPI 2.0, Parameter Object', [
  'multipart/form-data',
  'application/x-www-form-urlencoded',
]);

/** OpenAPI 2.0: one body, or a form; a file needs a form. */
function formErrors(operation: Operation, { root }: OpenApiDescription): readonly SemanticError[] {
  const { node, pathItem, parameters } = operation;
  const written = [pathItem, node].flatMap((holder) => holder.get('parameters')?.items() ?? []);
  const bodies = written.filter((one) => one.get('in')?.string === 'body');
  const forms = parameters.filter(({ in: where }) => where === 'formData');
  const file = forms.find((one) => one.node.get('type')?.string === 'file');
  const consumes = (node.get('consumes') ?? root.get('consumes'))?.items() ?? [];
  const isForm = consumes.some(({ string = '' }) => formMediaTypes.some((type) => string.startsWith(type)));
  const at = methodKey(operation);
  const name = nameOf(operation);
  const ownBodies =
    node
      .get('parameters')
      ?.items()
      .filter((one) => bodies.includes(one)).length ?? 0;
  return [
    ...(ownBodies > 1 ? [{ at, message: semanticMessages.bodyParameters(name, ownBodies) }] : []),
    ...(bodies.length > 0 && forms.length > 0 ? [{ at, message: semanticMessages.bodyAndForm(name) }] : []),
    ...(file !== undefined && !isForm ? [{ at: file.node, message: semanticMessages.fileMediaType(name) }] : []),
    ...parameters.flatMap((one) =>
      one.node.get('type')?.string === 'array' && !one.node.has('items')
        ? [{ at: one.node.get('type') ?? one.node, message: semanticMessages.missingItems(one.name) }]
        : [],
    ),
  ];
}
