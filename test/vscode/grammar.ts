import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

/** What is used of vscode-textmate, which the editor brings. */
interface TextMate {
  readonly INITIAL: unknown;
  readonly Registry: new (
    options: object,
  ) => {
    loadGrammar(scope: string): Promise<{
      tokenizeLine(
        line: string,
        state: unknown,
      ): {
        readonly ruleStack: unknown;
        readonly tokens: readonly { startIndex: number; endIndex: number; scopes: readonly string[] }[];
      };
    }>;
  };
  parseRawGrammar(text: string, path: string): unknown;
}

interface Oniguruma {
  loadWASM(bytes: Uint8Array): Promise<void>;
  readonly OnigScanner: new (patterns: readonly string[]) => object;
  readonly OnigString: new (text: string) => object;
}

const root = join(import.meta.dirname, '../..');

const inYaml = [
  'security',
  'portcullis-ignore-file',
  'weak-cookie',
  'the cookie holds no session',
  'portcullis-ignore',
  'missing-429-response',
  'the gateway limits',
  'x-portcullis-role',
  'security',
  'securitySchemes',
];
const json = '{ "security": [], "a": "x-portcullis-public: b", "securitySchemes": { "b": "security" } }';

/** Checks what the injected grammar colors, by the tokenizer and the grammars of the editor in a folder. */
export async function checkGrammar(editor: string): Promise<void> {
  const require = createRequire(join(editor, 'package.json'));
  const textmate = require(join(editor, 'node_modules/vscode-textmate')) as TextMate;
  const oniguruma = require(join(editor, 'node_modules/vscode-oniguruma')) as Oniguruma;
  await oniguruma.loadWASM(readFileSync(join(editor, 'node_modules/vscode-oniguruma/release/onig.wasm')));
  const own = join(root, 'syntaxes/portcullis.tmLanguage.json');
  const files = ['yaml', 'json'].flatMap((name) => {
    const folder = join(editor, 'extensions', name, 'syntaxes');
    return readdirSync(folder).map((file) => join(folder, file));
  });
  const byScope = new Map(
    [own, ...files].map((path) => {
      const text = readFileSync(path, 'utf8');
      return [(JSON.parse(text) as { scopeName: string }).scopeName, { text, path }];
    }),
  );
  const registry = new textmate.Registry({
    onigLib: Promise.resolve({
      createOnigScanner: (patterns: readonly string[]) => new oniguruma.OnigScanner(patterns),
      createOnigString: (text: string) => new oniguruma.OnigString(text),
    }),
    loadGrammar: (scope: string) => {
      const found = byScope.get(scope);
      return Promise.resolve(found && textmate.parseRawGrammar(found.text, found.path));
    },
    getInjections: (scope: string) => (/^source\.(yaml|json)/.test(scope) ? ['portcullis.injection'] : undefined),
  });

  async function coloredIn(text: string, scope: string): Promise<readonly string[]> {
    const grammar = await registry.loadGrammar(scope);
    const found: string[] = [];
    let state = textmate.INITIAL;
    for (const line of text.split('\n')) {
      const { ruleStack, tokens } = grammar.tokenizeLine(line, state);
      state = ruleStack;
      for (const { startIndex, endIndex, scopes } of tokens) {
        const isOurs = scopes.some((name) => /^(keyword|entity|string)\..*\.portcullis$/.test(name));
        if (isOurs && line.slice(startIndex, endIndex).trim() !== '') found.push(line.slice(startIndex, endIndex));
      }
    }
    return found;
  }

  const sample = readFileSync(join(import.meta.dirname, 'fixtures/colors.yaml'), 'utf8');
  assert.deepEqual(await coloredIn(sample, 'source.yaml'), inYaml);
  assert.deepEqual(await coloredIn(json, 'source.json'), ['security', 'securitySchemes']);
  assert.deepEqual(await coloredIn(json, 'source.json.comments'), ['security', 'securitySchemes']);
}
