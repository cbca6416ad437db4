import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';

interface Pattern {
  readonly match: string;
  readonly name?: string;
  readonly captures?: Readonly<Record<string, { readonly name: string }>>;
}
const file = join(import.meta.dirname, '../../syntaxes/portcullis.tmLanguage.json');
const { repository } = JSON.parse(readFileSync(file, 'utf8')) as { repository: Readonly<Record<string, Pattern>> };

/**
 * What is colored in a line, with the scope of each part. The expressions mean the same in Oniguruma and JavaScript; what
 * they are tried on, the injection selector decides: the scenario `colors` in a real editor.
 */
function scopesIn(line: string): readonly string[] {
  return Object.values(repository).flatMap(({ match, name, captures = {} }) =>
    [...line.matchAll(new RegExp(match, 'gd'))].flatMap((found) => [
      ...(name === undefined ? [] : [`${name} ${found[0]}`]),
      ...Object.entries(captures).flatMap(([index, capture]) =>
        found[Number(index)] === undefined ? [] : [`${capture.name} ${found[Number(index)]}`],
      ),
    ]),
  );
}

const colored: readonly (readonly [string, readonly string[]])[] = [
  [
    'get: # portcullis-ignore weak-cookie, missing-pkce -- behind the VPN',
    [
      'punctuation.definition.comment.portcullis #',
      'keyword.control.suppression.portcullis portcullis-ignore',
      'entity.name.tag.rule.portcullis weak-cookie, missing-pkce',
      'punctuation.separator.portcullis --',
      'string.unquoted.reason.portcullis behind the VPN',
    ],
  ],
  [
    '# portcullis-ignore-file weak-cookie',
    [
      'punctuation.definition.comment.portcullis #',
      'keyword.control.suppression.portcullis portcullis-ignore-file',
      'entity.name.tag.rule.portcullis weak-cookie',
    ],
  ],
  ['  x-portcullis-public: prices are public', ['keyword.other.extension.portcullis x-portcullis-public']],
  ['{ x-portcullis-ignore: [a] }', ['keyword.other.extension.portcullis x-portcullis-ignore']],
  ['x-portcullis-role: login', ['keyword.other.extension.portcullis x-portcullis-role']],
  ['  "security": [],', ['keyword.other.security.portcullis security']],
  ['securitySchemes:', ['keyword.other.security.portcullis securitySchemes']],
  ["'securityDefinitions' : {}", ['keyword.other.security.portcullis securityDefinitions']],
];
for (const [line, scopes] of colored) test(`colors ${line}`, () => assert.deepEqual(scopesIn(line), scopes));

const plain = [
  'x-security: a',
  'tags: [security]',
  '# portcullis-ignored weak-cookie',
  'my-x-portcullis-public: a',
  'securityScheme: a',
];
for (const line of plain)
  test(`leaves ${line} alone`, () => {
    const own = scopesIn(line);
    assert.deepEqual(own, []);
  });
