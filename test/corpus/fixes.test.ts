import assert from 'node:assert/strict';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { fixAll } from '../../server/src/engine/analyze/fixAll.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import { plainNote, urlNote } from '../../server/src/engine/fixes/securityFixes.ts';
import type { Loader } from '../../server/src/engine/openapi/model.ts';
import { reasonPlaceholder } from '../../server/src/engine/openapi/reason.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { scoreOf } from '../../server/src/engine/score/score.ts';
import { severityRanks } from '../../server/src/engine/severity.ts';
import { acceptFix, acceptScopes } from '../../server/src/engine/suppression/accept.ts';
import { nodeAt } from '../../server/src/engine/syntax/nodeAt.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { bestOf, type Fix } from '../../server/src/engine/textEdits/fix.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { createFileReader } from '../../server/src/files.ts';
import { corpus, corpusFiles, options } from '../support/corpus.ts';

/** A fix is tried by parsing and analyzing again: `FIXES=all` tries those of large documents as well. */
const maxLength = process.env['FIXES'] === 'all' ? Number.POSITIVE_INFINITY : 60_000;
/** Echoes of a file are much alike: `ECHOES` says how many are tried. */
const maxEchoes = Number(process.env['ECHOES'] ?? 2);

test(
  'every fix parses, removes its finding, keeps comments, adds none as severe and lowers no score',
  options,
  (context) => {
    let tried = 0;
    let withheld = 0;
    const wrong: string[] = [];
    for (const { path, name, text } of corpusFiles()) {
      if (text.length > maxLength) continue;
      const uri = pathToFileURL(path).href;
      const reader = createFileReader([corpus]);
      const description = describe(parseSource(uri, text), reader);
      if (description === undefined || description.isBroken) continue;
      const before = analyze(description, defaultConfig).findings;
      const score = scoreOf(description, before)?.value ?? 0;
      let echoes = 0;
      for (const finding of before) {
        if (finding.echo && ++echoes > maxEchoes) continue;
        for (const fix of finding.fixes()) {
          const edits = toEdits(fix.patches);
          const where = `${name} ${finding.ruleId} ${finding.pointer}: ${fix.title}`;
          if (edits === undefined) {
            withheld++;
            if (process.env['FIXES'] !== undefined) context.diagnostic(`withheld: ${where}`);
            continue;
          }
          tried++;
          const changed = new Map(
            [...edits].map(([document, list]) => {
              const written = applyEdits(document.text, list);
              const reason = 'Shown on the home page.';
              return [document.uri, fix.asksReason ? written.replace(reasonPlaceholder, reason) : written];
            }),
          );
          const loader: Loader = {
            // By the document's own name: the corpus may be behind a link.
            load: (target) => {
              const result = reader.load(target);
              const fixed = result !== 'pending' && 'document' in result ? changed.get(result.document.uri) : undefined;
              return fixed === undefined ? result : { document: parseSource(target, fixed) };
            },
          };
          const fixed = describe(parseSource(uri, changed.get(uri) ?? text), loader);
          if (fixed === undefined || fixed.isBroken) {
            wrong.push(`${where}: does not parse`);
            continue;
          }
          const after = analyze(fixed, defaultConfig).findings;
          const scored = scoreOf(fixed, after)?.value ?? 100;
          if (scored < score) wrong.push(`${where}: lowers the score from ${score} to ${scored}`);
          if (after.some((other) => isSame(other, finding))) wrong.push(`${where}: is still found`);
          // What a title announces is no surprise.
          const isAnnounced = (other: Finding): boolean =>
            (/^(credentials|sensitive-data)-over-plaintext$/.test(other.ruleId) && fix.title.includes(plainNote)) ||
            (other.ruleId === 'api-key-in-url' && fix.title.includes(urlNote));
          const worse = after.find(
            (other) =>
              !other.echo &&
              !isAnnounced(other) &&
              severityRanks[other.severity] >= severityRanks[severityOf(finding, before)] &&
              !before.some((known) => known.ruleId === other.ruleId && standsAt(known, other.pointer, fix)),
          );
          if (worse !== undefined) wrong.push(`${where}: brings ${worse.ruleId}`);
          for (const [document] of edits) {
            const comments = document.language === 'yaml' ? (document.text.match(/^[ \t]*#.*$/gm) ?? []) : [];
            if (comments.some((comment) => !changed.get(document.uri)?.includes(comment)))
              wrong.push(`${where}: loses a comment`);
          }
        }
      }
    }
    context.diagnostic(`${tried} repairs tried, ${withheld} withheld`);
    assert.deepEqual(wrong, []);
  },
);

test('applying all fixes leaves none, and acceptances accept', options, (context) => {
  let repaired = 0;
  let accepted = 0;
  const wrong: string[] = [];
  for (const { path, name, text } of corpusFiles()) {
    if (text.length > maxLength) continue;
    const uri = pathToFileURL(path).href;
    const loader = createFileReader([corpus]);
    const entry = parseSource(uri, text);
    const description = describe(entry, loader);
    if (description === undefined || description.isBroken) continue;
    const choose = (finding: Finding): Fix | undefined => bestOf(finding.fixes());
    const once = fixAll({ entry, loader, config: defaultConfig, choose });
    const after = once.texts.get(entry.uri);
    if (after !== undefined && once.texts.size === 1) {
      repaired++;
      const twice = fixAll({ entry: parseSource(uri, after), loader, config: defaultConfig, choose });
      if (twice.applied.length > 0) wrong.push(`${name}: ${twice.applied[0]?.ruleId} is repaired twice`);
    }
    let echoes = 0;
    for (const finding of analyze(description, defaultConfig).findings) {
      if (finding.document !== entry || (finding.echo && ++echoes > maxEchoes)) continue;
      for (const scope of acceptScopes) {
        const fix = acceptFix(finding, scope, 'The gateway refuses these requests.');
        const edits = fix && toEdits(fix.patches)?.get(entry);
        if (edits === undefined) continue;
        accepted++;
        const changed = describe(parseSource(uri, applyEdits(text, edits)), loader);
        const left = changed === undefined ? [] : analyze(changed, defaultConfig).findings;
        const isWrong = left.some((other) => isSame(other, finding) || other.ruleId === 'unused-suppression');
        if (changed === undefined || isWrong) wrong.push(`${name} ${finding.ruleId} ${finding.pointer}: ${fix?.title}`);
      }
    }
  }
  context.diagnostic(`${repaired} documents repaired twice, ${accepted} acceptances tried`);
  assert.deepEqual(wrong, []);
});

/** Whether a finding was at a place before, or beside its own among the places that it names; lists may have moved up. */
function standsAt({ document, pointer, related }: Finding, place: string, { patches }: Fix): boolean {
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

function isSame(a: Finding, b: Finding): boolean {
  return a.fingerprint === b.fingerprint && a.echo === b.echo;
}

/** An echo is the sign of a weakness whose finding says how much it weighs. */
function severityOf(finding: Finding, all: readonly Finding[]): Finding['severity'] {
  if (!finding.echo) return finding.severity;
  const cause = all.find(({ ruleId, echo }) => ruleId === finding.ruleId && !echo);
  return cause?.severity ?? rules.find(({ meta }) => meta.id === finding.ruleId)?.meta.severity ?? finding.severity;
}
