// The licences of the packages that are bundled, from the list of files in the bundles.
import { readdirSync, readFileSync } from 'node:fs';
import { resolve } from 'node:path';

/** `paths` are relative to `root`. A package without a licence text is an error: it may not be shipped. */
export function notices(root, paths) {
  const folders = new Set([...paths].map(packageFolder).filter((folder) => folder !== undefined));
  const entries = [...folders].map((folder) => readPackage(resolve(root, folder)));
  entries.sort((a, b) => (a.heading < b.heading ? -1 : 1));
  const unique = entries.filter(({ heading }, index) => heading !== entries[index - 1]?.heading);
  const head = 'Portcullis contains the following packages, each under the licence printed with it.\n';
  return `${head}${unique.map(({ heading, text }) => `\n${'-'.repeat(80)}\n${heading}\n\n${text}\n`).join('')}`;
}

function packageFolder(path) {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(path)?.[0];
}

function readPackage(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.(md|txt))?$/i.test(entry));
  if (typeof license !== 'string' || file === undefined) {
    throw new Error(`"${name}" is bundled, but has no licence text. Add the text to the notices, or drop the package.`);
  }
  const text = readFileSync(`${folder}/${file}`, 'utf8').replaceAll('\r\n', '\n').trim();
  return { heading: `${name} ${version} (${license})`, text };
}
