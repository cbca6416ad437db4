import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import { acceptFix } from '../../server/src/engine/suppression/accept.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

/** What is reported at several places together can be accepted at each of them. */

/** Six open operations beside a guarded one; `lines` are put behind the line with the path of that number. */
function openOperations(lines: Readonly<Record<number, string>> = {}): string {
  const open = [1, 2, 3, 4, 5, 6].map(
    (number) => `  /p${number}:\n    get: ${lines[number] ?? '{ responses: { default: { description: Any } } }'}\n`,
  );
  return `openapi: 3.1.0
paths:
  /guarded:
    get: { security: [{ key: [] }], responses: { default: { description: Any } } }
${open.join('')}components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
`;
}

const accepting = '{ x-portcullis-ignore: { unauthenticated-operation: Meant }, responses: {} }';

function findings(text: string, ruleId: string, config: Config = defaultConfig): Finding[] {
  const all = analyze(describeText(text), config).findings;
  assert.deepEqual(
    all.filter((finding) => finding.ruleId === 'unused-suppression').map(({ message }) => message),
    [],
  );
  return all.filter((finding) => finding.ruleId === ruleId);
}

const causes = (all: readonly Finding[]): string[] => all.filter(({ echo }) => !echo).map(({ message }) => message);
const places = (all: readonly Finding[]): string[] => all.map(({ pointer }) => pointer).sort();

const rule = 'unauthenticated-operation';

test('a comment at the first of several places accepts only that place', () => {
  const text = openOperations().replace(
    '  /p1:\n    get:',
    `  /p1:\n    # portcullis-ignore ${rule} -- Meant\n    get:`,
  );
  const found = findings(text, rule);
  assert.match(causes(found).join(), /^"GET \/p2" and 4 more operations /);
  assert.deepEqual(
    places(found),
    [2, 3, 4, 5, 6].map((number) => `/paths/~1p${number}/get`),
  );
  const [cause] = found;
  assert.equal(cause?.operations, 5);
  assert.deepEqual(
    cause?.related.map(({ message }) => message),
    ['GET /p3', 'GET /p4', 'GET /p5', 'GET /p6'],
  );
});

test('an extension at another place accepts only that place', () => {
  const found = findings(openOperations({ 3: accepting }), rule);
  assert.match(causes(found).join(), /^"GET \/p1" and 4 more operations /);
  assert.ok(!places(found).includes('/paths/~1p3/get'));
});

test('reports a few remaining places one by one', () => {
  const found = findings(openOperations({ 1: accepting, 3: accepting, 5: accepting }), rule);
  assert.deepEqual(
    found.map(({ pointer, echo }) => [pointer, echo]),
    [2, 4, 6].map((number) => [`/paths/~1p${number}/get`, false]),
  );
});

test('reports nothing when every place is accepted', () => {
  const all = Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [number, accepting]));
  assert.deepEqual(places(findings(openOperations(all), rule)), []);
  assert.deepEqual(places(findings(`x-portcullis-ignore: { ${rule}: Meant }\n${openOperations()}`, rule)), []);
  assert.deepEqual(places(findings(`# portcullis-ignore-file ${rule} -- Meant\n${openOperations()}`, rule)), []);
});

test('a finding about a whole description counts the remaining operations', () => {
  const operation = '{ security: [{ key: [] }], responses: { 200: { description: Any } } }';
  const text = openOperations(Object.fromEntries([1, 2, 3, 4, 5, 6].map((number) => [number, operation])));
  const accepted = text.replace('/p1:\n', '/p1:\n    x-portcullis-ignore: { missing-401-response: Meant }\n');
  assert.match(causes(findings(text, 'missing-401-response')).join(), / 6 operations /);
  assert.match(causes(findings(accepted, 'missing-401-response')).join(), / 5 operations /);
});

test('accepts the parts of one schema separately', () => {
  const names = ['aEmail', 'bEmail', 'cEmail', 'dEmail', 'eEmail'];
  const text = (first: string): string =>
    `openapi: 3.1.0
paths:
  /p:
    post: { requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/P" } } } }, responses: {} }
components:
  schemas:
    P:
      properties:
${names.map((name) => `        ${name}: { type: string${name === 'aEmail' ? first : ''} }\n`).join('')}`;
  assert.match(causes(findings(text(''), 'unbounded-string')).join(), /^"aEmail" and 4 more/);
  const accepted = text(', x-portcullis-ignore: { unbounded-string: Meant }');
  assert.match(causes(findings(accepted, 'unbounded-string')).join(), /^"bEmail" and 3 more/);
});

test('accepting the first place in the editor keeps the others', () => {
  const text = openOperations();
  const description = describeText(text);
  const [first] = analyze(description, defaultConfig).findings.filter(({ ruleId }) => ruleId === rule);
  for (const scope of ['here', 'operation'] as const) {
    const fix = first && acceptFix(first, scope, 'Meant');
    const edits = fix && toEdits(fix.patches)?.get(description.entry);
    assert.ok(edits !== undefined, scope);
    const found = findings(applyEdits(text, edits), rule);
    assert.match(causes(found).join(), /^"GET \/p2" and 4 more operations /, scope);
  }
});
