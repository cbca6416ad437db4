import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import { type Finding, isCounted } from '../../server/src/engine/finding.ts';
import { csrfNote, plainNote, refusalNote, scopeNote, urlNote } from '../../server/src/engine/fixes/securityFixes.ts';
import type { Loader } from '../../server/src/engine/openapi/model.ts';
import { reasonPlaceholder } from '../../server/src/engine/openapi/reason.ts';
import { maxRelated } from '../../server/src/engine/rule/group.ts';
import { scoreOf } from '../../server/src/engine/score/score.ts';
import { nodeAt } from '../../server/src/engine/syntax/nodeAt.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import type { SourceDocument } from '../../server/src/engine/syntax/sourceDocument.ts';
import type { Fix } from '../../server/src/engine/textEdits/fix.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';

/** A description whose fixes are tried. */
export interface Subject {
  readonly entry: SourceDocument;
  readonly loader: Loader;
  readonly findings: readonly Finding[];
  readonly score: number;
}

/** `undefined` for what is no description, or a broken one. */
export function subjectOf(entry: SourceDocument, loader: Loader): Subject | undefined {
  const description = describe(entry, loader);
  if (description === undefined || description.isBroken) return undefined;
  const { findings } = analyze(description, defaultConfig);
  return { entry, loader, findings, score: scoreOf(description, findings)?.value ?? 0 };
}

export interface Trial {
  /** What is wrong with the fix. */
  readonly problems: readonly string[];
  /** The changed documents by URI. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Applies a fix, and parses and analyzes the result; `undefined` where the fix is withheld. */
export function tryFix({ entry, loader, findings, score }: Subject, finding: Finding, fix: Fix): Trial | undefined {
  const edits = toEdits(fix.patches);
  if (edits === undefined) return undefined;
  const texts = new Map(
    [...edits].map(([document, list]) => {
      const written = applyEdits(document.text, list);
      const reason = 'Shown on the home page.';
      return [document.uri, fix.asksReason ? written.replace(reasonPlaceholder, reason) : written];
    }),
  );
  const parse = (document: SourceDocument): SourceDocument => {
    const text = texts.get(document.uri);
    return text === undefined ? document : parseSource(document.uri, text, { language: document.language });
  };
  const changed: Loader = {
    load: (target) => {
      const result = loader.load(target);
      return result === 'pending' || !('document' in result) ? result : { document: parse(result.document) };
    },
  };
  const fixed = describe(parse(entry), changed);
  if (fixed === undefined || fixed.isBroken) return { problems: ['does not parse'], texts };
  const problems: string[] = [];
  const after = analyze(fixed, defaultConfig).findings;
  const scored = scoreOf(fixed, after)?.value ?? 100;
  if (scored < score) problems.push(`lowers the score from ${score} to ${scored}`);
  if (after.some((other) => isSame(other, finding))) problems.push('is still found');
  const isKnown = (other: Finding): boolean =>
    findings.some((known) => known.ruleId === other.ruleId && standsAt(known, other.pointer, fix));
  const isNew = (other: Finding): boolean =>
    isCounted(other) && !isAnnounced(other, fix) && !isKnown(other) && !isUncovered(other, finding);
  const brought = after.find(isNew);
  if (brought !== undefined) problems.push(`brings ${brought.ruleId} at ${brought.pointer}`);
  for (const [document] of edits) {
    const comments = document.language === 'yaml' ? (document.text.match(/^[ \t]*#.*$/gm) ?? []) : [];
    if (comments.some((comment) => !texts.get(document.uri)?.includes(comment))) problems.push('loses a comment');
  }
  return { problems, texts };
}

/** What a title announces is no surprise. */
function isAnnounced({ ruleId }: Finding, { title }: Fix): boolean {
  return (
    (/^(credentials|sensitive-data)-over-plaintext$/.test(ruleId) && title.includes(plainNote)) ||
    (ruleId === 'api-key-in-url' && title.includes(urlNote)) ||
    (ruleId === 'cookie-without-csrf-token' && title.includes(csrfNote)) ||
    (ruleId === 'missing-scope' && title.includes(scopeNote)) ||
    (ruleId === 'missing-401-response' && title.includes(refusalNote))
  );
}

/**
 * An API without authentication hides that some of its operations need more of it, or scopes. A weak credential beside
 * another one is the widest; without it, the other one is.
 */
function isUncovered(other: Finding, { ruleId }: Finding): boolean {
  if (ruleId === 'weak-alternative') return other.ruleId === 'overbroad-credential';
  return (
    /^missing-security(-scheme)?$/.test(ruleId) &&
    /^(shared-admin-access|overbroad-credential|unscoped-object-access)$/.test(other.ruleId)
  );
}

export function isSame(a: Finding, b: Finding): boolean {
  return a.fingerprint === b.fingerprint && a.echo === b.echo;
}

/** Whether a finding was at a place before, or beside its own among the places that it names; lists may have moved up. */
function standsAt({ document, pointer, related, operations }: Finding, place: string, { patches }: Fix): boolean {
  // The list of its places is cut.
  if (related.length === maxRelated && operations > maxRelated + 1) return true;
  const places = [pointer, ...related.map(({ range }) => nodeAt(document, range.start)?.node.pointer ?? '')];
  const renamed = places.flatMap((known) =>
    patches.flatMap((patch) =>
      patch.op === 'rename' && known.startsWith(`${patch.at.pointer}/`)
        ? `${patch.at.parent?.pointer}/${patch.key}${known.slice(patch.at.pointer.length)}`
        : [],
    ),
  );
  return [...places, ...renamed].some((known) => withoutIndexes(known) === withoutIndexes(place));
}

function withoutIndexes(pointer: string): string {
  return pointer.replaceAll(/\/\d+(?=\/|$)/g, '/#');
}
