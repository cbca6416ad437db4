import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formats } from '../../server/src/cli/inventory/formats.ts';
import { inventoryOf } from '../../server/src/engine/description/inventory.ts';
import { describeText } from '../support/openapi.ts';

const hostile = `openapi: 3.1.0
info: { title: A, version: "1" }
servers: [{ url: http://api.example.com }]
security: [{ key: [], oauth: [read, write] }, {}]
paths:
  /plain:
    get: { summary: List things, deprecated: true, responses: { "200": { description: OK }, "429": { description: Slow } } }
  "/=1+1|x\`y":
    get: { summary: "<b>", operationId: "=HYPERLINK(1)", security: [], responses: { "200": { description: OK } } }
  "/a,\\"b\\"":
    post: { summary: Add, security: [{ unknown: [] }], responses: { "200": { description: OK } } }
components:
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Key }
    oauth: { type: openIdConnect, openIdConnectUrl: https://login.example.com/.well-known/openid-configuration }
`;

function written(name: keyof typeof formats, text = hostile, width?: number): string {
  const format = formats[name](width);
  const file = format.file({ file: 'a.yaml', inventory: inventoryOf(describeText(text)), unread: [] });
  return format.begin() + file + format.end();
}

test('the table is aligned, says who can call, and ends with totals', () => {
  assert.equal(
    written('table'),
    [
      'a.yaml (OpenAPI 3.1.0)',
      '  METHOD PATH                CALLERS                           TRANSPORT LIMIT',
      '  GET    /plain (deprecated) key + oauth: read write or anyone http      yes',
      '  GET    /=1+1|x`y           anyone                            http      none',
      '  POST   /a,"b"              unknown (undefined)               http      none',
      '  3 operations: 2 public, 2 without a rate limit, 3 over plain HTTP, 1 deprecated.',
      '',
      '',
    ].join('\n'),
  );
});

test('on a terminal the table fits the width', () => {
  for (const width of [60, 80]) {
    const [, ...rows] = written('table', hostile, width).split('\n').slice(0, 5);
    for (const row of rows) assert.ok(row.length <= width, row);
  }
  assert.match(written('table', hostile, 60), /…/);
});

test('csv quotes cells, and none begins a formula', () => {
  const rows = written('csv').split('\r\n');
  assert.equal(rows[0], 'file,line,operationId,method,path,callers,transport,limit,sends,returns,roles');
  assert.equal(rows[2], "a.yaml,9,'=HYPERLINK(1),GET,/=1+1|x`y,anyone,http,none,,,");
  assert.equal(rows[3], 'a.yaml,11,,POST,"/a,""b""",unknown (undefined),http,none,,,');
});

test('markdown shows texts of the document as code', () => {
  const lines = written('markdown').split('\n');
  assert.equal(lines[2], '3 operations: 2 public, 2 without a rate limit, 3 over plain HTTP, 1 deprecated.');
  assert.equal(lines[7], '| `GET` | `` /=1+1\\|x`y `` | `anyone` | `http` | `none` |  |  |  |');
});

test('json has the version and the callers', () => {
  const { version, files } = JSON.parse(written('json'));
  assert.equal(version, 1);
  assert.deepEqual(
    files[0].operations.map(({ callers }: { callers: readonly string[] }) => callers),
    [['key + oauth: read write', 'anyone'], ['anyone'], ['unknown (undefined)']],
  );
});

test('a description without operations says so', () => {
  const text = 'openapi: 3.1.0\ninfo: { title: A, version: "1" }\npaths: {}\n';
  assert.equal(written('table', text), 'a.yaml (OpenAPI 3.1.0)\n  0 operations.\n\n');
});

test('the transport names what is mixed', () => {
  const text = hostile.replace(
    '{ url: http://api.example.com }',
    '{ url: http://a.example }, { url: https://a.example }',
  );
  assert.match(written('table', text), / http and https yes\n/);
  assert.ok(written('csv', text).includes(',http and https,none,'));
  assert.equal(JSON.parse(written('json', text)).files[0].operations[0].transport, 'mixed');
});
