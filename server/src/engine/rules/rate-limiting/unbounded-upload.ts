import { counted } from '../../counted.ts';
import { largest } from '../../heuristics/boundProse.ts';
import { sizesIn, usualFileSize } from '../../heuristics/fileSizes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { textsOf } from '../../heuristics/operationWords.ts';
import { pure } from '../../incremental/pure.ts';
import { query } from '../../incremental/query.ts';
import { sentencesIn } from '../../lexicon/sentences.ts';
import { specified } from '../../lexicon/specified.ts';
import { fileFields, sizeLimits } from '../../lexicon/uploads.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import type { ReferenceCache } from '../../openapi/referenceCache.ts';
import { groupNamed } from '../../rule/group.ts';
import { type RequestValue, requestValueNaming, uniqueValues } from '../../rule/requestValues.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakProperties } from '../../rule/schemaParts.ts';
import { type EffectiveSchema, effectiveOf } from '../../schemas/effectiveSchema.ts';
import type { Schema } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { type Fix, Placeholder } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'unbounded-upload',
    title: 'Upload has no maximum size',
    pillar: 'rate-limiting',
    owasp: 'API4:2023',
    cwe: [770, 434],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" accepts files of any size, which can fill memory and disks. Add "maxLength", or document "413".',
      many: '"{name}" and {others:more upload} accept files of any size, which can fill memory and disks. Add "maxLength", or document "413".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { operations, nodes, cache, root } = description;
      const introduction = root.at('info', 'description')?.string;
      if (statesSize(introduction)) return;
      const uploads = [
        ...[...cache.getEach(uploadsOf, cache.select(operations, mayBeLarge))].flat(),
        ...[...cache.getEach(textsIn, nodes.Schema)].flat(),
      ];
      yield* groupNamed<Upload>(uniqueValues(uploads), {
        ...requestValueNaming,
        fixes: (left) => limit(left, description),
      });
    },
  },
});

/** Its node is the schema of the file, its parameter, or the media type without a schema. */
interface Upload extends RequestValue {
  /** Where "maxLength" is written. */
  readonly schema: SourceNode | undefined;
}

/** False where the operation says how large a body may be, in words or by a 413 response (RFC 9110). */
const mayBeLarge = pure('unbounded-upload.mayBeLarge', (operation: Operation): boolean => {
  const { responses, requestBody, parameters } = operation;
  // Few operations take a file, and their texts alone are read.
  const takesFile =
    parameters.some(({ in: where }) => where === 'formData') ||
    (requestBody?.content ?? []).some(({ type }) => fileTypes.test(type) || formTypes.test(type));
  if (!takesFile || !isServed(operation)) return false;
  if (responses.some(({ status }) => status === '413')) return false;
  return ![...textsOf(operation), requestBody?.node.get('description')?.string].some(statesSize);
});

const uploadsOf = query(
  'unbounded-upload.uploadsOf',
  (cache: ReferenceCache, { parameters, requestBody, path, method }: Operation): readonly Upload[] => {
    const forms = parameters.flatMap(({ in: where, name, node }): readonly Upload[] => {
      if (where !== 'formData' || statesSize(node.get('description')?.string)) return [];
      const items = node.get('items');
      if (node.get('type')?.string === 'file') return [{ name, node, schema: undefined }];
      return items?.get('format')?.string === 'binary' ? [{ name, node, schema: items }] : [];
    });
    const bodies = (requestBody?.content ?? []).flatMap(({ type, node, schema }): readonly Upload[] => {
      if (fileTypes.test(type)) {
        const body = schema && effectiveOf(schema, cache);
        if (body === undefined ? type.endsWith('octet-stream') : !isOpenBody(body)) return [];
        return [{ name: `${method.toUpperCase()} ${path}`, node: schema ?? node, schema }];
      }
      if (schema === undefined || !formTypes.test(type)) return [];
      return [...effectiveOf(schema, cache).propertiesIn('request')].flatMap(([name, property]) => {
        const value = effectiveOf(property, cache);
        const items = value.get('items');
        const file = items === undefined ? value : effectiveOf(items, cache);
        return isOpenPart(file, name) && !statesSize(value.get('description')?.string)
          ? [{ name, node: property, schema: items ?? property }]
          : [];
      });
    });
    return [...forms, ...bodies];
  },
);

