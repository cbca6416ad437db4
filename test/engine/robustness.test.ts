import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { carryOverFindings } from '../../server/src/engine/analyze/carryOver.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import type { Analysis } from '../../server/src/engine/finding.ts';
import { reasonPlaceholder } from '../../server/src/engine/openapi/reason.ts';
import { defineRule } from '../../server/src/engine/rule/rule.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { severityRanks } from '../../server/src/engine/severity.ts';
import { namedRules } from '../../server/src/engine/suppression/foreignRules.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { analyzeText, describeText } from '../support/openapi.ts';

const bank = readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8');
const loader = { load: () => ({ failure: 'missing-file', message: 'missing' }) as const };

function check(text: string): Analysis | undefined {
  const description = describe(parseSource('file:///a.yaml', text), loader);
  if (description === undefined) return undefined;
  inventoryOf(description);
  return analyze(description, defaultConfig);
}

test('checks every prefix of a document without a failing rule', () => {
  for (let length = 0; length <= bank.length; length += 7)
    assert.deepEqual(check(bank.slice(0, length))?.failures ?? [], []);
});

test('treats hostile values in every place as data', () => {
  const values = [
    'null',
    '[]',
    '{}',
    '1',
    'true',
    '"x"',
    '[null]',
    '[[]]',
    '{ $ref: 1 }',
    '{ $ref: "#/" }',
    '{ $ref: "#" }',
    '{ constructor: 1 }',
    '*a',
  ];
  const lines = bank.split('\n');
  for (const [index, line] of lines.entries()) {
    const key = /^(\s*(?:- )?["'\w/{}-]+:)/.exec(line)?.[1];
    if (key === undefined) continue;
    const value = values[index % values.length]!;
    const text = [...lines.slice(0, index), `${key} ${value}`, ...lines.slice(index + 1)].join('\n');
    assert.deepEqual(check(text)?.failures ?? [], [], `${line} → ${value}`);
  }
});

test('reports a rule that throws, and keeps the findings of the others', () => {
  const bad = defineRule({
    meta: { ...rules[0]!.meta, id: 'bad', messages: { x: 'X.' } },
    visit: {
      // biome-ignore lint/correctness/useYield: it never comes so far.
      *OpenAPI() {
        throw new Error('boom');
      },
    },
  });
  const { findings, failures } = analyze(describeText(bank), defaultConfig, [bad, ...rules]);
  assert.deepEqual(failures, [{ ruleId: 'bad', message: 'boom' }]);
  assert.equal(findings.length, analyzeText(bank).findings.length);
});

const fivePaths = `openapi: 3.1.0\npaths:\n${['a', 'b', 'c', 'd', 'e'].map((name) => `  /${name}: { get: { responses: {} } }\n`).join('')}components: { schemas: { A: { type: object }, B: { type: array } } }\n`;

test('keeps the findings of a rule about other facts when it throws at some', () => {
  const fails: readonly unknown[] = ['/b', '/d', 'array'];
  const check = <Value>(value: Value): Value => {
    if (fails.includes(value)) throw new Error('boom');
    return value;
  };
  const bad = defineRule({
    meta: { ...rules[0]!.meta, id: 'bad', messages: { x: '{name}.' } },
    visit: {
      *OpenAPI({ operations, nodes }) {
        for (const { raw, path } of operations) yield { at: raw, message: 'x', data: { name: check(path) } };
        for (const { node } of nodes.Schema) {
          yield { at: node, message: 'x', data: { name: check(node.get('type')?.string ?? '') } };
        }
      },
    },
  });
  const { findings, failures } = analyze(describeText(fivePaths), defaultConfig, [bad]);
  assert.deepEqual(
    findings.map(({ message }) => message),
    ['/a.', '/c.', '/e.', 'object.'],
  );
  assert.deepEqual(failures, [{ ruleId: 'bad', message: 'boom' }]);
});

test('keeps what a rule reported before it throws', () => {
  const bad = defineRule({
    meta: { ...rules[0]!.meta, id: 'bad', messages: { x: 'X.' } },
    visit: {
      *OpenAPI({ root }) {
        yield { at: root, message: 'x' };
        throw new Error('boom');
      },
    },
  });
  const { findings, failures } = analyze(describeText(fivePaths), defaultConfig, [bad]);
  assert.deepEqual([findings.length, failures], [1, [{ ruleId: 'bad', message: 'boom' }]]);
});

test('keeps a finding and its other fixes when a fix throws, and reports the failure once', () => {
  const bad = defineRule({
    meta: { ...rules[0]!.meta, id: 'bad', messages: { x: 'X.' } },
    visit: {
      *Operation({ raw, node }) {
        yield {
          at: raw,
          message: 'x',
          *fixes() {
            yield { title: 'Add "x"', safety: 'safe', patches: [{ op: 'set', at: node, path: ['x'], value: 1 }] };
            throw new Error('boom');
          },
        };
      },
    },
  });
  const { findings, failures } = analyze(describeText(fivePaths), { ...defaultConfig, echoes: 'information' }, [bad]);
  assert.deepEqual(failures, []);
  for (const finding of findings) assert.ok(finding.fixes().some(({ title }) => title === 'Add "x"'));
  assert.deepEqual([findings.length, failures], [5, [{ ruleId: 'bad', message: 'boom' }]]);
});

test('a half-typed line adds no finding and removes none elsewhere', () => {
  const clean = analyzeText(bank);
  const shown = (analysis: Analysis): string[] =>
    analysis.findings.map(({ ruleId, pointer, echo }) => `${ruleId} ${pointer} ${echo}`).sort();
  const line = bank.indexOf('tags:\n  - name: Sessions');
  for (const typed of ['s', 'sec', 'security', 'security:', 'security: [', '"', '- ', '{']) {
    const description = describeText(`${bank.slice(0, line)}${typed}\n${bank.slice(line)}`);
    const analysis = carryOverFindings(analyze(description, defaultConfig), clean, description);
    assert.deepEqual(shown(analysis), shown(clean), typed);
  }
});

test('each fix parses, removes its finding and adds none that is as severe', () => {
  const before = analyzeText(bank).findings;
  let tried = 0;
  for (const finding of before) {
    for (const fix of finding.fixes()) {
      const edits = toEdits(fix.patches);
      assert.ok(edits, `${finding.ruleId}: ${fix.title}`);
      const written = applyEdits(bank, [...edits.values()][0] ?? []);
      const text = fix.asksReason ? written.replace(reasonPlaceholder, 'The kiosks stand in the branches.') : written;
      const after = analyzeText(text).findings;
      const where = `${finding.ruleId} at ${finding.pointer}: ${fix.title}`;
      if (!finding.echo)
        assert.ok(!after.some(({ fingerprint, echo }) => fingerprint === finding.fingerprint && !echo), where);
      const worse = after.filter(
        (other) =>
          !other.echo &&
          severityRanks[other.severity] >= severityRanks[finding.severity] &&
          !before.some(({ ruleId }) => ruleId === other.ruleId),
      );
      assert.deepEqual(
        worse.map(({ message }) => message),
        [],
        where,
      );
      for (const comment of bank.match(/#.*$/gm) ?? []) assert.ok(text.includes(comment), where);
      tried++;
    }
  }
  assert.ok(tried > 35, `${tried} fixes`);
});

test('messages escape characters that move a cursor or are invisible', () => {
  const { findings } = analyzeText(
    'openapi: 3.1.0\nsecurity: [{ "a\\u202Eb\\u001B[31m": [] }]\npaths:\n  /a:\n    get: {}\n',
  );
  const found = findings.find(({ ruleId }) => ruleId === 'undefined-security-scheme');
  assert.ok(found?.message.includes('a\\u{202e}b\\u{1b}[31m'));
});

test('accepts findings by comments and extensions in the document', () => {
  const text = (accept: string, extension = ''): string =>
    `openapi: 3.1.0\nservers:\n${accept}  - url: http://a.example${extension}\npaths: {}\n`;
  const found = (document: string, config?: Partial<Config>): string[] =>
    analyzeText(document, config).findings.map(({ ruleId }) => ruleId);
  assert.deepEqual(found(text('')), ['plaintext-server']);
  assert.deepEqual(found(text('  # portcullis-ignore plaintext-server -- internal network\n')), []);
  assert.deepEqual(found(text('', ' # portcullis-ignore plaintext-server -- internal network')), []);
  assert.deepEqual(found(text('', '\n    x-portcullis-ignore: { plaintext-server: internal network }')), []);
  assert.deepEqual(found(text('# portcullis-ignore-file plaintext-server -- all of it\n')), []);
  assert.deepEqual(found(text('  # portcullis-ignore missing-security -- another rule\n')), [
    'unused-suppression',
    'plaintext-server',
  ]);
  assert.deepEqual(found(text('', '\n    description: "# portcullis-ignore plaintext-server"')), ['plaintext-server']);
  assert.deepEqual(found(text('', '\n    description: |\n      # portcullis-ignore-file plaintext-server')), [
    'plaintext-server',
  ]);
  const below =
    'openapi: 3.1.0\nservers:\n  - description: a\n    # portcullis-ignore plaintext-server -- VPN\n    url:\n      http://a.example\npaths: {}\n';
  assert.deepEqual(found(below), [], 'the value stands below its key');
  const vacuum = text('', '\n    x-lint-ignore: owasp-security-hosts-https-oas3');
  assert.deepEqual(found(vacuum), ['plaintext-server'], 'what others accept counts where it is configured');
  assert.deepEqual(found(vacuum, { honor: ['x-lint-ignore'] }), []);
});

test('accepting a root cause accepts its echoes', () => {
  const text = (reason: string): string =>
    `openapi: 3.1.0\n${reason}paths:\n  /a:\n    get:\n      responses: { "429": { description: x, headers: { Retry-After: {} } } }\n`;
  const found = (document: string): string[] => analyzeText(document).findings.map(({ ruleId }) => ruleId);
  assert.deepEqual(found(text('')), ['missing-security-scheme', 'unauthenticated-operation']);
  assert.deepEqual(found(text('x-portcullis-ignore: { missing-security-scheme: a mock }\n')), []);
});

test('maps ignore extensions of other linters to rules that exist', () => {
  for (const id of namedRules)
    assert.ok(
      rules.some(({ meta }) => meta.id === id),
      id,
    );
});

test('keeps every range of a truncated text within the text', () => {
  const text = JSON.stringify({ openapi: '3.0.3', paths: { '/a': { get: { tags: ['x'], responses: {} } } } }, null, 1);
  const wrong: string[] = [];
  for (const language of ['yaml', 'json']) {
    for (let length = 1; length < text.length; length++) {
      for (const tail of ['', '{', '[', '"', ':', ',', '\n']) {
        const broken = text.slice(0, length) + tail;
        const { problems } = parseSource(`file:///a.${language}`, broken);
        for (const { code, range, related = [] } of problems) {
          const isInside = [range, ...related.map((place) => place.range)].every(
            ({ start, end }) => start >= 0 && start <= end && end <= broken.length,
          );
          if (!isInside) wrong.push(`${code} ${JSON.stringify(broken.slice(-20))}`);
        }
      }
    }
  }
  assert.deepEqual(wrong, []);
});
