import { formatMessage } from '../engine/analyze/formatMessage.ts';
import { tokensOf } from '../engine/openapi/uri.ts';
import type { StructureError } from './messages.ts';

/** Every message of the structure check. */
export const errorMessages = {
  unknownField: '"{field}" is not a field of {owner}. Correct or remove it, or begin its name with "x-".',
  path: '"{field}" is not a path. Begin it with "/".',
  statusCode: '"{field}" is not a status code. Use a code such as "404", or "default".',
  componentName: '"{field}" is not a component name. Use only letters, digits, ".", "-" and "_".',
  name: '"{field}" is not a valid name in {owner}. Rename it.',
  missingField: '"{field}" is missing from {owner}. Add it.',
  emptyValue: '"{name}" has no value. Add {type}, or remove the field.',
  unquotedValue: '"{name}" is not a string. Put its value in quotes.',
  type: '"{name}" has the wrong type. Use {type}.',
  ambiguousValue: '"{name}" is invalid or does not match the fields next to it. Correct its value or those fields.',
  value: '"{name}" has an invalid value. Use {values}.',
  pattern: '"{name}" has an invalid value. Use one that matches "{pattern}".',
  fewItems: '"{name}" has too few items. Use at least {limit:item}.',
  manyItems: '"{name}" has too many items. Use at most {limit:item}.',
  fewFields: '"{name}" has too few fields. Use at least {limit:field}.',
  manyFields: '"{name}" has too many fields. Use at most {limit:field}.',
  short: '"{name}" is too short. Use at least {limit:character}.',
  long: '"{name}" is too long. Use at most {limit:character}.',
  range: '"{name}" is out of range. Use a number {comparison} {bound}.',
  duplicateItem: '"{name}" contains an item twice. Remove one of the two.',
  mismatch: '"{name}" does not match the OpenAPI Specification. Correct its fields and values.',
  duplicateOperationId: '"{name}" is the "operationId" of two operations. Rename one of them.',
  duplicateParameter: '"{name}" is the name of two {location} parameters. Remove or rename one of them.',
  bodyParameters: '"{name}" has {limit:body parameter}. Keep one of them.',
  bodyAndForm: '"{name}" has body parameters and form parameters. Keep one kind.',
  undefinedVariable: '"{name}" is in the server URL but not in "variables". Define it there.',
  pathWithQuery: '"{name}" holds a query or a fragment, which is not part of a path. Use query parameters.',
  unnamedPlaceholder: '"{name}" has a placeholder without a name. Name it, and declare the parameter.',
  mediaTypeSyntax: '"{name}" is not a media type. Write a type and a subtype, such as "application/json".',
  notAUrl: '"{name}" is not a URL. Correct it.',
  notAnEmail: '"{name}" is not an email address. Correct it.',
  duplicatePlaceholder: '"{placeholder}" is in the path of "{name}" twice. Rename one of the two.',
  unusedPathParameter: '"{name}" is a path parameter, but the path does not contain it. Add it there, or remove it.',
  missingPathParameters: '"{name}" does not declare every parameter of its path. Add {placeholders}.',
  fileMediaType: '"{name}" has a file parameter but no form media type. Add "multipart/form-data" to "consumes".',
  missingItems: '"{name}" is an array without "items". Add "items".',
} as const;

type MessageId = keyof typeof errorMessages;

/**
 * The message of an error. `value` is the scalar at its place, if there is one. `isAlternative` is true if the value is
 * a field of an object that matches none of several alternatives: then the allowed values are those of one alternative.
 */
