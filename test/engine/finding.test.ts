import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bySeverity, createOncePerPlace, isCounted } from '../../server/src/engine/finding.ts';
import { analyzeText } from '../support/openapi.ts';

test('sorts findings before echoes and by severity', () => {
  const sorted = [
    { severity: 'error', echo: true },
    { severity: 'hint', echo: false },
    { severity: 'information', echo: false },
    { severity: 'error', echo: false },
    { severity: 'warning', echo: false },
  ] as const;
  assert.deepEqual(
    [...sorted].sort(bySeverity).map(({ severity, echo }) => `${severity}${echo ? ' echo' : ''}`),
    ['error', 'warning', 'information', 'hint', 'error echo'],
  );
});

test('echoes and hints are not counted', () => {
  assert.ok(isCounted({ severity: 'information', echo: false }));
  assert.ok(!isCounted({ severity: 'hint', echo: false }));
  assert.ok(!isCounted({ severity: 'error', echo: true }));
});

test('counts a place for the first description that reaches it', () => {
  const once = createOncePerPlace<{ ruleId: string; at: number }>(({ at }) => String(at));
  const shared = { ruleId: 'a', at: 1 };
  assert.equal(once([shared, { ...shared }, { ruleId: 'b', at: 1 }]).length, 3);
  assert.deepEqual(once([shared, { ruleId: 'a', at: 2 }]), [{ ruleId: 'a', at: 2 }]);
});

/** Five operations without a limit beside one that has one. */
const unlimited = `openapi: 3.1.0
servers: [{ url: https://bank.example }]
security: [{ key: [] }]
paths:
${[1, 2, 3, 4, 5].map((number) => `  /transfers${number}:\n    post: { responses: { "201": { description: Made } } }\n`).join('')}components:
  securitySchemes:
    key: { type: http, scheme: bearer }
`;

test('an echo names its root cause as the first related place', () => {
  const { findings } = analyzeText(unlimited);
  const echoes = findings.filter(({ echo, ruleId }) => echo && ruleId === 'missing-rate-limit');
  const cause = findings.find(({ echo, ruleId }) => !echo && ruleId === 'missing-rate-limit');
  assert.ok(cause && echoes.length > 0);
  for (const { related, severity } of echoes) {
    assert.equal(severity, 'hint');
    assert.deepEqual(related[0], {
      document: cause.document,
      range: cause.range,
      message: `Root cause: ${cause.message}`,
    });
  }
});

test('an echo of another rule names the finding of that rule', () => {
  const { findings } = analyzeText('openapi: 3.1.0\npaths:\n  /transfers:\n    post: { responses: {} }\n');
  const echo = findings.find((one) => one.echo && one.ruleId === 'unauthenticated-operation');
  const cause = findings.find(({ ruleId }) => ruleId === 'missing-security-scheme');
  assert.equal(echo?.related[0]?.message, `Root cause: ${cause?.message}`);
});

test('counts a place that several ways lead to once', () => {
  const label = (name: string): string =>
    `      ${name}: { type: object, properties: { label: { type: string, pattern: "[a-z]{3,9}" } } }\n`;
  const names = ['A', 'B', 'C', 'D'];
  const bodies = names.map((name) => `{ $ref: "#/components/schemas/${name}" }`).join(', ');
  const { findings } = analyzeText(
    `openapi: 3.1.0
paths:
  /a:
    post:
      requestBody: { content: { application/json: { schema: { allOf: [${bodies}] } } } }
      responses: {}
  /b:
    put:
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/B/properties/label" } } } }
      responses: {}
components:
  schemas:
${names.map(label).join('')}`,
  );
  const [found] = findings.filter(({ ruleId, echo }) => ruleId === 'unanchored-pattern' && !echo);
  assert.match(found?.message ?? '', /and 3 more patterns/);
  assert.equal(found?.related.length, 3);
});
