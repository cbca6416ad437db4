import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Candidates, closest } from '../../server/src/engine/syntax/text/closest.ts';

const many = Array.from({ length: 5000 }, (_, index) => `scope-${index}:read`);

test('finds a misspelt name among few and among many candidates', () => {
  assert.equal(closest('bearerAtuh', ['apiKey', 'bearerAuth']), 'bearerAuth');
  const candidates = new Candidates([...many, 'payments:write', 'accounts:write']);
  assert.equal(candidates.closest('paymants:write'), 'payments:write');
  assert.equal(candidates.closest('bccounts:write'), 'accounts:write');
  assert.equal(candidates.closest('qqqqqqqqqqqqqq'), undefined);
});

test('a beginning that only one of a few names has means that name', () => {
  const rules = ['missing-pkce', 'missing-rate-limit', 'missing-retry-after'];
  assert.equal(closest('missing-rate', rules), 'missing-rate-limit');
  assert.equal(closest('missing-', rules), undefined);
  assert.equal(closest('mis', rules), undefined);
});

test('counts two swapped letters as one edit', () => {
  assert.equal(closest('oauht', ['apiKey', 'oauth']), 'oauth');
  assert.equal(closest('aouht', ['apiKey', 'oauth']), undefined);
  assert.equal(closest('raed', ['rate', 'read']), 'read');
});

test('compares a name with a bounded number of candidates', () => {
  const candidates = new Candidates(many);
  for (let index = 0; index < 10; index++) candidates.closest(`scop-${index}:raed`);
  assert.ok(candidates.compared <= 10 * 200, String(candidates.compared));
});

test('compares no names longer than a reader would compare', () => {
  const candidates = new Candidates(['b'.repeat(50_000), 'name']);
  assert.equal(candidates.closest('a'.repeat(50_000)), undefined);
  assert.equal(candidates.compared, 0);
});
