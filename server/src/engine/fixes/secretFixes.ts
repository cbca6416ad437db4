import { isWrite } from '../heuristics/operationKind.ts';
import { componentMap, componentPath } from '../openapi/components.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { escapeName } from '../openapi/uri.ts';
import { partsNear, type SchemaPart } from '../schemas/schemaUnit.ts';
import { isSent, type Schema } from '../schemas/schemaUsage.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { toValue } from '../syntax/toValue.ts';
import type { Fix, Patch } from '../textEdits/fix.ts';
import { markFix } from './accessFixes.ts';

/** `password`: clients choose it. `key`: the server may make it, and then returns it at creation. */
export type SecretKind = 'password' | 'key';

/** What ends the return of a secret: marks, removal from responses, or a schema of its own for the answer of its creation. */
export function returnedSecretFixes(
  parts: readonly SchemaPart[],
  kind: SecretKind,
  description: OpenApiDescription,
): readonly Fix[] {
  const [first] = parts;
  if (first === undefined) return [];
  const way = wayOf(first, kind, description);
  const alike = parts.filter((part) => part === first || wayOf(part, kind, description) === way);
  if (way === 'mark') return [markFix('writeOnly', [...new Set(alike.map(({ node }) => node))])];
  if (way === 'omit') return omitFixes(alike);
  return way === 'split' ? splitFixes(first, description) : [];
}

type Way = 'mark' | 'omit' | 'split' | undefined;

/** What a creation returns once may not become `writeOnly`: clients would never get it. */
function wayOf(part: SchemaPart, kind: SecretKind, description: OpenApiDescription): Way {
  const isMarkable = isSentPart(part, description);
  const issuing = issuingOperations(part, description);
  if (isMarkable) {
    // Swagger 2.0 has no `writeOnly`.
    if (description.version === '2.0') return undefined;
    return kind === 'password' || part.isRequired || issuing.length === 0 ? 'mark' : undefined;
  }
  // Where clients send it, they know it.
  const isChosen = issuing.some(({ requestSchemas }) =>
    requestSchemas.some((schema) => partsNear(schema, description.resolve).some(isNamedAs(part))),
  );
  if (isChosen || (kind === 'password' && issuing.length === 0)) return 'omit';
  return issuing.length > 0 && schemaAround(part, description)?.usage.readResponse === true ? 'split' : undefined;
}

function isNamedAs({ property }: SchemaPart) {
  return (other: SchemaPart): boolean => other.property === property && !other.readOnly;
}

function isSentPart(part: SchemaPart, description: OpenApiDescription): boolean {
  const schema = schemaAround(part, description);
  // No property can be both: what is "readOnly" is made by the server.
  return schema !== undefined && isSent(schema, part) && part.node.get('readOnly')?.scalar !== true;
}

function schemaAround(part: SchemaPart, { nodes }: OpenApiDescription): Schema | undefined {
  let root = part;
  while (root.parent !== undefined) root = root.parent;
  return nodes.Schema.find(({ node }) => node === root.node);
}

/** Operations that make an object, or a new secret for one, and return it: writes to a collection, and actions. */
function issuingOperations({ node }: SchemaPart, { operations, resolve }: OpenApiDescription): readonly Operation[] {
  return operations.filter(
    (operation) =>
      isWrite(operation) &&
      !operation.path.endsWith('}') &&
      operation.responses.some(({ schemas }) =>
        schemas.some((schema) => partsNear(schema, resolve).some((part) => part.node === node)),
      ),
  );
}

/** Removes the properties, with what their schemas say about them. */
function omitFixes(parts: readonly SchemaPart[]): readonly Fix[] {
  const removed = new Map(parts.map((part) => [part.node, part]));
  const names = [...removed.values()].map(({ property }) => `"${property}"`);
  return [
    {
      title: removed.size === 1 ? `Omit ${names[0]} from responses` : `Omit ${removed.size} properties from responses`,
      safety: 'unsafe',
      patches: [...removed.values()].flatMap(removal),
    },
  ];
}

function removal({ node, property, parent }: SchemaPart): readonly Patch[] {
  const name = property ?? '';
  const list = parent?.node.get('required');
  const names = list?.items() ?? [];
  // An empty list is an error before 3.1.
  const required = names.length === 1 && names[0]?.string === name ? list : names.find(({ string }) => string === name);
  const shown = parent?.node.at('example', name);
  return [node, required, shown].flatMap((at): Patch[] => (at === undefined ? [] : [{ op: 'remove', at }]));
}

/** Moves the secret to a schema that only the operations reference that make it. */
function splitFixes(part: SchemaPart, description: OpenApiDescription): readonly Fix[] {
  const { root, entry, version, resolve } = description;
  const { node, property = '', parent } = part;
  const shared = parent?.node;
  const schemas = componentMap(root, version, 'schemas', resolve);
  const name = shared?.key;
  if (shared === undefined || typeof name !== 'string' || shared.parent !== schemas || shared.document !== entry)
    return [];
  // The secret would be an unknown property of the schema that it is added to.
  if (['additionalProperties', 'unevaluatedProperties', 'maxProperties'].some((key) => shared.has(key))) return [];
  const added = `Created${name[0]?.toUpperCase()}${name.slice(1)}Response`;
  const references = referencesOfAnswers(part, description);
  if (references === undefined || schemas?.has(added) === true) return [];
  const path = componentPath(version, 'schemas');
  const referenceTo = (target: string): string => `#/${[...path, target].map(escapeName).join('/')}`;
  // Next to the end of what is removed, nothing can be written.
  const names = (schemas?.entries() ?? []).map(({ key }) => key);
  const index = names.indexOf(name);
  const after = [...names.slice(0, index).reverse(), ...names.slice(index + 1)];
  const own = {
    type: 'object',
    ...(part.isRequired ? { required: [property] } : {}),
    properties: { [property]: toValue(node) },
  };
  return [
    {
      title: `Return "${property}" at creation only, in a schema of its own ("${added}")`,
      safety: 'unsafe',
      patches: [
        { op: 'set', at: root, path: [...path, added], value: { allOf: [{ $ref: referenceTo(name) }, own] }, after },
        ...removal(part),
        ...references.map((at): Patch => ({ op: 'replace', at, value: referenceTo(added) })),
      ],
    },
  ];
}

/** The references to the schema in answers of the operations that make the secret; `undefined` if another way leads to it. */
function referencesOfAnswers(part: SchemaPart, description: OpenApiDescription): readonly SourceNode[] | undefined {
  const found = new Set<SourceNode>();
  for (const { node, responses } of issuingOperations(part, description)) {
    for (const { schemas } of responses) {
      for (const schema of schemas) {
        if (!partsNear(schema, description.resolve).some((one) => one.node === part.node)) continue;
        const reference = schema.get('$ref');
        const isDirect = reference !== undefined && description.resolve(schema) === part.parent?.node;
        // A shared response may belong to operations that read as well.
        if (!isDirect || !schema.pointer.startsWith(`${node.pointer}/`)) return undefined;
        found.add(reference);
      }
    }
  }
  return found.size === 0 ? undefined : [...found];
}
