import { basename, dirname, join } from 'node:path';
import { ofMegabytes, synthetic, write } from './documents.ts';
import { Editor, type OpenDocument } from './editor.ts';
import { median } from './process.ts';
import { fixed, table } from './table.ts';

/** What a user asks for at a position: the request, and the text after which the cursor is. */
const asked: readonly (readonly [string, string])[] = [
  ['hover', '$ref: "#/components/sche'],
  ['hover', 'in: que'],
  ['hover', 'responses:\n        "20'],
  ['completion', '$ref: "#/components/schemas/'],
  ['completion', 'security: [{ '],
  ['completion', 'responses:\n        '],
  ['definition', '$ref: "#/components/sche'],
  ['definition', 'security: [{ k'],
  ['codeAction', 'type: obj'],
  ['codeAction', 'security: ['],
  ['references', '$ref: "#/components/sche'],
  ['documentHighlight', '$ref: "#/components/sche'],
  ['documentSymbol', 'openapi'],
  ['foldingRange', 'openapi'],
];

/** Requests about a whole document are as long as the document. */
const ofWhole = new Set(['documentSymbol', 'foldingRange']);

/** Of requests while nothing changes, and of requests right after a character is typed. */
const idleCount = 200;
const editedCount = 100;

/**
 * How long answers take in a small document and in one of 10 MB, at random places, in turn: what disturbs the machine
 * disturbs both. Each has findings.
 */
export async function requests(folder: string): Promise<void> {
  const small = write(join(folder, '5KB.yaml'), synthetic({ paths: 1, schemas: 2, references: 1, findings: 1 }));
  const large = ofMegabytes(folder, 10, 100);
  const editors: Editor[] = [];
  const documents: OpenDocument[] = [];
  for (const path of [small, large]) {
    const editor = await Editor.start(dirname(path));
    editors.push(editor);
    documents.push(await editor.open(path));
  }
  const names = [small, large].map((path) => basename(path));
  const row = table('Requests', [
    'request, after',
    ...['idle', 'edited'].flatMap((state) => [
      ...names.flatMap((name) => [`${state}, ${name}: p50, ms`, 'p95, ms']),
      'ratio of p50',
      'of p95',
    ]),
  ]);
  for (const [method, after] of asked) {
    const isWhole = ofWhole.has(method);
    const idle = await measure(documents, method, after, isWhole ? 20 : idleCount, false);
    const edited = await measure(documents, method, after, isWhole ? 20 : editedCount, true);
    row(`${method}, \`${after.replaceAll(/\n */g, ' ')}\``, ...cells(idle), ...cells(edited));
  }
  for (const editor of editors) editor.stop();
}

/** For each document how long the answers took, in milliseconds, sorted. */
async function measure(
  documents: readonly OpenDocument[],
  method: string,
  after: string,
  count: number,
  isEdited: boolean,
): Promise<readonly (readonly number[])[]> {
  const times: number[][] = documents.map(() => []);
  for (let index = -10; index < count; index++) {
    for (const [at, document] of documents.entries()) {
      const ask = document.request(method, after, placeOf(index));
      if (isEdited) document.change();
      const start = performance.now();
      await ask();
      // The first ones warm the compiler.
      if (index >= 0) times[at]!.push(performance.now() - start);
      if (isEdited) await document.type();
    }
  }
  return times.map((list) => list.sort((a, b) => a - b));
}

/** A fraction of the document; the same in each run. */
function placeOf(index: number): number {
  return (((index + 10) * 7919) % 1000) / 1000;
}

function cells(times: readonly (readonly number[])[]): readonly string[] {
  const p50 = times.map(median);
  const p95 = times.map((list) => list[Math.floor(list.length * 0.95)] ?? 0);
  const ratioOf = (values: readonly number[]): string => fixed((values[1] ?? 0) / (values[0] ?? 1), 1);
  return [...p50.flatMap((value, at) => [fixed(value, 1), fixed(p95[at], 1)]), ratioOf(p50), ratioOf(p95)];
}
