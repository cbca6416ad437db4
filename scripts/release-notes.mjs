// Prints what CHANGELOG.md says about a release: node scripts/release-notes.mjs v0.2.0
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const tag = process.argv[2];
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
if (tag !== `v${version}`) {
  console.error(`The tag is "${tag}", but package.json says "${version}".`);
  process.exit(1);
}
const sections = readFileSync(join(root, 'CHANGELOG.md'), 'utf8').split(/^(?=## )/m);
const section = sections.find((text) => text.startsWith(`## [${version}] - `));
const notes = section?.slice(section.indexOf('\n')).trim();
if (!notes) {
  console.error(`CHANGELOG.md says nothing under "## [${version}] - <date>".`);
  process.exit(1);
}
console.log(notes);
