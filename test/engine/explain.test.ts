import assert from 'node:assert/strict';
import { test } from 'node:test';
import { explainName } from '../../server/src/engine/navigation/explain.ts';
import { navigatorOf } from '../../server/src/engine/navigation/navigator.ts';
import { describeText } from '../support/openapi.ts';

const api = `openapi: 3.1.0
info: { title: Bank, version: '1' }
servers: [{ url: https://api.bank.example }]
security: [{ oauth: [accounts:read] }]
paths:
  /accounts:
    get:
      operationId: listAccounts
      responses:
        '200': { description: OK, content: { application/json: { schema: { $ref: '#/components/schemas/Account' } } } }
        '429': { description: Too many requests }
    post:
      security: [{ oauth: [accounts:read] }, { gone: [] }]
      responses: { '204': { description: Done } }
components:
  securitySchemes:
    oauth:
      type: oauth2
      description: "Ask [the portal](command:x)\\nfor a client."
      flows: { clientCredentials: { tokenUrl: 'https://a.example', scopes: { 'accounts:read': Read accounts } } }
    key: { type: apiKey, in: header, name: X-Key }
  schemas:
    Account: { type: object, description: One account, properties: { iban: { type: string } } }
`;

function explain(at: string): readonly string[] | undefined {
  const description = describeText(api);
  const navigator = navigatorOf(description);
  const name = navigator.nameAt(description.entry, api.indexOf(at) + at.length - 1);
  assert.ok(name, at);
  const explanation = explainName(name, navigator, description);
  return explanation && [explanation.title, ...explanation.lines];
}

test('explains a scheme, where it is defined and where it is required', () => {
  const expected = [
    'Security scheme oauth',
    'OAuth 2.0, flow clientCredentials.',
    'Ask [the portal](command:x) for a client.',
    'Required by 2 operations, 1 of them writing.',
  ];
  assert.deepEqual(explain('- oa'.replace('- ', '[{ ')), expected);
  assert.deepEqual(explain('  securitySchemes:\n    oa'), expected);
  assert.deepEqual(explain('    ke'), [
    'Security scheme key',
    'API key, sent in the header as "X-Key".',
    'Required by no operation.',
  ]);
  assert.deepEqual(explain('{ go'), ['Security scheme gone', 'It is not defined, so it protects nothing.']);
});

test('explains a scope, an operation and a reference', () => {
  assert.deepEqual(explain('[accounts'), [
    'Scope accounts:read',
    'Read accounts',
    'Required by 2 operations, 1 of them writing.',
  ]);
  assert.deepEqual(explain('  ge'), [
    'GET /accounts',
    'oauth: accounts:read · https · rate limited · returns bank-account.',
    'Evidence of a rate limit: response-429.',
  ]);
  assert.deepEqual(explain("$ref: '#/components/schemas/Acc"), ['Account', 'One account', 'Used at 1 place.']);
});
