import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TextDocument } from 'vscode-languageserver-textdocument';
import { EditedText } from '../../server/src/engine/syntax/text/editedText.ts';
import { EditorDocument, OpenText } from '../../server/src/lsp/workspace/openText.ts';
import { createRandom } from '../support/edits.ts';

type Change = Parameters<typeof TextDocument.update>[1][number];

const seed = Number(process.env['SEED'] ?? 1);

test('joined changes give the same text as single changes', () => {
  const random = createRandom(seed);
  let told = 0;
  for (let round = 0; round < 400; round++) {
    const text = 'openapi: 3.1.0\r\ninfo:\n  title: Tree 🌳 tops\n\npaths: {}';
    const expected = TextDocument.create('file:///a.yaml', 'yaml', 0, text);
    const open = new OpenText(TextDocument.create('file:///a.yaml', 'yaml', 0, text));
    let cursor = random.below(text.length);
    let read = { version: 0, text };
    for (let version = 1; version < 40; version++) {
      const { length } = expected.getText();
      if (random.next() < 0.2) cursor = random.below(length + 1);
      cursor = Math.min(cursor, length);
      const removed = random.next() < 0.3 ? Math.min(cursor, 1 + random.below(3)) : 0;
      const added = random.next() < 0.8 ? random.pick(['a', 'b', ' ', 'xyz', '\n', '\r\n', '🌳']) : '';
      const range = { start: expected.positionAt(cursor - removed), end: expected.positionAt(cursor) };
      const change: Change = random.next() < 0.02 ? { text: 'info:\n  title: New\n' } : { range, text: added };
      TextDocument.update(expected, [change], version);
      open.change([change], version);
      cursor += added.length - removed;
      if (random.next() < 0.4) {
        const now = open.document.getText();
        assert.equal(now, expected.getText());
        const span = open.changeSince(read.version);
        if (span !== undefined) {
          const { start, oldEnd, newEnd } = span;
          assert.equal(read.text.slice(0, start) + now.slice(start, newEnd) + read.text.slice(oldEnd), now);
          told++;
        }
        read = { version, text: now };
      }
    }
    assert.equal(open.document.getText(), expected.getText());
    assert.equal(open.document.version, 39);
    assert.deepEqual(open.document.positionAt(9), expected.positionAt(9));
  }
  assert.ok(told > 1000, `${told}`);
});

test('joins typing within one line into one change', (context) => {
  const replace = context.mock.method(EditedText.prototype, 'replace');
  const open = new OpenText(TextDocument.create('file:///a.yaml', 'yaml', 0, 'title: \n'));
  for (let index = 0; index < 100; index++) {
    const at = { line: 0, character: 7 + index };
    open.change([{ range: { start: at, end: at }, text: 'x' }], index + 1);
  }
  assert.equal(open.document.getText(), `title: ${'x'.repeat(100)}\n`);
  assert.deepEqual(
    replace.mock.calls.map(({ arguments: args }) => args),
    [[7, 7, 'x'.repeat(100)]],
  );
});

test('answers lines and positions like vscode-languageserver-textdocument', () => {
  const random = createRandom(seed);
  const pieces = ['a', 'bc', '\n', '\r', '\r\n', '\n\r', '', 'x\ry\nz', '\r\n\r\n'];
  for (let round = 0; round < 400; round++) {
    const text = Array.from({ length: random.below(12) }, () => random.pick(pieces)).join('');
    const expected = TextDocument.create('file:///a.yaml', 'yaml', 0, text);
    const document = new EditorDocument('file:///a.yaml', 'yaml', 0, text);
    assert.equal(document.lineCount, expected.lineCount);
    for (let version = 1; version < 30; version++) {
      const { length } = expected.getText();
      const [from, to] = [random.below(length + 1), random.below(length + 1)];
      const range = { start: expected.positionAt(from), end: expected.positionAt(to) };
      const change: Change = { range, text: random.pick(pieces) };
      TextDocument.update(expected, [change], version);
      document.apply(change);
      // Not always: the whole text is built only when it is asked for.
      if (random.next() < 0.5) assert.equal(document.getText(), expected.getText());
      assert.equal(document.lineCount, expected.lineCount);
      for (let offset = -1; offset <= expected.getText().length + 1; offset++) {
        assert.deepEqual(document.positionAt(offset), expected.positionAt(offset));
        assert.equal(document.content.slice(0, Math.max(0, offset)), expected.getText().slice(0, Math.max(0, offset)));
        if (offset >= 0) assert.deepEqual(document.content.charCodeAt(offset), expected.getText().charCodeAt(offset));
      }
      for (let line = -1; line <= expected.lineCount; line++) {
        for (const character of [-1, 0, 1, 2, 9]) {
          assert.equal(document.offsetAt({ line, character }), expected.offsetAt({ line, character }));
        }
      }
      assert.equal(document.getText(range), expected.getText(range));
    }
    assert.equal(document.getText(), expected.getText());
  }
});

test('says what has changed since an earlier text', () => {
  const random = createRandom(seed);
  let known = 0;
  for (let round = 0; round < 200; round++) {
    let content = EditedText.of('openapi: 3.1.0\npaths: {}\n'.repeat(3));
    const before: EditedText[] = [];
    for (let edit = 0; edit < 12; edit++) {
      before.push(content);
      const start = random.below(content.length + 1);
      const end = Math.min(content.length, start + random.below(5));
      content = content.replace(start, end, random.pick(['', 'a', 'bcd', '\n']));
      // Some are read whole, and then others are made from them.
      if (random.next() < 0.2) content.toString();
      for (const earlier of before) {
        const change = content.changeSince(earlier);
        if (change === undefined) continue;
        known++;
        const [present, past] = [content.slice(0), earlier.slice(0)];
        const made =
          past.slice(0, change.start) + present.slice(change.start, change.newEnd) + past.slice(change.oldEnd);
        assert.equal(made, present);
        assert.ok(change.start <= change.oldEnd && change.start <= change.newEnd);
      }
    }
  }
  assert.ok(known > 2000, `${known} changes are known`);
});
