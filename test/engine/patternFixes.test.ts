import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { inEcmaScript } from '../../server/src/engine/patterns/dialects.ts';
import { matches } from '../../server/src/engine/patterns/matches.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

test('matches as the engine of JavaScript does, without running the pattern', () => {
  const patterns = [
    '',
    'a',
    '^a$',
    '^a|b$',
    '^(a|b)*$',
    '^(?:ab?){2,3}$',
    '^[^a-c]+$',
    String.raw`^\d{2}-\w+\s?$`,
    String.raw`[\S]`,
    '^.$',
    'a{0}',
    '(a*)*b',
    '^(a|aa)+$',
    '[a-z]{3,}',
  ];
  const texts = ['', 'a', 'b', 'ab', 'aab', 'abab', 'xyz', '12-ab ', '12-', '\n', 'aaaaaaaaaaaa'];
  for (const pattern of patterns) {
    for (const text of texts)
      assert.equal(matches(pattern, text), new RegExp(pattern).test(text), `${pattern} ${text}`);
  }
});

test('does not say whether a pattern matches that it does not follow', () => {
  for (const pattern of ['(', String.raw`(a)\1`, '(?<!a)b', '(?i:a)'])
    assert.equal(matches(pattern, 'ab'), undefined, pattern);
  assert.equal(matches('^(((a?){99}){99}){99}$', 'a'.repeat(1000)), undefined);
});

test('writes other dialects in ECMA-262 only where they mean the same', () => {
  for (const [pattern, written] of [
    [String.raw`\A[a-z]+\z`, '^[a-z]+$'],
    [String.raw`\A(a|b)\Z`, '^(a|b)$'],
    ['/^[0-9]{5}$/i', '^[0-9]{5}$'],
    [String.raw`/^\d+\/\d+$/`, String.raw`^\d+\/\d+$`],
    ['^[[:alpha:]_]+$', '^[A-Za-z_]+$'],
    [String.raw`^(?P<year>\d{4})\z`, String.raw`^(?<year>\d{4})$`],
    ['/^[a-z]+$/i', undefined],
    ['/^[0-9]+$/x', undefined],
    ['^[[:punct:]]$', undefined],
    ['(?i)^[a-z+$', undefined],
    ['^[0-9]+$', undefined],
  ] as const)
    assert.equal(inEcmaScript(pattern), written, pattern);
});

/** The parameter after the best fix of its finding, and the fix's title; `undefined` if none is offered. */
function fix(ruleId: string, parameter: string): { readonly title: string; readonly parameter: string } | undefined {
  const text = `openapi: 3.1.0\npaths:\n  /a:\n    get:\n      parameters:\n        - ${parameter}\n      responses: {}\n`;
  const finding = analyze(describeText(text), defaultConfig).findings.find((one) => one.ruleId === ruleId);
  assert.ok(finding, ruleId);
  const [best] = finding.fixes();
  if (best === undefined) return undefined;
  const edits = toEdits(best.patches);
  assert.ok(edits);
  const after = applyEdits(text, [...edits.values()][0]!);
  return { title: best.title, parameter: after.split('\n')[5]!.replace('        - ', '') };
}

test('anchors a pattern only where the values that the document shows still match', () => {
  const anchor = (schema: string) =>
    fix('unanchored-pattern', `{ name: a, in: query, schema: { type: string, ${schema} } }`)?.parameter;
  assert.match(anchor('pattern: "[a-z]+"')!, /pattern: "\^\[a-z\]\+\$"/);
  assert.match(anchor('pattern: "[a-z]+", example: abc')!, /\^/);
  assert.equal(anchor('pattern: "[a-z]+", example: a-b'), undefined);
  assert.equal(anchor('pattern: "[a-z]+", default: A'), undefined);
  assert.equal(anchor('pattern: "[a-z]+", enum: [a, B]'), undefined);
  assert.equal(anchor('pattern: "[a-z]{2}", minLength: 3'), undefined);
  assert.equal(anchor('pattern: "[a-z]+([a-z]+-?)*[0-9]"'), undefined, 'it would take exponential time');
  assert.match(anchor('pattern: "(a|b)"')!, /pattern: \^\(a\|b\)\$ /);
});

test('restricts a URL to the hosts of its examples, else to one that the author names', () => {
  const restrict = (schema: string) =>
    fix('open-redirect-parameter', `{ name: returnUrl, in: query, schema: { type: string${schema} } }`);
  assert.equal(restrict('')?.title, 'Add "pattern" with a host to complete');
  assert.match(restrict('')!.parameter, /pattern: "\^https:\/\/example\\\\\.com\(/);
  const known = restrict(', example: "https://a.example/x", default: "https://b.example:8443"');
  assert.equal(known?.title, 'Add "pattern" with the hosts of the examples');
  assert.match(known!.parameter, /\^\(https:\/\/b\\\\\.example:8443\|https:\/\/a\\\\\.example\)/);
  assert.equal(restrict(', example: /home'), undefined);
  assert.match(restrict(', example: "a.example:8443"')!.parameter, /pattern: "?\^a\\+\.example\(:/);
  assert.equal(restrict(', maxLength: 5'), undefined);
});

test('excludes paths from a file name only where the document shows none', () => {
  const exclude = (schema: string) =>
    fix('path-traversal-parameter', `{ name: fileName, in: query, schema: { type: string${schema} } }`);
  assert.ok(exclude(', example: report.pdf'));
  assert.match(exclude(', example: 2024/report.pdf')?.title ?? '', /without segments/);
  assert.equal(exclude(', example: ../report.pdf'), undefined);
  assert.equal(exclude(', default: .profile'), undefined);
});

test('names no host where customers choose the URL', () => {
  const restrict = (name: string, schema: string) =>
    fix('unrestricted-outbound-url', `{ name: ${name}, in: query, schema: { type: string${schema} } }`);
  const https = 'Add "pattern" for HTTPS and host names, without IP addresses';
  const both = 'Add "pattern" for host names, without IP addresses';
  assert.equal(restrict('webhookUrl', '')?.title, https);
  assert.equal(restrict('webhookUrl', ', example: "https://hooks.example.com:8443/x?y"')?.title, https);
  assert.doesNotMatch(restrict('webhookUrl', ', example: "https://hooks.example.com/x"')!.parameter, /hooks\\\\/);
  assert.equal(restrict('webhookUrl', ', example: "http://hooks.example.com/x"')?.title, both);
  assert.equal(restrict('webhookUrl', ', example: "https://10.0.0.1/x"'), undefined);
  assert.equal(restrict('webhookUrl', ', example: "{{url}}"'), undefined);
});
