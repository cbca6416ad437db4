import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { Loader, OpenApiDescription } from './model.ts';

/** The description that starts in `entry`; `undefined` if `entry` is no OpenAPI document. */
export function describe(_entry: SourceDocument, _loader: Loader): OpenApiDescription | undefined {
  return undefined;
}
