import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject } from './api.ts';

export interface CleanDocument {
  readonly name: string;
  readonly root: JsonObject;
}

const clean = join(import.meta.dirname, 'clean');
const examples = join(import.meta.dirname, '../../examples');

/** A tree without shared parts: a planting changes one place. */
function read(path: string): JsonObject {
  return JSON.parse(JSON.stringify(parse(readFileSync(path, 'utf8')))) as JsonObject;
}

/** Careful descriptions, in which no rule finds anything: what is found after a planting is the planting. */
export const cleanDocuments: readonly CleanDocument[] = [
  { name: 'shop (2.0)', root: read(join(clean, 'shop.yaml')) },
  { name: 'bank (3.0)', root: read(join(clean, 'bank.yaml')) },
  { name: 'clinic (3.1)', root: read(join(clean, 'clinic.yaml')) },
  { name: 'messages (3.2)', root: read(join(clean, 'messages.yaml')) },
  ...['bank.fixed.yaml', 'bank.swagger.fixed.yaml'].map((name) => ({ name, root: read(join(examples, name)) })),
];