export function messageOf(error: StructureError, value: unknown, isAlternative: boolean): string {
  const { keyword, instancePath, params = {} } = error;
  const tokens = tokensOf(instancePath) ?? [];
  const text = (id: MessageId, data: Readonly<Record<string, string | number>> = {}): string =>
    formatMessage(errorMessages[id], { name: nameOf(tokens), owner: ownerOf(tokens), ...data });
  const limit = Number(params['limit']);
  switch (keyword) {
    case 'additionalProperties':
      return text(unknownFieldId(tokens), { field: String(params['additionalProperty']) });
    case 'unevaluatedProperties':
      return text(unknownFieldId(tokens), { field: String(params['unevaluatedProperty']) });
    case 'propertyNames': {
      const id = unknownFieldId(tokens);
      return text(id === 'unknownField' ? 'name' : id, { field: String(params['propertyName']) });
    }
    case 'required':
      return text('missingField', { field: String(params['missingProperty']) });
    case 'type': {
      const types = [params['type']].flat().map(String);
      const type = types.map((one) => typeNames[one] ?? one).join(' or ');
      if (value === null) return text('emptyValue', { type });
      const isUnquoted = types.includes('string') && (typeof value === 'number' || typeof value === 'boolean');
      return isUnquoted ? text('unquotedValue') : text('type', { type });
    }
    case 'enum':
      return isAlternative ? text('ambiguousValue') : text('value', { values: joinValues(params['allowedValues']) });
    case 'const':
      return isAlternative ? text('ambiguousValue') : text('value', { values: joinValues([params['allowedValue']]) });
    case 'pattern':
      return text('pattern', { pattern: String(params['pattern']) });
    case 'minItems':
      return text('fewItems', { limit });
    case 'maxItems':
      return text('manyItems', { limit });
    case 'minProperties':
      return text('fewFields', { limit });
    case 'maxProperties':
      return text('manyFields', { limit });
    case 'minLength':
      return text('short', { limit });
    case 'maxLength':
      return text('long', { limit });
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return text('range', { comparison: comparisons[String(params['comparison'])] ?? 'near', bound: limit });
    case 'uniqueItems':
      return text('duplicateItem');
    default:
      return text('mismatch');
  }
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'a string',
  number: 'a number',
  integer: 'an integer',
  boolean: 'a boolean',
  array: 'an array',
  object: 'an object',
};

const comparisons: Readonly<Record<string, string>> = {
  '>=': 'of at least',
  '<=': 'of at most',
  '>': 'greater than',
  '<': 'less than',
};

const methods = /^(?:get|put|post|delete|options|head|patch|trace|query)$/;

/** Some maps of the specification have keys with a form of their own. */
function unknownFieldId(tokens: readonly string[]): MessageId {
  if (tokens.length === 1 && tokens[0] === 'paths') return 'path';
  if (tokens.length === 2 && tokens[0] === 'components') return 'componentName';
  const [parent = '', last] = tokens.slice(-2);
  return last === 'responses' && methods.test(parent) ? 'statusCode' : 'unknownField';
}

/** `info`, or `tags[0]` for an item of an array. */
function nameOf(tokens: readonly string[]): string {
  let name = '';
  for (const token of [...tokens].reverse()) {
    if (!/^\d+$/.test(token)) return token + name;
    name = `[${token}]${name}`;
  }
  return `document${name}`;
}

function ownerOf(tokens: readonly string[]): string {
  return tokens.length === 0 ? 'the document' : `"${nameOf(tokens)}"`;
}

/** `"a", "b" or "c"`. */
function joinValues(values: unknown): string {
  const quoted = [values].flat().map((value) => `"${String(value)}"`);
  return [quoted.slice(0, -1).join(', '), ...quoted.slice(-1)].filter((part) => part !== '').join(' or ');
}

const say = (id: MessageId, data: Readonly<Record<string, string | number>>): string =>
  formatMessage(errorMessages[id], data);

/** What semantics.ts finds. */
export const semanticMessages = {
  duplicateOperationId: (name: string) => say('duplicateOperationId', { name }),
  duplicateParameter: (name: string, location: string) => say('duplicateParameter', { name, location }),
  bodyParameters: (name: string, limit: number) => say('bodyParameters', { name, limit }),
  bodyAndForm: (name: string) => say('bodyAndForm', { name }),
  duplicatePlaceholder: (name: string, placeholder: string) =>
    say('duplicatePlaceholder', { name, placeholder: `{${placeholder}}` }),
  unusedPathParameter: (name: string) => say('unusedPathParameter', { name }),
  missingPathParameters: (name: string, placeholders: string) => say('missingPathParameters', { name, placeholders }),
  fileMediaType: (name: string) => say('fileMediaType', { name }),
  missingItems: (name: string) => say('missingItems', { name }),
  undefinedVariable: (name: string) => say('undefinedVariable', { name }),
  pathWithQuery: (name: string) => say('pathWithQuery', { name }),
  unnamedPlaceholder: (name: string) => say('unnamedPlaceholder', { name }),
  mediaTypeSyntax: (name: string) => say('mediaTypeSyntax', { name }),
  notAUrl: (name: string) => say('notAUrl', { name }),
  notAnEmail: (name: string) => say('notAnEmail', { name }),
};
