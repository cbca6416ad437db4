import { counted } from '../../counted.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { specified } from '../../lexicon/specified.ts';
import type { MediaType, OpenApiDescription } from '../../openapi/model.ts';
import { groupNamed } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { type EffectiveSchema, effectiveOf, type SchemaSource } from '../../schemas/effectiveSchema.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import { type Fix, Placeholder } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'unrestricted-upload',
    title: 'Upload accepts files of any type',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [434],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    versions: ['3.0', '3.1', '3.2'],
    messages: {
      one: '"{name}" accepts files of any type. List the allowed types in "encoding", with "contentType".',
      many: '"{name}" and {others:more upload} accept files of any type. List the allowed types in "encoding", with "contentType".',
      active: '"{name}" accepts files of type "{type}", which can run scripts in browsers. Remove that type.',
    },
  },

  visit: {
    *OpenAPI(description) {
      const files = filesOf(description);
      yield* groupNamed(
        files.filter(({ contentType }) => isAnyType(contentType)),
        { at: ({ node }) => ({ keyOf: node }), name: ({ name }) => name, fixes: (places) => [restrict(places)] },
      );
      for (const { name, contentType } of files) {
        const type = contentType?.string?.split(',').find((one) => active.test(one.trim()));
        if (contentType === undefined || type === undefined) continue;
        yield { at: contentType, message: 'active', data: { name, type: type.trim() }, severity: 'warning' };
      }
    },
  },
});

/** Browsers run scripts in these as part of the site that serves them. */
const active = specified(
  'IANA media types',
  /^(text\/html|image\/svg\+xml|application\/xhtml\+xml|(text|application)\/(x-)?javascript)\b/i,
);

interface File {
  readonly name: string;
  /** The schema of the part. */
  readonly node: SourceNode;
  readonly media: SourceNode;
  readonly contentType: SourceNode | undefined;
}

function filesOf({ operations, cache }: OpenApiDescription): readonly File[] {
  const found = new Map<SourceNode, File>();
  for (const operation of operations) {
    if (!isServed(operation)) continue;
    for (const media of operation.requestBody?.content ?? []) {
      for (const file of filesIn(media, cache)) if (!found.has(file.node)) found.set(file.node, file);
    }
  }
  return [...found.values()];
}

function filesIn(media: MediaType, source: SchemaSource): readonly File[] {
  if (!media.type.toLowerCase().startsWith('multipart/') || media.schema === undefined) return [];
  return [...effectiveOf(media.schema, source).propertiesIn('request')].flatMap(([name, node]) => {
    const schema = effectiveOf(node, source);
    const items = schema.get('items');
    if (!isFile(items === undefined ? schema : effectiveOf(items, source))) return [];
    return { name, node, media: media.node, contentType: media.node.at('encoding', name, 'contentType') };
  });
}

/** Since 3.1 the schema itself may state the media type. */
function isFile(schema: EffectiveSchema): boolean {
  const type = schema.get('contentMediaType');
  return type === undefined ? schema.get('format')?.string === 'binary' : isAnyType(type);
}

function isAnyType(type: SourceNode | undefined): boolean {
  return type === undefined || /^(\*\/\*|application\/octet-stream)$/i.test(type.string?.trim() ?? '');
}

/** A start: the author knows the types. */
const imageTypes = 'image/png, image/jpeg';

function restrict(files: readonly File[]): Fix {
  return {
    title:
      files.length === 1
        ? `Set "contentType: ${imageTypes}"`
        : `Set "contentType: ${imageTypes}" for ${counted(files.length, 'upload')}`,
    safety: 'unsafe',
    patches: files.map(({ media, name, contentType }) => {
      const value = new Placeholder(imageTypes);
      if (contentType !== undefined) return { op: 'replace', at: contentType, value };
      return { op: 'set', at: media, path: ['encoding', name, 'contentType'], value, after: ['schema'] };
    }),
  };
}
