import { counted } from '../counted.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, type Patch, type PatchValue, Placeholder } from '../textEdits/fix.ts';

/** Requires a signature header: the sender of a delivery has no account, and so no credential of a scheme. */
export function signFixes({ version }: OpenApiDescription, operations: readonly Operation[]): readonly Fix[] {
  const type = version === '2.0' ? { type: 'string' } : { schema: { type: 'string' } };
  const header: PatchValue = {
    name: new Placeholder('X-Signature'),
    in: 'header',
    required: true,
    description: 'The HMAC of the request body, with the shared secret of the webhook.',
    ...type,
  };
  const where = operations.length === 1 ? '' : ` at ${counted(operations.length, 'operation')}`;
  const nodes = new Set(operations.map(({ node }) => node));
  return [
    {
      title: `Require a signature header, whose name is a guess${where === '' ? '' : `,${where}`}`,
      safety: 'unsafe',
      patches: [...nodes].map((node) => addParameter(node, header)),
    },
  ];
}

function addParameter(operation: SourceNode, value: PatchValue): Patch {
  const parameters = operation.get('parameters');
  return parameters?.kind === 'sequence'
    ? { op: 'append', at: parameters, value }
    : {
        op: 'set',
        at: operation,
        path: ['parameters'],
        value: [value],
        after: ['operationId', 'description', 'summary'],
      };
}
