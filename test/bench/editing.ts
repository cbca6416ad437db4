import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { mayBeOpenApi, walkFiles } from '../../server/src/files.ts';
import { documents, linkedDescription } from './documents.ts';
import { Editor, type OpenDocument } from './editor.ts';
import { corpus, median, root } from './process.ts';
import { fixed, table } from './table.ts';

/** One character typed in the middle of a document, from the change to the diagnostics of that version. */
export async function edits(folder: string): Promise<void> {
  const row = table('Editing', [
    'document',
    'open, ms',
    'edit p50, ms',
    'p95, ms',
    'burst of 100, ms',
    'memory, MB',
    'peak, MB',
    'closed, MB',
  ]);
  for (const path of documents(folder)) {
    const editor = await Editor.start(dirname(path));
    row(basename(path), ...(await measureEdits(editor, path)));
    editor.stop();
  }
  const { entry, leaf, name } = linkedDescription(folder);
  const editor = await Editor.start(dirname(entry));
  await editor.open(entry);
  row(`${name}, a file that others reference`, ...(await measureEdits(editor, leaf)));
  editor.stop();
}

async function measureEdits(editor: Editor, path: string): Promise<readonly string[]> {
  let start = performance.now();
  const document = await editor.open(path);
  const opened = performance.now() - start;
  const times: number[] = [];
  for (let edit = 0; edit < 24; edit++) {
    start = performance.now();
    await document.type();
    // The first ones warm the compiler.
    if (edit > 3) times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  start = performance.now();
  await document.type(100);
  const burst = performance.now() - start;
  const { resident, peak } = await editor.memory();
  await document.close();
  const closed = await editor.memory();
  return [
    fixed(opened, 0),
    fixed(median(times), 1),
    fixed(times[Math.floor(times.length * 0.95)], 1),
    fixed(burst, 0),
    fixed(resident, 0),
    fixed(peak, 0),
    fixed(closed.resident, 0),
  ];
}

/** Everything that is closed is forgotten: documents opened, typed in and closed, again and again. */
export async function release(folder: string): Promise<void> {
  const row = table('Memory of the server, after garbage is collected', [
    'when',
    'resident, MB',
    'heap, MB',
    'peak, MB',
  ]);
  const paths = existsSync(corpus) ? descriptions(corpus) : documents(folder);
  const editor = await Editor.start(folder);
  const tell = async (when: string): Promise<void> => {
    // Threads that have nothing to do any more end after a while.
    await setTimeout(8000);
    const { resident, heap, peak } = await editor.memory();
    row(when, fixed(resident, 0), fixed(heap, 1), fixed(peak, 0));
  };
  // What is loaded and compiled for the first documents, YAML and JSON, is no growth.
  for (const path of [...examples(), ...paths.filter((path) => path.endsWith('.json')).slice(0, 3)]) {
    await (await openAndType(editor, path, 200)).close();
  }
  await tell('at the start');
  const perDocument = Math.ceil(500 / paths.length);
  for (const round of [1, 2]) {
    for (const path of paths) await (await openAndType(editor, path, perDocument)).close();
    await tell(`${paths.length} documents opened, typed in and closed, time ${round}`);
  }
  const largest = documents(folder).at(-1)!;
  await (await openAndType(editor, largest, 500)).close();
  await tell(`500 characters typed in ${basename(largest)}, closed`);
  editor.stop();
}

async function openAndType(editor: Editor, path: string, characters: number): Promise<OpenDocument> {
  const document = await editor.open(path);
  for (let index = 0; index < characters; index++) await document.type();
  return document;
}

function examples(): readonly string[] {
  return descriptions(join(root, 'examples'));
}

function descriptions(folder: string): readonly string[] {
  return [...walkFiles(folder)].filter((path) => mayBeOpenApi(readFileSync(path, 'utf8')));
}