/** Bodies that are a file. */
const fileTypes = specified(
  'IANA media types',
  /^(application\/(octet-stream|zip|gzip|x-tar|pdf|dicom)|image\/|audio\/|video\/)/i,
);

const formTypes = specified('IANA media types', /^(multipart\/|application\/x-www-form-urlencoded)/i);

/** What generators write for any body is no file where the schema says otherwise. */
function isOpenBody(schema: EffectiveSchema): boolean {
  const isText = schema.types.every((type) => type === 'string') && !schema.has('properties') && !schema.has('items');
  return isText && isOpen(schema) && !statesSize(schema.get('description')?.string);
}

/** A part of a form that is binary, or a media type of its own. */
function isOpenPart(schema: EffectiveSchema, name: string): boolean {
  if (!isOpen(schema)) return false;
  return schema.get('format')?.string === 'binary' ? !hashes.test(name) : schema.has('contentMediaType');
}

/** A file written in Base64. */
function isOpenText(schema: EffectiveSchema): boolean {
  if (!isOpen(schema) || statesSize(schema.get('description')?.string)) return false;
  return schema.get('format')?.string === 'byte' || schema.get('contentEncoding')?.string === 'base64';
}

function isOpen(schema: EffectiveSchema): boolean {
  return !schema.isUnknown && !schema.has('maxLength') && !schema.isListed;
}

const textsIn = query('unbounded-upload.textsIn', (cache: ReferenceCache, schema: Schema): readonly Upload[] =>
  weakProperties(schema, cache, isFileName, isOpenText).map(({ property = '', node }) => ({
    name: property,
    node,
    schema: node,
  })),
);

function isFileName(name: string): boolean {
  return fileFields.matches(wordsIn(name));
}

/** Values of a fixed size that are written as bytes. */
const hashes = specified('FIPS 180, RFC 2104', /(hmac|hash|digest|checksum|signature|nonce|salt)$/i);

function statesSize(text: string | undefined): boolean {
  if (text === undefined) return false;
  return units.test(text) || sentencesIn(text).some(sizeLimits.matches);
}

/** `10 MB`, `512 KiB` */
const units = specified('IEC 80000-13', /\d\s?([kmg]i?b|(kilo|mega|giga)bytes?)\b/i);

/** The sizes that a text states as limits, in bytes. */
function limitsIn(text: string): readonly number[] {
  return sentencesIn(text)
    .filter(sizeLimits.matches)
    .flatMap(({ text: stated }) => sizesIn(stated));
}

/** The largest limit that the text of another upload states; ten megabytes are a start. */
function usualLimit(operations: readonly Operation[]): number {
  return largest(operations.flatMap(textsOf).flatMap(limitsIn)) ?? usualFileSize;
}

function limit(uploads: readonly Upload[], { version, operations }: OpenApiDescription): readonly Fix[] {
  const schemas = [
    ...new Set(uploads.flatMap(({ schema }) => (schema === undefined || schema.has('$ref') ? [] : schema))),
  ];
  if (schemas.length === 0 || version === '2.0') return [];
  const size = usualLimit(operations);
  return [
    {
      title:
        schemas.length === 1
          ? `Add "maxLength: ${size}"`
          : `Add "maxLength: ${size}" to ${counted(schemas.length, 'upload')}`,
      safety: 'unsafe',
      patches: schemas.map((at) => ({
        op: 'set',
        at,
        path: ['maxLength'],
        value: new Placeholder(String(size), 'number'),
        after: ['format', 'type'],
      })),
    },
  ];
}
