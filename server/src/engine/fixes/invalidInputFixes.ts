import { counted } from '../counted.ts';
import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../openapi/model.ts';
import { type Fix, lazyFix, type Patch, type PatchValue } from '../textEdits/fix.ts';
import { errorBody } from './rateLimitFixes.ts';

/** Documents the response to invalid input with the status that the other operations use. */
export function documentInvalidInputFixes(
  description: OpenApiDescription,
  operations: readonly Operation[],
): readonly Fix[] {
  const status = usualStatus(description.operations);
  const where = operations.length === 1 ? '' : ` on ${counted(operations.length, 'operation')}`;
  return [lazyFix(`Document "${status}"${where}`, 'unsafe', () => documentPatches(description, operations, status))];
}

const statuses = ['400', '422'] as const;

const usualStatus = pure('invalidInputFixes.usualStatus', (operations: readonly Operation[]): string => {
  const takingBodies = operations.filter(({ requestSchemas }) => requestSchemas.length > 0);
  const count = (status: string): number =>
    takingBodies.filter(({ responses }) => responses.some((response) => response.status === status)).length;
  return count('422') > count('400') ? '422' : '400';
});

/** As other operations reference it, with the body that errors have; operations may share a list of responses. */
function documentPatches(
  description: OpenApiDescription,
  operations: readonly Operation[],
  status: string,
): readonly Patch[] {
  const reference = sharedResponses(description).get(status);
  const lists = new Set(operations.flatMap(({ node }) => node.get('responses')?.resolved ?? []));
  return [...lists].map((at): Patch => {
    // References are relative to the document that they are written in.
    const isEntry = at.document === description.entry;
    const inPlace: PatchValue = {
      description: 'The input is invalid.',
      ...(isEntry ? errorBody(description) : {}),
    };
    const value: PatchValue = isEntry && reference !== undefined ? { $ref: reference } : inPlace;
    return { op: 'set', at, path: [status], value, after: ['204', '202', '201', '200'] };
  });
}

/** References to the response of a status that several operations share: that of a single one may be about it alone. */
const sharedResponses = pure(
  'invalidInputFixes.sharedResponses',
  ({ operations, entry }: OpenApiDescription): ReadonlyMap<string, string> => {
    const uses = new Map<string, Map<string, number>>(statuses.map((status) => [status, new Map()]));
    for (const { node } of operations) {
      for (const [status, counts] of uses) {
        const reference = node.at('responses', status, '$ref');
        if (reference?.document !== entry || reference.string?.startsWith('#/') !== true) continue;
        counts.set(reference.string, (counts.get(reference.string) ?? 0) + 1);
      }
    }
    return new Map(
      [...uses].flatMap(([status, counts]) => {
        const [most] = [...counts].sort(([, a], [, b]) => b - a);
        return most !== undefined && most[1] > 1 ? [[status, most[0]] as const] : [];
      }),
    );
  },
);
