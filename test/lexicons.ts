import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { NameLexicon } from '../server/src/engine/lexicon/names.ts';
import type { ProseLexicon } from '../server/src/engine/lexicon/prose.ts';
import { sentencesIn } from '../server/src/engine/lexicon/sentences.ts';
import { type WordForm, wordsIn, writtenWordsIn } from '../server/src/engine/lexicon/words.ts';

export type Lexicon = NameLexicon<WordForm> | ProseLexicon;

const folder = join(import.meta.dirname, '../server/src/engine/lexicon');

interface LexiconFile {
  readonly file: string;
  /** By the name under which the file exports them. */
  readonly exported: readonly (readonly [string, Lexicon])[];
}

/** Every lexicon of the engine, by file. */
export async function lexicons(): Promise<readonly LexiconFile[]> {
  const files: LexiconFile[] = [];
  for (const name of readdirSync(folder).filter((one) => one.endsWith('.ts'))) {
    const file = join(folder, name);
    const exported = Object.entries((await import(file)) as Record<string, unknown>).flatMap(([key, value]) =>
      isLexicon(value) ? [[key, value] as const] : [],
    );
    if (exported.length > 0) files.push({ file, exported });
  }
  return files;
}

function isLexicon(value: unknown): value is Lexicon {
  return typeof value === 'object' && value !== null && 'declaration' in value && 'phrases' in value;
}

/** The phrases that a name, or any sentence of a text, matches. */
export function matching(lexicon: Lexicon, example: string): readonly string[] {
  if (lexicon.kind === 'prose') return sentencesIn(example).flatMap((sentence) => lexicon.matching(sentence));
  const isAsWritten = lexicon.declaration.form === 'as written';
  return lexicon.matching(isAsWritten ? writtenWordsIn(example) : wordsIn(example));
}

export interface Section {
  readonly id: string;
  readonly matches: readonly string[];
  readonly misses: readonly string[];
}

/** Names stand in backquotes behind `Matches:` and `Does not match:`, sentences as list items below. */
export function readPage(page: string): readonly Section[] {
  return page
    .split(/^## /m)
    .slice(1)
    .map((section) => {
      const [id = '', ...rest] = section.split('\n');
      const [, matches = '', misses = ''] = rest.join('\n').split(/^(?:Matches|Does not match):/m);
      return { id, matches: itemsOf(matches), misses: itemsOf(misses) };
    });
}

function itemsOf(text: string): readonly string[] {
  const items = [...text.matchAll(/^- (.+)$/gm)];
  return (items.length > 0 ? items : [...text.matchAll(/`([^`]+)`/g)]).map((match) => match[1] ?? '');
}

/** True if an example has a part of a phrase in it, so that it is a near miss and no arbitrary text. */
export function isNear({ phrases }: Lexicon, example: string): boolean {
  const text = writtenWordsIn(example).join(' ');
  const words = phrases.flatMap((phrase) => phrase.split(/[ |()]/)).filter((word) => /\p{L}{2}/u.test(word));
  return words.some((word) => text.includes(word.replace(/^\*/, '').slice(0, 4)));
}
