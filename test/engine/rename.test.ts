import assert from 'node:assert/strict';
import { test } from 'node:test';
import { navigatorOf } from '../../server/src/engine/navigation/navigator.ts';
import { renameTo, renamingAt } from '../../server/src/engine/navigation/rename.ts';
import { applyEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeTexts } from '../support/openapi.ts';

const api = `openapi: 3.1.0
info: { title: Bank, version: '1' }
tags: [{ name: accounts }]
security:
  - oauth: [accounts:read]
paths:
  /accounts:
    get:
      operationId: listAccounts
      tags: [accounts]
      security: [{ 'oauth': ["accounts:read"] }]
      responses:
        '200':
          description: oauth listAccounts Account
          content:
            application/json: { schema: { $ref: '#/components/schemas/Account' } }
          links:
            again: { operationId: listAccounts }
  /ids:
    $ref: 'cards.json#/ids'
components:
  securitySchemes:
    oauth:
      type: oauth2
      flows:
        clientCredentials: { tokenUrl: 'https://a.example', scopes: { 'accounts:read': Read, other: Other } }
    key: { type: apiKey, in: header, name: X-Key }
  schemas:
    Account: { type: object, properties: { id: { type: string } } }
    Card:
      oneOf: [{ $ref: "#/components/schemas/Account" }]
      discriminator: { propertyName: kind, mapping: { a: Account, b: '#/components/schemas/Account' } }
`;

const cards =
  '{ "ids": { "get": { "tags": ["accounts"], "responses": { "200": { "description": "OK", "content": { "application/json": { "schema": { "$ref": "api.yaml#/components/schemas/Account/properties/id" } } } } } } } }';

function rename(at: string, name: string): readonly string[] | string {
  const description = describeTexts({ 'api.yaml': api, 'cards.json': cards });
  const navigator = navigatorOf(description);
  const { entry } = description;
  const found = navigator.nameAt(entry, api.indexOf(at) + at.length - 1);
  assert.ok(found, at);
  const edits = renameTo(navigator, found, name);
  if ('refusal' in edits) return edits.refusal;
  return [...new Set(description.documents.values())].map((document) =>
    applyEdits(document.text, edits.get(document) ?? []),
  );
}

test('renames a scheme at its definition and in every requirement, in the quotes that stand there', () => {
  const [renamed] = rename('  - oauth', 'login');
  assert.equal(
    renamed,
    api.replace('- oauth:', '- login:').replace("'oauth'", "'login'").replace('    oauth:\n', '    login:\n'),
  );
});

test('renames a component in references of every kind and file, also those that lead into it', () => {
  const [renamed, other] = rename('    Account', 'BankAccount');
  assert.equal(
    renamed,
    api
      .replaceAll('#/components/schemas/Account', '#/components/schemas/BankAccount')
      .replace('    Account:', '    BankAccount:')
      .replace('a: Account', 'a: BankAccount'),
  );
  assert.equal(other, cards.replace('schemas/Account', 'schemas/BankAccount'));
});

test('renames a scope, an operationId and a tag', () => {
  assert.equal(
    rename('- oauth: [accounts', 'accounts.read')[0],
    api
      .replaceAll('[accounts:read]', '[accounts.read]')
      .replace('"accounts:read"', '"accounts.read"')
      .replace("'accounts:read'", "'accounts.read'"),
  );
  assert.equal(rename('operationId: list', 'readAccounts')[0], api.replaceAll('Id: listAccounts', 'Id: readAccounts'));
  const [yaml, json] = rename('{ name: acc', 'Bank accounts');
  assert.equal(
    yaml,
    api.replace('name: accounts', 'name: Bank accounts').replace('tags: [accounts]', 'tags: [Bank accounts]'),
  );
  assert.equal(json, cards.replace('"tags": ["accounts"]', '"tags": ["Bank accounts"]'));
});

test('quotes a name that a YAML reader would take for something else', () => {
  assert.match(String(rename('operationId: list', 'true')[0]), /operationId: ['"]true['"]/);
});

test('refuses a name that is taken, empty or not allowed', () => {
  assert.equal(rename('    Account', 'Card'), '"Card" is already defined.');
  assert.equal(rename('  - oauth', 'key'), '"key" is already defined.');
  assert.equal(rename('- oauth: [accounts', 'other'), '"other" is already defined.');
  assert.equal(rename('    Account', ' '), 'A name cannot be empty.');
  assert.match(String(rename('    Account', 'Bank Account')), /only letters/);
  assert.match(String(rename('- oauth: [accounts', 'a b')), /no spaces/);
});

test('offers the last part of a reference, and nothing where a rename would change the contract', () => {
  const description = describeTexts({ 'api.yaml': api, 'cards.json': cards });
  const navigator = navigatorOf(description);
  const ask = (at: string) => renamingAt(navigator, description.entry, api.indexOf(at) + at.length - 1);
  const reference = ask("$ref: '#/components/schemas/Acc");
  assert.equal(reference?.text, 'Account');
  assert.equal(api.slice(reference?.range.start, reference?.range.end), 'Account');
  for (const at of ['  /acc', 'properties: { i', "'2", 'type: obj', '  ge']) assert.equal(ask(at), undefined, at);
});
