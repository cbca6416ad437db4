import assert from 'node:assert/strict';
import { test } from 'node:test';
import { DescriptionCache, describe } from '../../server/src/engine/description/describe.ts';
import { isReturned, isSent } from '../../server/src/engine/schemas/schemaUsage.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';

const text = `openapi: 3.1.0
security: [{ key: [] }]
paths:
  /users:
    post:
      security: []
      requestBody: { content: { application/json: { schema: { $ref: "#/components/schemas/NewUser" } } } }
      responses:
        "201": { description: ok, content: { application/json: { schema: { $ref: "#/components/schemas/User" } } } }
    get:
      parameters: [{ in: query, name: q, schema: { type: string } }]
      responses: {}
components:
  securitySchemes: { key: { type: apiKey, in: header, name: X-Key } }
  schemas:
    NewUser:
      properties:
        name: { type: string }
        id: { type: string, readOnly: true }
        audit: { $ref: "#/components/schemas/Audit", readOnly: true }
    User:
      allOf:
        - $ref: "#/components/schemas/NewUser"
        - properties: { secret: { type: string, writeOnly: true } }
    Audit: { properties: { by: { type: string } } }
    Unused: { properties: { x: { type: string } } }
`;

test('schemas record whether they are sent or returned, by readOnly and writeOnly', () => {
  const description = describe(parseSource('file:///a.yaml', text), {
    load: () => ({ failure: 'missing-file', message: '' }),
  });
  const lines = description?.nodes.Schema.flatMap((schema) =>
    schema.parts.map((part) => {
      const marks = [isSent(schema, part) ? 'sent' : '', isReturned(schema, part) ? 'returned' : ''];
      const { anonymousRequest, anonymousResponse } = schema.usage;
      if (anonymousRequest) marks.push('anonymous request');
      if (anonymousResponse) marks.push('anonymous response');
      return `${part.node.pointer.replace('/components/schemas/', '')}: ${marks.filter((mark) => mark !== '').join(', ')}`;
    }),
  );
  assert.deepEqual(lines, [
    'NewUser: sent, returned, anonymous request, anonymous response',
    'NewUser/properties/name: sent, returned, anonymous request, anonymous response',
    'NewUser/properties/id: returned, anonymous request, anonymous response',
    'NewUser/properties/audit: returned, anonymous request, anonymous response',
    'User: returned, anonymous response',
    'User/allOf/0: returned, anonymous response',
    'User/allOf/1: returned, anonymous response',
    'User/allOf/1/properties/secret: anonymous response',
    'Audit: returned, anonymous response',
    'Audit/properties/by: returned, anonymous response',
    'Unused: ',
    'Unused/properties/x: ',
    '/paths/~1users/get/parameters/0/schema: sent',
  ]);
});

test('an edit that turns an operation into a webhook marks its schemas as unused', () => {
  const loader = { load: () => ({ failure: 'missing-file', message: '' }) as const };
  const withText = (description: string): string =>
    text.replace('    post:\n', `    post:\n      description: ${description}\n`);
  const cache = new DescriptionCache();
  const usageAfter = (source: string): boolean => {
    const description = describe(parseSource('file:///a.yaml', source), loader, undefined, cache);
    return description?.nodes.Schema.find(({ node }) => node.pointer.endsWith('/NewUser'))?.usage.request ?? false;
  };
  assert.equal(usageAfter(withText('Adds a user.')), true);
  assert.equal(usageAfter(withText('This webhook is called for each user.')), false);
  assert.equal(usageAfter(withText('Adds a user.')), true);
});
