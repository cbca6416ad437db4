import { basename, dirname, join } from 'node:path';
import { ofMegabytes, synthetic, write } from './documents.ts';
import { Editor, type OpenDocument } from './editor.ts';
import { median } from './process.ts';
import { fixed, table } from './table.ts';

/** What a user asks for at a position: the request, and the text after which the cursor is. */
const asked: readonly (readonly [string, string])[] = [
  ['definition', '$ref: "#/components/sche'],
  ['definition', 'security: [{ k'],
  ['references', 'security: [{ k'],
  ['documentHighlight', 'security: [{ k'],
  ['completion', '$ref: "#/components/sche'],
  ['completion', 'security: [{ k'],
  ['hover', '$ref: "#/components/sche'],
  ['codeAction', 'security: [{ k'],
  ['documentSymbol', 'openapi'],
  ['foldingRange', 'openapi'],
];

/** The 95th of 100 answers, in a small document and in one of 10 MB; the last columns right after an edit. */
export async function requests(folder: string): Promise<void> {
  const small = write(join(folder, '5KB.yaml'), synthetic({ paths: 2, schemas: 2, references: 1, findings: 0 }));
  const paths = [small, ofMegabytes(folder, 10)];
  const columns: (readonly string[])[] = [];
  for (const path of paths) {
    const editor = await Editor.start(dirname(path));
    const document = await editor.open(path);
    const cells: string[] = [];
    for (const [method, after] of asked) cells.push(...(await measure(document, method, after)));
    columns.push(cells);
    editor.stop();
  }
  const row = table('Requests', [
    'request, after',
    ...paths.map((path) => `${basename(path)}: p50, ms`),
    ...paths.map((path) => `${basename(path)}: p95, ms`),
    ...paths.map((path) => `${basename(path)} edited: p50, ms`),
  ]);
  for (const [index, [method, after]] of asked.entries()) {
    const cells = [0, 1, 2].flatMap((kind) => columns.map((column) => column[3 * index + kind] ?? ''));
    row(`${method}, \`${after}\``, ...cells);
  }
}

async function measure(document: OpenDocument, method: string, after: string): Promise<readonly string[]> {
  const idle: number[] = [];
  const edited: number[] = [];
  for (let count = 0; count < 110; count++) {
    const start = performance.now();
    await document.ask(method, after);
    // The first ones warm the compiler.
    if (count >= 10) idle.push(performance.now() - start);
  }
  for (let count = 0; count < 15; count++) {
    document.change();
    const start = performance.now();
    await document.ask(method, after);
    edited.push(performance.now() - start);
    await document.type();
  }
  idle.sort((a, b) => a - b);
  return [fixed(median(idle), 1), fixed(idle[95], 1), fixed(median(edited), 1)];
}
