import type { Finding } from '../engine/finding.ts';
import type { DocumentEdits } from '../engine/repair/fix.ts';
import { toEdits } from '../engine/repair/patch.ts';
import { nodeAt } from '../engine/syntax/nodeAt.ts';
import type { SourceNode } from '../engine/syntax/sourceNode.ts';

const reason = 'state why';

/** Accepts a finding where it stands: a comment above its line in YAML, an extension on its object in JSON. */
export function ignoreEdit(finding: Finding): DocumentEdits | undefined {
  const { document, range, ruleId } = finding;
  const { text } = document;
  if (document.language === 'json') return ignoreByExtension(finding);
  const lineStart = text.lastIndexOf('\n', range.start - 1) + 1;
  const line = /^[^\r\n]*/.exec(text.slice(lineStart))![0];
  // Within a block scalar or behind a brace a line above may mean something else.
  const found = nodeAt(document, lineStart + line.search(/\S|$/));
  if (found === undefined || (!found.isKey && found.node.kind === 'scalar' && found.node.start < lineStart))
    return undefined;
  const indent = /^[ \t]*/.exec(line)![0];
  const eol = text.includes('\r\n') ? '\r\n' : '\n';
  const comment = `${indent}# portcullis-ignore ${ruleId} -- ${reason}`;
  const start = comment.length - reason.length;
  return new Map([
    [
      document,
      [{ start: lineStart, end: lineStart, text: comment + eol, placeholders: [{ start, end: comment.length }] }],
    ],
  ]);
}

function ignoreByExtension({ document, range, ruleId }: Finding): DocumentEdits | undefined {
  let node: SourceNode | undefined = nodeAt(document, range.start)?.node;
  // At a key the object is its value, if that can hold an extension.
  while (node !== undefined && (node.kind !== 'map' || !takesExtensions(node))) node = node.parent;
  return node === undefined
    ? undefined
    : toEdits([{ op: 'set', at: node, path: ['x-portcullis-ignore', ruleId], value: reason }]);
}

/** Maps of names (`paths`, `responses`, `properties`, …) would take an extension for one more name. */
function takesExtensions(node: SourceNode): boolean {
  if (node.parent === undefined) return true;
  const names = [
    'paths',
    'responses',
    'properties',
    'securitySchemes',
    'schemas',
    'parameters',
    'headers',
    'content',
    'definitions',
    'variables',
    'callbacks',
    'scopes',
  ];
  return !names.includes(String(node.key)) && node.parent.kind !== 'sequence';
}
