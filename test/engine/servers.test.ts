import assert from 'node:assert/strict';
import { test } from 'node:test';
import { describeText } from '../support/openapi.ts';

function urlsOf(url: string, variables: Record<string, unknown>): readonly string[] {
  const text = JSON.stringify({ openapi: '3.1.0', servers: [{ url, variables }], paths: {} });
  return describeText(text).servers.flatMap(({ urls }) => urls);
}

test('expands the variables of a server, the last one fastest', () => {
  const variables = { scheme: { enum: ['https', 'http'], default: 'https' }, port: { enum: ['1', '2'], default: '2' } };
  assert.deepEqual(urlsOf('{scheme}://a.test:{port}/{missing}', variables), [
    'https://a.test:2/{missing}',
    'https://a.test:1/{missing}',
    'http://a.test:2/{missing}',
    'http://a.test:1/{missing}',
  ]);
});

test('expands the first variables of many, and the others with their defaults', () => {
  const names = Array.from({ length: 500 }, (_, index) => `v${index}`);
  const variables = Object.fromEntries(names.map((name) => [name, { enum: ['a', 'b'], default: 'a' }]));
  const urls = urlsOf(`http://${names.map((name) => `{${name}}`).join('')}`, variables);
  assert.equal(urls.length, 256);
  assert.equal(urls.at(-1), `http://${'b'.repeat(8)}${'a'.repeat(492)}`);
});

test('cuts a URL that a repeated variable makes longer than URLs are', () => {
  const [url = ''] = urlsOf(`https://a.test/${'{v}'.repeat(1000)}`, { v: { default: 'x'.repeat(1000) } });
  assert.ok(url.startsWith('https://a.test/xxx') && url.length < 20_000);
});
