import assert from 'node:assert/strict';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { applyEdits, toEdits } from '../../server/src/engine/textEdits/patch.ts';
import { describeText } from '../support/openapi.ts';

/** As many operations as `places`, each with the same credential as a default. */
function withDefaults(places: number, accepted = ''): string {
  const paths = Array.from({ length: places }, (_, index) =>
    [
      `  /reports/${index}:`,
      '    get:',
      '      parameters:',
      '        - name: api_key',
      '          in: header',
      `          schema: { type: string, default: s3cr3t }${index === 0 ? accepted : ''}`,
      '      responses: {}',
    ].join('\n'),
  );
  return `openapi: 3.1.0\npaths:\n${paths.join('\n')}\n`;
}

function defaultsIn(text: string, config: Partial<Config> = {}) {
  const { findings } = analyze(describeText(text), { ...defaultConfig, ...config });
  return findings.filter(({ ruleId }) => ruleId === 'default-credential');
}

test('reports a few places one by one', () => {
  assert.deepEqual(
    defaultsIn(withDefaults(3)).map(({ echo }) => echo),
    [false, false, false],
  );
});

test('folds equal messages at many places into one finding with echoes', () => {
  const [first, ...others] = defaultsIn(withDefaults(5));
  assert.ok(first);
  assert.match(first.message, /The same at 4 more places\.$/);
  assert.equal(first.related.length, 4);
  assert.equal(first.severity, 'error');
  assert.deepEqual(
    others.map(({ echo, severity }) => ({ echo, severity })),
    Array.from({ length: 4 }, () => ({ echo: true, severity: defaultConfig.echoes })),
  );
});

test('the first fix of a folded finding fixes all places, the second one place', () => {
  const text = withDefaults(5);
  const [first] = defaultsIn(text);
  const counts = first!.fixes().map(({ patches }) => {
    const edits = [...toEdits(patches)!.values()].flat();
    return defaultsIn(applyEdits(text, edits)).length;
  });
  assert.deepEqual(counts, [0, 4]);
});

test('accepting one place keeps the others folded', () => {
  const accepted = ' # portcullis-ignore default-credential -- a demo';
  const found = defaultsIn(withDefaults(6, accepted));
  assert.deepEqual(
    found.map(({ echo }) => echo),
    [false, true, true, true, true],
  );
  assert.match(found[0]!.message, /4 more places/);
});

test('folds into the finding alone when echoes are off', () => {
  assert.equal(defaultsIn(withDefaults(5), { echoes: 'off' }).length, 1);
});
