import assert from 'node:assert/strict';
import { test } from 'node:test';
import { stringify } from 'yaml';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import type { Rule } from '../../server/src/engine/rule/rule.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { nodeAt } from '../../server/src/engine/syntax/nodeAt.ts';
import { createRandom, type Random } from '../support/edits.ts';
import { describeText } from '../support/openapi.ts';
import { type JsonObject, type Mutator, type Path, type Planting, toApi } from './api.ts';
import { cleanDocuments } from './cleanDocuments.ts';
import { assessment } from './mutators/assessment.ts';
import { authentication } from './mutators/authentication.ts';
import { design } from './mutators/design.ts';
import { monitoring } from './mutators/monitoring.ts';
import { rateLimiting } from './mutators/rate-limiting.ts';
import { transport } from './mutators/transport.ts';

/** `MUTATIONS` and `SEED` in the environment make it a longer run, or another one. */
const count = Number(process.env['MUTATIONS'] ?? 12);
const seed = Number(process.env['SEED'] ?? 1);

/** `RULE` names the one rule whose weakness is planted. */
const only = process.env['RULE'];
const named = only === undefined ? rules : rules.filter(({ meta }) => meta.id === only);
if (named.length === 0) throw new Error(`There is no rule "${only}".`);

/** What judges the configuration finds nothing in a description. */
const chosen = named.filter(({ visit }) => visit.Attestation === undefined);

const mutators: Readonly<Record<string, Mutator>> = {
  ...authentication,
  ...design,
  ...transport,
  ...monitoring,
  ...rateLimiting,
  ...assessment,
};

const strict: Config = { ...defaultConfig, profile: 'strict' };

test('every rule has a mutator and every mutator a rule', () => {
  const ids = rules.map(({ meta }) => meta.id);
  for (const { meta } of chosen) {
    assert.ok(
      Object.hasOwn(mutators, meta.id),
      `Plant the weakness: add "${meta.id}" to test/mutation/mutators/${meta.pillar}.ts, from its page alone.`,
    );
  }
  assert.deepEqual(
    Object.keys(mutators).filter((id) => !ids.includes(id)),
    [],
  );
});

test('the clean documents have no findings', () => {
  for (const { name, root } of cleanDocuments) {
    const { findings, failures } = analyze(describeText(stringify(root)), defaultConfig);
    assert.deepEqual([name, findings.map(({ ruleId, pointer }) => `${ruleId} ${pointer}`), failures], [name, [], []]);
  }
});

test('finds planted weaknesses', (context) => {
  let planted = 0;
  let found = 0;
  const poor: string[] = [];
  for (const rule of chosen) {
    const mutator = mutators[rule.meta.id];
    if (mutator === undefined) continue;
    const { misses } = plantAll(rule, mutator);
    planted += count;
    found += count - misses.length;
    const recall = (count - misses.length) / count;
    context.diagnostic(`${rule.meta.id}: ${percent(recall)}`);
    for (const miss of misses.slice(0, 5)) context.diagnostic(`  ${miss}`);
    if (recall < 0.9) poor.push(rule.meta.id);
  }
  context.diagnostic(`${found} of ${planted} plantings, ${percent(found / planted)}`);
  assert.deepEqual(poor, [], 'rules that find less than 90 % of what is planted');
  assert.ok(found >= 0.98 * planted, 'at least 98 % of all that is planted is found');
});

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

/** Plants one weakness `count` times, in turn in each document that it suits. */
function plantAll(rule: Rule, mutator: Mutator): { readonly misses: readonly string[] } {
  const { id } = rule.meta;
  // Each rule has its own numbers: a new mutator changes nothing for the others.
  const random = createRandom(
    [...id].reduce((hash, letter) => Math.imul(hash, 31) + letter.charCodeAt(0), seed * 7919),
  );
  const misses: string[] = [];
  for (let attempt = 0, done = 0; done < count; attempt++) {
    assert.ok(
      attempt < 60 * count,
      `The mutator of "${id}" plants nothing: write it, or let it plant in more documents.`,
    );
    const { name, root } = cleanDocuments[attempt % cleanDocuments.length]!;
    // Where the rule finds something already, the document is not clean for it.
    if (clean(name, root, rule).length > 0) continue;
    const copy = structuredClone(root);
    const planting = mutator(toApi(copy), random);
    if (planting === undefined) continue;
    done++;
    const text = write(copy, random, done % 2 === 0);
    const findings = findingsOf(text, rule);
    if (isFound(planting, findings)) continue;
    const seen = findings.map(({ pointer, echo }) => `${pointer}${echo ? ' (echo)' : ''}`).join(', ');
    misses.push(`${name}: ${planting.map(toPointer).join(' or ')} not in: ${seen}`);
  }
  return { misses };
}

/** JSON and YAML in several layouts. */
function write(root: JsonObject, random: Random, isJson: boolean): string {
  if (isJson) return JSON.stringify(root, undefined, random.pick([0, 2, 4]));
  return stringify(root, {
    lineWidth: random.pick([0, 80]),
    indent: random.pick([2, 4]),
    indentSeq: random.next() < 0.5,
    defaultStringType: random.pick(['PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE']),
    aliasDuplicateObjects: false,
  });
}

function findingsOf(text: string, rule: Rule): readonly Finding[] {
  // What is accepted is judged by what the others find.
  const needed = rule.visit.Suppression === undefined ? [rule] : rules;
  const { findings, failures, pausedRules } = analyze(describeText(text), strict, needed);
  assert.deepEqual([failures, pausedRules], [[], []]);
  return findings.filter(({ ruleId }) => ruleId === rule.meta.id);
}

const cleanFindings = new Map<string, readonly Finding[]>();

/** What the rule says without the planting. */
function clean(name: string, root: JsonObject, rule: Rule): readonly Finding[] {
  const key = `${name}\n${rule.meta.id}`;
  const findings = cleanFindings.get(key) ?? findingsOf(stringify(root), rule);
  cleanFindings.set(key, findings);
  return findings;
}

/**
 * Whether a finding stands at the planting, or names it beside its own place: all findings are new, as the document was
 * clean. An echo counts as what it is: the sign of a cause that is reported elsewhere.
 */
function isFound(planting: Planting, findings: readonly Finding[]): boolean {
  if (!findings.some(({ echo }) => !echo)) return false;
  const pointers = findings.flatMap(({ pointer, related }) => [
    pointer,
    ...related.map(({ document, range }) => nodeAt(document, range.start)?.node.pointer ?? ''),
  ]);
  return planting
    .map(toPointer)
    .some((place) => pointers.some((pointer) => pointer === place || pointer.startsWith(`${place}/`)));
}

function toPointer(path: Path): string {
  return path.map((step) => `/${step.replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
