import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describe } from '../../server/src/engine/description/describe.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';

const loader = { load: () => ({ failure: 'missing-file', message: 'missing' }) as const };

test('operations that share a list through a path item or an alias share what is read from it', () => {
  const text = `openapi: 3.1.0
info: { title: t, version: "1" }
paths:
  /a: { $ref: "#/components/pathItems/shared" }
  /b: { $ref: "#/components/pathItems/shared" }
components:
  securitySchemes: { key: { type: http, scheme: bearer } }
  pathItems:
    shared:
      parameters: [{ name: limit, in: query }]
      post:
        security: [{ key: [] }]
        servers: [{ url: "https://a.example" }]
        responses: { "200": { $ref: "#/components/responses/ok" } }
  responses:
    ok: { description: ok, headers: { X-One: {} }, content: { text/plain: { schema: { type: string } } } }
`;
  const description = describe(parseSource('file:///a.yaml', text), loader);
  const [first, second] = description!.operations;
  assert.equal(first!.parameters.length, 1);
  assert.equal(first!.parameters, second!.parameters);
  assert.equal(first!.security.declaration?.requirements.length, 1);
  assert.equal(first!.security, second!.security);
  assert.equal(first!.servers.servers.length, 1);
  assert.equal(first!.servers, second!.servers);
  assert.equal(first!.responses[0]!.headers.length, 1);
  assert.equal(first!.responses[0]!.headers, second!.responses[0]!.headers);
  assert.equal(first!.responses[0]!.content, second!.responses[0]!.content);
});
