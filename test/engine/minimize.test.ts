import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import type { Finding } from '../../server/src/engine/finding.ts';
import { type MinimalDescription, minimize } from '../../server/src/engine/minimize/minimize.ts';
import type { OpenApiDescription } from '../../server/src/engine/openapi/model.ts';
import { describeText, describeTexts } from '../support/openapi.ts';

const bank = readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8');

function minimal(
  finding: Finding,
  description: OpenApiDescription,
  config: Config = defaultConfig,
): MinimalDescription {
  const steps = minimize(finding, description, config);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

function findingOf(description: OpenApiDescription, ruleId: string, pointer = ''): Finding {
  const { findings } = analyze(description, defaultConfig);
  const found = findings.find((one) => one.ruleId === ruleId && one.pointer.endsWith(pointer));
  assert.ok(found, `${ruleId} ${pointer}`);
  return found;
}

/** The texts of the files, described again. */
function shows({ files }: MinimalDescription, ruleId: string): boolean {
  const description = describeTexts(Object.fromEntries(files.map(({ name, text }) => [name, text])));
  return analyze(description, defaultConfig).findings.some((finding) => finding.ruleId === ruleId);
}

test('shows every kind of finding of the bank in a small description without its names', () => {
  const description = describeText(bank);
  const byRule = new Map(analyze(description, defaultConfig).findings.map((finding) => [finding.ruleId, finding]));
  assert.ok(byRule.size > 10);
  for (const [ruleId, finding] of byRule) {
    const result = minimal(finding, description);
    const text = result.files.map((file) => file.text).join('');
    assert.ok(result.message !== undefined && shows(result, ruleId), `${ruleId}\n${text}`);
    assert.ok(text.split('\n').length < 40, `${ruleId}\n${text}`);
    for (const name of ['vulnerable', 'accountId', 'customer', 'counterparty', 'Payee']) {
      if (!result.kept.includes(name.toLowerCase())) assert.doesNotMatch(text, new RegExp(`\\b${name}`, 'i'), ruleId);
    }
  }
});

const acme = `openapi: 3.1.0
info: { title: Acme Rockets, version: 7.3.1, contact: { email: wile@acme.example } }
servers: [{ url: https://api.acme.example }]
security: [{ rocketKey: [] }]
paths:
  /rockets/{rocketId}:
    parameters: [{ name: rocketId, in: path, required: true, schema: { type: string } }]
    get:
      operationId: launchRocket
      description: Coyote asked for this.
      responses:
        '200': { description: OK, content: { application/vnd.acme+json: { schema: { $ref: '#/components/schemas/Rocket' } } } }
components:
  securitySchemes: { rocketKey: { type: apiKey, in: query, name: rocketKey } }
  schemas:
    Rocket:
      type: object
      properties:
        owner: { type: string, example: Wile E. Coyote 4711223344 }
        password: { type: string }
`;

test('keeps only words without which the finding is gone, and names them', () => {
  const description = describeText(acme);
  const { findings } = analyze(description, { ...defaultConfig, profile: 'strict' });
  assert.ok(findings.length > 5);
  for (const finding of findings) {
    const { files, kept, message = '' } = minimal(finding, description, { ...defaultConfig, profile: 'strict' });
    const text = `${files.map((file) => file.text).join('')} ${message}`;
    assert.doesNotMatch(text, /acme|wile|coyote|rockets|4711|223344/i, `${finding.ruleId}\n${text}`);
    for (const word of kept) assert.match(text, new RegExp(word, 'i'));
  }
});

test('masks a secret even where the finding is gone without it', () => {
  const secret = ['glpat', 'Xk3vQ9ZrT2mWc7HsJ8dF'].join('-');
  const text = `openapi: 3.1.0\ninfo: { title: A, version: '1', description: 'Send ${secret} in each request.' }\npaths: {}\n`;
  const description = describeText(text);
  const result = minimal(findingOf(description, 'secret-in-document'), description);
  assert.equal(
    result.files.some((file) => file.text.includes('Q9ZrT2mW')),
    false,
  );
});

test('follows references into other files, whose names it replaces', () => {
  const description = describeTexts({
    'acme.yaml':
      "openapi: 3.1.0\nservers: [{ url: http://a.example }]\npaths: { /a: { get: { responses: { '200': { description: OK, content: { application/json: { schema: { $ref: 'coyote.yaml#/Rocket' } } } } } } } }\n",
    'coyote.yaml': 'Rocket: { type: object, properties: { iban: { type: string } } }\n',
  });
  const result = minimal(findingOf(description, 'sensitive-data-over-plaintext', 'iban'), description);
  assert.ok(shows(result, 'sensitive-data-over-plaintext'));
  assert.deepEqual(
    result.files.map(({ name }) => name),
    ['openapi.yaml', 'part1.yaml'],
  );
  assert.doesNotMatch(result.files.map((file) => file.text).join(''), /coyote|acme|rocket/i);
});
