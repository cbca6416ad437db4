// Counts the phrases of the lexicons, or lists those that match nothing in the corpus: npm run lexicon -- <count|unused>
import { pathToFileURL } from 'node:url';
import { sentencesIn } from '../server/src/engine/lexicon/sentences.ts';
import { parseSource } from '../server/src/engine/syntax/parseSource.ts';
import { lexicons, matching } from '../test/lexicons.ts';
import { corpusFiles } from '../test/support/corpus.ts';

const all = (await lexicons()).flatMap(({ exported }) => exported.map(([, lexicon]) => lexicon));

if (process.argv[2] === 'count') {
  for (const { id, phrases } of all) console.log(`${String(phrases.length).padStart(5)} ${id}`);
  console.log(`${String(all.reduce((sum, { phrases }) => sum + phrases.length, 0)).padStart(5)} in all`);
} else if (process.argv[2] === 'unused') {
  const { names, sentences } = corpusTexts();
  for (const lexicon of all) {
    const used = new Set(isOfProse(lexicon) ? sentences.flatMap(inSentence(lexicon)) : names.flatMap(inName(lexicon)));
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
  const names = new Set();
  const texts = new Set();
  for (const { path, text } of corpusFiles()) {
    const open = [parseSource(pathToFileURL(path).href, text).root];
    while (open.length > 0) {
      const node = open.pop();
      const { string } = node ?? {};
      if (string !== undefined) (/\s/.test(string) ? texts : names).add(string);
      for (const { key, value } of node?.entries() ?? []) {
        // A path is a list of names.
        for (const part of key.split('/')) names.add(part);
        open.push(value);
      }
      open.push(...(node?.items() ?? []));
    }
  }
  return { names: [...names], sentences: [...texts].flatMap(sentencesIn) };
}
