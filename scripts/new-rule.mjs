// Writes the two files of a rule, its line in the list and a mutator to fill in: npm run new-rule -- <pillar> <id>
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const folder = join(root, 'server/src/engine/rules');
const pillars = ['authentication', 'design', 'transport', 'monitoring', 'rate-limiting', 'assessment'];

const [pillar, id] = process.argv.slice(2);
if (!pillars.includes(pillar) || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id ?? '')) {
  console.error(`Usage: npm run new-rule -- <${pillars.join('|')}> <kebab-case-name-of-the-weakness>`);
  process.exit(2);
}
const path = join(folder, pillar, id);
if (existsSync(`${path}.ts`)) {
  console.error(`${path}.ts exists already.`);
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

writeFileSync(
  `${path}.ts`,
  `import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: '${id}',
    title: 'What is weak',
    pillar: '${pillar}',
    owasp: 'API8:2023',
    cwe: [],
    severity: 'warning',
    confidence: 'medium',
    recommended: false,
    since: '${version}',
    absence: false,
    messages: {
      found: 'The scheme "{name}" is weak. Do this.',
    },
  },

  visit: {
    *SecurityScheme(scheme) {
      yield { at: { keyOf: scheme.node }, message: 'found', data: { name: scheme.name } };
    },
  },
});
`,
);
writeFileSync(
  `${path}.md`,
  `# ${id}

What is weak, in one or two sentences.

**Attack.** Who does what, and gets what.

## Reported

Wrong:

\`\`\`yaml
openapi: 3.1.0
\`\`\`

## Fix

What to do, and what a fix changes.

## Not reported

\`\`\`yaml
openapi: 3.1.0
\`\`\`

## References
`,
);
addToList();
addMutator();
console.log(`Written:
  server/src/engine/rules/${pillar}/${id}.md   begin here: the page is the test
  server/src/engine/rules/${pillar}/${id}.ts
  server/src/engine/rules/index.ts
  test/mutation/mutators/${pillar}.ts   "${id}", at the end: plant the weakness

Run:
  RULE=${id} npm run test:fast   the page and the mutator
  node --test test/engine/messages.test.ts   its words; docs/internal/WRITING.md has the rules
  npm run test:update   fixed blocks, docs and the corpus snapshot; read what changes

Before the review: a line in CHANGELOG.md, one in docs/internal/coverage.tsv (CONTRIBUTING.md says how),
npm run check and npm test without failures.

Helpers for rules, in server/src/engine/rule/ (its README.md says which to use):
${helpersIn('server/src/engine/rule').join('\n')}
Helpers for fixes, in server/src/engine/fixes/:
${helpersIn('server/src/engine/fixes').join('\n')}
Helpers for mutators, in test/mutation/:
${helpersIn('test/mutation', /^(api|planting)\.ts$/).join('\n')}`);

/** Imports are in the order of their paths, the list in that of its names. */
function addToList() {
  const name = id.replaceAll(/-(\w)/g, (_all, letter) => letter.toUpperCase());
  const file = join(folder, 'index.ts');
  const lines = readFileSync(file, 'utf8').split('\n');
  insertSorted(lines, /^import \w+ from '(.+)\.ts';$/, `import ${name} from './${pillar}/${id}.ts';`);
  insertSorted(lines, /^ {2}(\w+),$/, `  ${name},`);
  writeFileSync(file, lines.join('\n'));
}

/** Before the first line that matches with a later key, else behind the last that matches. */
function insertSorted(lines, pattern, line) {
  const keyOf = (text) => pattern.exec(text)?.[1];
  const later = lines.findIndex((other) => keyOf(other) > keyOf(line));
  const last = lines.findLastIndex((other) => pattern.test(other));
  lines.splice(later < 0 ? last + 1 : later, 0, line);
}

/** It plants nothing yet, so its test fails until it is written. */
function addMutator() {
  const file = join(root, `test/mutation/mutators/${pillar}.ts`);
  const text = readFileSync(file, 'utf8');
  const end = text.indexOf('\n};', text.indexOf('Readonly<Record<string, Mutator>> = {'));
  const stub = `\n\n  // Change \`api.root\` as a careless author would; return the paths where a finding may be, \`undefined\` where the\n  // document has no place for it.\n  '${id}': () => undefined,`;
  writeFileSync(file, text.slice(0, end) + stub + text.slice(end));
}

function helpersIn(path, pattern = /\.ts$/) {
  return readdirSync(join(root, path))
    .filter((file) => pattern.test(file) && file !== 'rule.ts')
    .flatMap((file) => {
      const text = readFileSync(join(root, path, file), 'utf8');
      const names = [...text.matchAll(/^export (?:function\*? ?|const )(\w+)/gm)].map((match) => match[1]);
      return names.length === 0 ? [] : [`  ${file}: ${names.join(', ')}`];
    });
}
