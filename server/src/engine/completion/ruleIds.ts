import { reasonPlaceholder } from '../openapi/reason.ts';
import { roleExtension, roles } from '../openapi/role.ts';
import type { Severity } from '../severity.ts';
import { ignoreExtension } from '../suppression/suppressions.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import { Placeholder } from '../textEdits/fix.ts';
import type { Known, Place } from './complete.ts';
import { type Completion, type Completions, chosen } from './completion.ts';

/** What is shown of a rule. */
export interface RuleInfo {
  readonly id: string;
  readonly title: string;
  readonly severity: Severity;
  readonly owasp: string;
  readonly cwe: readonly number[];
}

type RuleItem = Pick<Completion, 'label' | 'kind' | 'detail' | 'documentation' | 'rank'>;

/** Rules that report something here come first. */
export function ruleItem({ id, title, severity, owasp, cwe }: RuleInfo, reported: ReadonlySet<string>): RuleItem {
  const numbers = cwe.map((number) => `CWE-${number}`);
  return {
    label: id,
    kind: 'rule',
    detail: title,
    documentation: [severity, owasp, ...numbers].join(' · '),
    rank: reported.has(id) ? 0 : 1,
  };
}

function reportedFirst(rules: readonly RuleInfo[], reported: ReadonlySet<string>): readonly RuleInfo[] {
  return [...rules.filter(({ id }) => reported.has(id)), ...rules.filter(({ id }) => !reported.has(id))];
}

const suppression = /#\s*portcullis-ignore(?:-file)?\s+(?:[\w-]+\s*,\s*)*([\w-]*)$/;

const beginning = /#\s*(port[\w-]*)$/;

/** The two ways to begin a comment that suppresses, as docs/reference/suppressions.md has them. */
const keywords: readonly (readonly [string, string])[] = [
  ['portcullis-ignore', 'Accepts findings of a rule on this line, or on the next if it stands alone.'],
  ['portcullis-ignore-file', 'Accepts findings of a rule in this file.'],
];

/** Rule ids in a comment that suppresses, or how such a comment begins; `undefined` anywhere else. */
export function suppressedRules(
  document: SourceDocument,
  offset: number,
  known: Pick<Known, 'rules' | 'reported'>,
): Completions | undefined {
  if (document.language !== 'yaml') return undefined;
  const before = document.slice(Math.max(0, offset - 1000), offset);
  const line = before.slice(before.lastIndexOf('\n') + 1);
  const typed = suppression.exec(line)?.[1];
  const begun = typed === undefined ? beginning.exec(line)?.[1] : undefined;
  if (begun !== undefined) return commentsFrom(begun, offset);
  if (typed === undefined) return undefined;
  const { rules, reported } = known;
  const rest = /^[\w-]*/.exec(document.slice(offset, offset + 100))![0].length;
  const replace = { start: offset - typed.length, end: offset + rest };
  const hasReason = document
    .slice(replace.end, replace.end + 100)
    .trimStart()
    .startsWith('-- ');
  return chosen(
    reportedFirst(rules, reported),
    typed,
    ({ id }) => id,
    (rule): Completion => {
      const text = hasReason ? rule.id : `${rule.id} -- ${reasonPlaceholder}`;
      const reason = { start: text.length - reasonPlaceholder.length, end: text.length };
      return { ...ruleItem(rule, reported), replace, text, placeholders: hasReason ? [] : [reason], filter: rule.id };
    },
  );
}

function commentsFrom(typed: string, offset: number): Completions {
  return chosen(
    keywords,
    typed,
    ([keyword]) => keyword,
    ([keyword, documentation]): Completion => ({
      label: keyword,
      kind: 'setting',
      detail: 'Portcullis',
      documentation,
      replace: { start: offset - typed.length, end: offset },
      text: `${keyword} `,
      placeholders: [],
      filter: keyword,
      rank: 0,
    }),
  );
}

/** Rule ids below `x-portcullis-ignore`; `undefined` anywhere else. */
export function ignoredRules(place: Place, known: Known): Completions | undefined {
  const { cursor, writer, keys } = place;
  const { path, slot, token } = cursor;
  const isList = typeof path.at(-1) === 'number';
  if ((isList ? path.at(-2) : path.at(-1)) !== ignoreExtension) return undefined;
  const { rules, reported } = known;
  const free = reportedFirst(rules, reported).filter(({ id }) => !keys.has(id));
  return chosen(
    free,
    token.text,
    ({ id }) => id,
    (rule): Completion => {
      const written =
        slot === 'key'
          ? writer.entry(rule.id, new Placeholder(reasonPlaceholder))
          : writer.value(isList ? rule.id : { [rule.id]: new Placeholder(reasonPlaceholder) }, rule.id);
      return { ...ruleItem(rule, reported), ...written };
    },
  );
}

/** Roles below `x-portcullis-role`; `undefined` anywhere else. */
export function statedRoles({ cursor, writer }: Place): Completions | undefined {
  const { path, token } = cursor;
  const isList = typeof path.at(-1) === 'number';
  if ((isList ? path.at(-2) : path.at(-1)) !== roleExtension) return undefined;
  return chosen(
    roles,
    token.text,
    String,
    (role): Completion => ({
      label: role,
      kind: 'value',
      detail: 'role of an operation',
      documentation: '',
      rank: 0,
      ...writer.value(role, role),
    }),
  );
}
