import assert from 'node:assert/strict';
import { test } from 'node:test';
import { formatMessage } from '../../server/src/engine/analyze/formatMessage.ts';
import { counted } from '../../server/src/engine/counted.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { invalidOpenApi } from '../../server/src/schemaCheck/meta.ts';

// Holds docs/internal/WRITING.md, "Messages and titles".

const metas = [...rules.map(({ meta }) => meta), invalidOpenApi];
const counts = [1, 2, 1200];

/** Every message as a user may read it: numbers are 1, 2 and many, values are single words. */
const messages = metas.flatMap(({ id, messages: texts }) =>
  Object.entries(texts).flatMap(([key, text]) =>
    counts.map((count) => {
      const data = Object.fromEntries(
        [...text.matchAll(/\{(\w+)(:[^{}]+)?\}/g)].map(([, name = '', noun]) => [
          name,
          noun === undefined ? 'x' : count,
        ]),
      );
      return { where: `${id}.${key}`, text: formatMessage(text, data) };
    }),
  ),
);

const titles = metas.map(({ id, title }) => ({ where: `${id}.title`, text: title }));

/** What of the texts breaks a rule of style, each once. */
function violations(
  texts: readonly { readonly where: string; readonly text: string }[],
  isWrong: (text: string) => boolean,
): readonly string[] {
  return [...new Set(texts.filter(({ text }) => isWrong(text)).map(({ where, text }) => `${where}: ${text}`))];
}

function sentencesOf(text: string): readonly string[] {
  return text.replaceAll(/"[^"]*"/g, '"x"').split(/(?<=[.?!])\s+/);
}

function wordCount(text: string): number {
  return text.split(/\s+/).filter((word) => word !== '').length;
}

test('counts agree with their nouns', () => {
  assert.deepEqual(
    counts.map((count) => counted(count, 'operation')),
    ['1 operation', '2 operations', '1,200 operations'],
  );
  assert.equal(counted(2, 'more property'), '2 more properties');
  assert.equal(counted(2, '"429" response'), '2 "429" responses');
  assert.equal(counted(2, 'alias'), '2 aliases');
  assert.equal(counted(2, 'echo'), '2 echoes');
});

test('a number stands in a message with the noun that it counts', () => {
  const bare = /\{(others|operations|count|number|places|responses|scopes|schemes)\}/;
  const templates = metas.flatMap(({ id, messages: texts }) =>
    Object.entries(texts).map(([key, text]) => ({ where: `${id}.${key}`, text })),
  );
  assert.deepEqual(
    violations(templates, (text) => bare.test(text)),
    [],
  );
});

test('every placeholder of a message is filled', () => {
  assert.deepEqual(
    violations(messages, (text) => /[{}]/.test(text.replaceAll(/"[^"]*"/g, ''))),
    [],
  );
});

test('a message is sentences that end with a period, the first of which begins with a capital or a name', () => {
  assert.deepEqual(
    violations(messages, (text) => !/^["A-Z]/.test(text) || !text.endsWith('.')),
    [],
  );
});

test('a title is a phrase without a period', () => {
  assert.deepEqual(
    violations(titles, (text) => !/^[A-Z]/.test(text) || text.endsWith('.') || wordCount(text) > 9),
    [],
  );
});

test('no text has "what" or "who" as a subject, or speaks of nobody or somebody', () => {
  const subject = /(^|[.;:,] )(what|who|whoever|whatever)\b/i;
  const persons = /\b(nobody|somebody|anybody|everybody|whoever|somebody's|nobody's)\b/i;
  assert.deepEqual(
    violations(
      [...messages, ...titles],
      (text) => sentencesOf(text).some((one) => subject.test(one)) || persons.test(text),
    ),
    [],
  );
});

test('sentences are at most 24 words long, and messages at most 36', () => {
  assert.deepEqual(
    violations(messages, (text) => wordCount(text) > 36 || sentencesOf(text).some((one) => wordCount(one) > 24)),
    [],
  );
});
