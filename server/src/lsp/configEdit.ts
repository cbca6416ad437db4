import { stringify } from 'yaml';
import { type Config, defaultConfig } from '../engine/config/config.ts';
import { reasonPlaceholder } from '../engine/openapi/reason.ts';
import type { Severity } from '../engine/severity.ts';
import type { SourceDocument } from '../engine/syntax/sourceDocument.ts';
import { type DocumentEdits, type PatchValue, Placeholder } from '../engine/textEdits/fix.ts';
import { toEdits } from '../engine/textEdits/patch.ts';

/** A change of `portcullis.yaml`, or a new one. */
export type ConfigEdit = { readonly edits: DocumentEdits } | { readonly uri: string; readonly text: string };

export interface RuleChange {
  readonly ruleId: string;
  readonly severity: Severity | 'off';
  /** Written next to the severity; if it is empty, a placeholder. */
  readonly reason?: string;
}

/** Sets a rule's severity in an existing configuration; `undefined` if that cannot be written soundly. */
export function changeConfig(
  document: SourceDocument,
  { ruleId, severity, reason }: RuleChange,
): ConfigEdit | undefined {
  const value: PatchValue =
    reason === undefined ? severity : { severity, reason: reason === '' ? new Placeholder(reasonPlaceholder) : reason };
  const { root, text } = document;
  if (root !== undefined) {
    const edits = toEdits([{ op: 'set', at: root, path: ['rules', ruleId], value }]);
    return edits && { edits };
  }
  // Only comments: the settings are added after them.
  if (document.isBroken) return undefined;
  const start = text.length;
  const lead = text === '' || text.endsWith('\n') ? '' : '\n';
  const added = lead + stringify({ rules: { [ruleId]: plain(value) } });
  return { edits: new Map([[document, [{ start, end: start, text: added, placeholders: [] }]]]) };
}

/** A new configuration. It replaces the editor's settings, so it includes them. */
export function createConfig(uri: string, settings: Config, { ruleId, severity, reason }: RuleChange): ConfigEdit {
  const changed = Object.entries(settings).filter(
    ([key, value]) => JSON.stringify(value) !== JSON.stringify(defaultConfig[key as keyof Config]),
  );
  const rule = reason === undefined ? severity : { severity, reason: reason === '' ? reasonPlaceholder : reason };
  return { uri, text: stringify({ ...Object.fromEntries(changed), rules: { ...settings.rules, [ruleId]: rule } }) };
}

function plain(value: PatchValue): unknown {
  return JSON.parse(JSON.stringify(value, (_key, part: unknown) => (part instanceof Placeholder ? part.text : part)));
}
