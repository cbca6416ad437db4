import { counted } from '../counted.ts';
import type { Finding } from '../finding.ts';
import { type Field, grammarOf, methodsOf, type ObjectKind } from '../openapi/grammar.ts';
import { reasonPlaceholder } from '../openapi/reason.ts';
import { detectVersion } from '../openapi/version.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, type Patch, Placeholder } from '../textEdits/fix.ts';
import { ignoreExtension } from './suppressions.ts';

/** Where a rule is suppressed: at the finding's place, in its operation, or in its file. */
export const acceptScopes = ['here', 'operation', 'file'] as const;
export type AcceptScope = (typeof acceptScopes)[number];

/** `undefined` where this scope is not possible. Without a reason the fix contains a placeholder for one. */
export function acceptFix(finding: Finding, scope: AcceptScope, reason?: string): Fix | undefined {
  const patch = patchFor(finding, scope, reason ?? new Placeholder(reasonPlaceholder));
  if (patch === undefined) return undefined;
  return { title: titleOf(finding, scope), safety: 'unsafe', patches: [patch], asksReason: true };
}

function titleOf({ ruleId, document, echo, others = 0 }: Finding, scope: AcceptScope): string {
  if (scope === 'operation') return `Accept "${ruleId}" for this operation`;
  if (scope === 'file') return `Accept "${ruleId}" in this file`;
  const left = echo || others === 0 ? '' : ` (${counted(others, 'more place')} stay reported)`;
  return `Accept "${ruleId}" ${document.language === 'yaml' ? 'on this line' : 'in this object'}${left.replace('place stay', 'place stays')}`;
}

function patchFor(finding: Finding, scope: AcceptScope, reason: string | Placeholder): Patch | undefined {
  const { document, range, ruleId } = finding;
  const { root } = document;
  if (root === undefined) return undefined;
  const isYaml = document.language === 'yaml';
  const objects = objectsAround(finding);
  const operation = objects.find(({ kind }) => kind === 'Operation')?.node;
  switch (scope) {
    case 'here': {
      const at = nodeAt(document, range.start)?.node;
      if (isYaml) return at && { op: 'comment', at, text: [`portcullis-ignore ${ruleId} -- `, reason] };
      const nearest = objects.at(-1)?.node;
      // At the root or the operation it would be one of the wider suppressions.
      return nearest === undefined || nearest === root || nearest === operation
        ? undefined
        : ignoreBy(nearest, ruleId, reason);
    }
    case 'operation':
      return operation && ignoreBy(operation, ruleId, reason);
    case 'file':
      if (isYaml) return { op: 'comment', at: root, text: [`portcullis-ignore-file ${ruleId} -- `, reason] };
      return objects[0]?.node === root ? ignoreBy(root, ruleId, reason) : undefined;
  }
}

/** Adds a rule to the suppressions of an object, in whatever form they are written. */
function ignoreBy(at: SourceNode, ruleId: string, reason: string | Placeholder): Patch {
  const known = at.get(ignoreExtension);
  const ids =
    known?.string === undefined ? (known?.items() ?? []).flatMap(({ string }) => string ?? []) : [known.string];
  if (known !== undefined && ids.length > 0) {
    return { op: 'replace', at: known, value: { ...Object.fromEntries(ids.map((id) => [id, ''])), [ruleId]: reason } };
  }
  return {
    op: 'set',
    at,
    path: [ignoreExtension, ruleId],
    value: reason,
    after: ['security', 'operationId', 'description', 'summary'],
  };
}

interface OpenApiObject {
  readonly kind: ObjectKind;
  readonly node: SourceNode;
}

/** The objects of the specification around a finding's place, from the outermost: each may have extensions. */
function objectsAround({ document, pointer }: Finding): readonly OpenApiObject[] {
  const { root } = document;
  if (root === undefined) return [];
  const version = detectVersion(document);
  const grammar = grammarOf(version?.version ?? '3.1');
  const found: OpenApiObject[] = [];
  let kind = version === undefined ? kindOfFragment(root) : 'OpenAPI';
  let field: Field | undefined;
  let node: SourceNode | undefined = root;
  const tokens = pointer.split('/').slice(1);
  for (let index = 0; node !== undefined; index++) {
    // Keys next to a reference are ignored.
    if (kind !== undefined && node.kind === 'map' && !node.has('$ref')) found.push({ kind, node });
    const token: string | undefined = tokens[index]?.replaceAll('~1', '/').replaceAll('~0', '~');
    if (token === undefined) break;
    if (kind !== undefined) {
      const named: ObjectKind | undefined = grammar.names.get(kind);
      const next: Field | undefined = named === undefined ? grammar[kind].get(token) : { kind: named, shape: 'one' };
      const child: SourceNode | undefined = node.get(token);
      const isOne = next?.shape === 'one' || (next?.shape === 'one or list' && child?.kind === 'map');
      // Everything else in an object is a value: nothing below is an object of the specification.
      if (next === undefined) break;
      field = isOne ? undefined : next;
      kind = isOne ? next.kind : undefined;
    } else {
      kind = field?.kind;
      field = undefined;
      if (kind === undefined) break;
    }
    node = node.kind === 'sequence' ? node.at(Number(token)) : node.get(token);
  }
  return found;
}

/** A file that others reference does not state its kind of object; a few kinds can be recognized. */
function kindOfFragment(root: SourceNode): ObjectKind | undefined {
  if (root.kind !== 'map') return undefined;
  if (root.has('responses')) return 'Operation';
  if ([...methodsOf['3.2']].some((method) => root.get(method)?.has('responses'))) return 'PathItem';
  if (root.has('in') && root.has('name')) return 'Parameter';
  return root.has('properties') || root.has('allOf') ? 'Schema' : undefined;
}
