// Writes the two files of a rule and its line in the list: npm run new-rule -- <pillar> <id>
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [pillar, id] = process.argv.slice(2);
const folder = join(fileURLToPath(new URL('..', import.meta.url)), 'server/src/engine/rules');
const pillars = ['authentication', 'design', 'transport', 'monitoring', 'rate-limiting', 'assessment'];
if (!pillars.includes(pillar) || !/^[a-z0-9]+(-[a-z0-9]+)+$/.test(id ?? '')) {
  console.error(`Usage: npm run new-rule -- <${pillars.join('|')}> <kebab-case-name-of-the-weakness>`);
  process.exit(2);
}
const path = join(folder, pillar, id);
if (existsSync(`${path}.ts`)) {
  console.error(`${path}.ts is there already.`);
  process.exit(2);
}
const name = id.replaceAll(/-(\w)/g, (_all, letter) => letter.toUpperCase());

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
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      found: '"{name}" is weak. Do this.',
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

\`\`\`yaml
openapi: 3.1.0
\`\`\`

## Not reported

\`\`\`yaml
openapi: 3.1.0
\`\`\`

## References
`,
);
const index = join(folder, 'index.ts');
const list = readFileSync(index, 'utf8')
  .replace(/(?=^import type \{ Rule \})/m, `import ${name} from './${pillar}/${id}.ts';\n`)
  .replace(/\n\];/, `\n  ${name},\n];`);
writeFileSync(index, list);
console.log(
  `Edit ${pillar}/${id}.ts and ${pillar}/${id}.md, then run npm test. "npx biome check --write server" sorts the list.`,
);
