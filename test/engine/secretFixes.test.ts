import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

interface Given {
  /** The properties of the schema that is read. */
  readonly properties: string;
  readonly required?: string;
  /** The schemas that `POST` takes and returns. */
  readonly sent?: string;
  readonly answered?: string;
  readonly version?: string;
  readonly more?: string;
}

const thing = '{ $ref: "#/components/schemas/Thing" }';

function text({ properties, required = '', sent, answered, version = '3.1.0', more = '' }: Given): string {
  const body = sent === undefined ? '' : `requestBody: { content: { application/json: { schema: ${sent} } } }, `;
  const content = answered === undefined ? '' : `, content: { application/json: { schema: ${answered} } }`;
  return `openapi: ${version}
security: [{ bearerAuth: [] }]
paths:
  /things/{id}: { get: { responses: { "200": { description: x, content: { application/json: { schema: ${thing} } } } } } }
  /things: { post: { ${body}responses: { "201": { description: x${content} } } } }
components:
  securitySchemes: { bearerAuth: { type: http, scheme: bearer, bearerFormat: opaque } }
  schemas:
    Id: { type: string, format: uuid }
    Thing: { type: object, ${required}${more}properties: { ${properties}, id: { type: string, format: uuid } } }
`;
}

function fixed(given: Given): { readonly title: string; readonly text: string } | undefined {
  const before = text(given);
  const find = (one: string) =>
    analyze(describeText(one), defaultConfig).findings.filter(({ ruleId }) => ruleId === 'secret-in-response');
  const [finding] = find(before);
  assert.ok(finding);
  const [fix] = finding.fixes();
  if (fix === undefined) return undefined;
  const edits = toEdits(fix.patches);
  assert.ok(edits, fix.title);
  const after = applyEdits(before, [...edits.values()][0]!);
  assert.deepEqual(find(after), [], fix.title);
  return { title: fix.title, text: after };
}

const secret = 'consumerSecret: { type: string }';
const password = 'password: { type: string }';
const mark = 'Mark it "writeOnly"';

test('marks what clients choose, and omits what they never send', () => {
  assert.equal(fixed({ properties: password, sent: thing, answered: thing })?.title, mark);
  assert.equal(fixed({ properties: secret, sent: thing })?.title, mark);
  const required = 'required: [consumerSecret], ';
  assert.equal(fixed({ properties: secret, required, sent: thing, answered: thing })?.title, mark);
  const own = '{ type: object, properties: { consumerSecret: { type: string } } }';
  const omitted = fixed({ properties: secret, required, sent: own, answered: thing });
  assert.equal(omitted?.title, 'Omit "consumerSecret" from responses');
  assert.match(omitted.text, /Thing: \{ type: object, properties: \{ id/);
  assert.equal(fixed({ properties: password })?.title, 'Omit "password" from responses');
});

test('keeps in the answer of a creation what the server makes', () => {
  const title = 'Return "consumerSecret" at creation only, in a schema of its own ("CreatedThingResponse")';
  const split = fixed({ properties: secret, answered: thing });
  assert.equal(split?.title, title);
  assert.match(split.text, /post: .*CreatedThingResponse/);
  assert.match(split.text, /get: .*schemas\/Thing"/);
  assert.equal(
    fixed({ properties: 'consumerSecret: { type: string, readOnly: true }', sent: thing, answered: thing })?.title,
    title,
  );
});

test('offers nothing where the server may have made what clients may send, or a split fits nowhere', () => {
  assert.equal(fixed({ properties: secret, sent: thing, answered: thing }), undefined);
  assert.equal(fixed({ properties: secret }), undefined);
  assert.equal(fixed({ properties: secret, answered: thing, more: 'additionalProperties: false, ' }), undefined);
  assert.equal(fixed({ properties: secret, answered: `{ type: object, properties: { thing: ${thing} } }` }), undefined);
});
