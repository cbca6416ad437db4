// Counts the phrases of the lexicons, or lists those that match nothing in the corpus: npm run lexicon -- <count|unused>
import { pathToFileURL } from 'node:url';
import { names } from '../server/src/engine/lexicon/names.ts';
import { phrases } from '../server/src/engine/lexicon/sensitiveData.ts';
import { sentencesIn } from '../server/src/engine/lexicon/sentences.ts';
import { parseSource } from '../server/src/engine/syntax/parseSource.ts';
import { lexicons, matching } from '../test/lexicons.ts';
import { corpusFiles } from '../test/support/corpus.ts';

const declared = (await lexicons()).flatMap(({ exported }) => exported.map(([, lexicon]) => lexicon));
/** The classifier reads its phrases in its own way; here they are looked for as they stand. */
const sensitive = Object.entries(phrases).map(([name, list]) =>
  names(`sensitiveData/${name}`, { at: 'anywhere', en: list.join(',') }),
);
const all = [...declared, ...sensitive];

if (process.argv[2] === 'count') {
  for (const lexicon of all) console.log(`${String(lexicon.phrases.length).padStart(5)} ${lexicon.id}`);
  console.log(`${String(all.reduce((sum, lexicon) => sum + lexicon.phrases.length, 0)).padStart(5)} in all`);
} else if (process.argv[2] === 'unused') {
  const { words, sentences } = corpusTexts();
  for (const lexicon of all) {
    const used = new Set(isOfProse(lexicon) ? sentences.flatMap(inSentence(lexicon)) : words.flatMap(inName(lexicon)));
    const unused = lexicon.phrases.filter((phrase) => !used.has(phrase));
    if (unused.length > 0) console.log(`${lexicon.id}: ${unused.join(', ')}`);
  }
} else {
  console.error('Usage: npm run lexicon -- <count|unused>');
  process.exitCode = 2;
}

/** The words of grammar are a list of single words that stands for itself in sentences. */
function isOfProse({ kind, id }) {
  return kind === 'prose' || id.startsWith('grammarWords/');
}

function inName(lexicon) {
  return (name) => matching(lexicon, name);
}

function inSentence(lexicon) {
  return (sentence) => lexicon.matching(lexicon.kind === 'prose' ? sentence : sentence.words);
}

/** Keys, and strings without spaces, may be names; all other strings are prose. */
function corpusTexts() {
  const words = new Set();
  const texts = new Set();
  for (const { path, text } of corpusFiles()) {
    const open = [parseSource(pathToFileURL(path).href, text).root];
    while (open.length > 0) {
      const node = open.pop();
      const { string } = node ?? {};
      if (string !== undefined) (/\s/.test(string) ? texts : words).add(string);
      for (const { key, value } of node?.entries() ?? []) {
        // A path is a list of names.
        for (const part of key.split('/')) words.add(part);
        open.push(value);
      }
      open.push(...(node?.items() ?? []));
    }
  }
  return { words: [...words], sentences: [...texts].flatMap(sentencesIn) };
}
