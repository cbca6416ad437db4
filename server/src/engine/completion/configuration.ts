import { aboutSettings } from '../config/about.ts';
import { attestable, confidences, echoSeverities, gateways, pillars, profiles, severities } from '../config/config.ts';
import { acceptanceKeys, attestationKeys, settings } from '../config/parseConfig.ts';
import { reasonPlaceholder } from '../openapi/reason.ts';
import { roles } from '../openapi/role.ts';
import { sensitiveClasses } from '../sensitive/classify.ts';
import { foreignExtensions } from '../suppression/foreignRules.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import { type PatchValue, Placeholder } from '../textEdits/fix.ts';
import { placeOf } from './complete.ts';
import { type Completion, type Completions, chosen, nothing } from './completion.ts';
import { cursorAt } from './cursor.ts';
import { type RuleInfo, ruleItem } from './ruleIds.ts';

type Item = Pick<Completion, 'label' | 'kind' | 'detail' | 'documentation' | 'rank'>;

const attestation = {
  reason: new Placeholder(reasonPlaceholder),
  owner: new Placeholder('team'),
  until: new Placeholder('2027-03-31'),
};
const acceptance = { rule: new Placeholder('rule-id'), at: new Placeholder('openapi.yaml#/paths'), ...attestation };

/** What is written with the key of a setting. */
const written: Readonly<Record<(typeof settings)[number], PatchValue>> = {
  profile: new Placeholder('recommended'),
  rules: { 'missing-rate-limit': new Placeholder('warning') },
  pillars: { monitoring: 'off' },
  structure: true,
  echoes: new Placeholder('hint'),
  confidence: new Placeholder('medium'),
  gateway: new Placeholder('kong'),
  ignore: [new Placeholder('legacy/**')],
  roles: { 'POST /session': new Placeholder('login') },
  honor: [new Placeholder('x-lint-ignore')],
  sensitive: { remove: [new Placeholder('nickname')] },
  accept: [acceptance],
  attest: { 'encryption-at-rest': attestation },
  $schema: new Placeholder(''),
};

/** Completes `portcullis.yaml`. */
export function completeConfig(document: SourceDocument, offset: number, rules: readonly RuleInfo[]): Completions {
  const cursor = cursorAt(document, offset);
  if (cursor === undefined) return nothing;
  const place = placeOf(document, cursor);
  const { writer, keys } = place;
  const { path, slot, token, isFlow } = cursor;
  const list = (items: readonly Item[], write: (label: string) => ReturnType<typeof writer.value>): Completions =>
    chosen(
      items,
      token.text,
      ({ label }) => label,
      (item): Completion => ({ ...item, ...write(item.label) }),
    );
  const values = (names: readonly string[]): Completions =>
    list(names.map(valueItem), (label) => writer.value(label, label));
  const [first, second, third] = path;

  if (slot === 'key') {
    const entries = (items: readonly Item[], value: (label: string) => PatchValue): Completions =>
      list(
        items.filter(({ label }) => !keys.has(label)),
        (label) => writer.entry(label, value(label)),
      );
    if (path.length === 0) return entries(settings.map(settingItem), (label) => written[label as keyof typeof written]);
    if (path.length === 1) {
      if (first === 'rules')
        return entries(
          rules.map((rule) => ruleItem(rule, new Set())),
          () => new Placeholder('warning'),
        );
      if (first === 'pillars') return entries(pillars.map(valueItem), () => 'off');
      if (first === 'attest') return entries(attestable.map(valueItem), () => attestation);
      if (first === 'sensitive') return entries(['add', 'remove'].map(valueItem), () => []);
      // A line below the key is still empty.
      if (first === 'honor' && !isFlow)
        return list(foreignExtensions.map(valueItem), (label) => writer.item(label, label));
    }
    if (path.length === 2 && first === 'sensitive' && second === 'add')
      return entries(sensitiveClasses.map(valueItem), () => [new Placeholder('name')]);
    if (path.length === 2 && (first === 'accept' || first === 'attest'))
      return entries(
        (first === 'accept' ? acceptanceKeys : attestationKeys).map(valueItem),
        (label) => acceptance[label as keyof typeof acceptance],
      );
    if (path.length === 2 && first === 'rules') {
      const values = { severity: new Placeholder('warning'), reason: new Placeholder(reasonPlaceholder) };
      return entries(Object.keys(values).map(valueItem), (label) => values[label as keyof typeof values]);
    }
    return nothing;
  }
  if (path.length === 1) {
    if (first === 'profile') return values(profiles);
    if (first === 'echoes') return values(echoSeverities);
    if (first === 'confidence') return values(confidences);
    if (first === 'gateway') return values(gateways);
    if (first === 'structure')
      return list(['true', 'false'].map(valueItem), (label) => writer.value(label === 'true', label));
  }
  if (first === 'accept' && third === 'rule')
    return list(
      rules.map((rule) => ruleItem(rule, new Set())),
      (label) => writer.value(label, label),
    );
  if (first === 'rules' && (path.length === 2 || third === 'severity')) return values(severities);
  if (first === 'pillars' && path.length === 2) return values(['off']);
  if (first === 'honor' && path.length === 2) return values(foreignExtensions);
  if (first === 'roles' && path.length >= 2) return values(roles);
  return nothing;
}

function valueItem(label: string): Item {
  return { label, kind: 'value', detail: '', documentation: '', rank: 0 };
}

function settingItem(label: (typeof settings)[number]): Item {
  return { label, kind: 'setting', detail: '', documentation: aboutSettings[label], rank: 0 };
}
