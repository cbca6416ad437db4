import type { Report } from './features/diagnostics.ts';
import type { StatusParams } from './protocol.ts';

/** What the language status item shows for a document. */
export function statusOf(uri: string, { checked, counts }: Report): StatusParams {
  if (counts === undefined) return { uri, state: 'not-openapi' };
  if (checked === undefined) return { uri, state: 'checked', ...counts, detail: 'part of an OpenAPI description' };
  const { analysis, description } = checked;
  const [failure] = analysis.failures;
  return {
    uri,
    state: description.isBroken ? 'paused' : 'checked',
    openapi: description.versionText,
    ...counts,
    ...(failure === undefined ? {} : { detail: `The rule "${failure.ruleId}" failed.` }),
  };
}
