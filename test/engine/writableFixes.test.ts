import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { writableAmong } from '../../server/src/engine/textEdits/patch.ts';

test('proves fixes together, and finds those that fit only alone', () => {
  const document = parseSource('file:///a.json', '{"a":"1","b":"2","c":"3"}');
  const node = (key: string) => document.root!.get(key)!;
  let proofs = 0;
  const fix = (key: string, value: string) =>
    ({
      title: `${key} ${value}`,
      safety: 'unsafe',
      get patches() {
        proofs++;
        return [{ op: 'replace', at: node(key), value }] as const;
      },
    }) as const;
  const fitting = [fix('a', 'x'), fix('b', 'x'), fix('c', 'x')];
  assert.deepEqual([...writableAmong(fitting)], fitting);
  assert.equal(proofs, fitting.length);
  const contradicting = [fix('a', 'x'), fix('a', 'y')];
  assert.deepEqual([...writableAmong(contradicting)], contradicting);
  const impossible = { ...fix('b', 'z'), patches: [{ op: 'remove', at: document.root! }] } as const;
  assert.deepEqual([...writableAmong([fitting[0]!, impossible])], [fitting[0]]);
});
