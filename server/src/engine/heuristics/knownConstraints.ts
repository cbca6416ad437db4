import { numberConstraints, standardNumbers, standardTexts, textConstraints } from '../lexicon/knownConstraints.ts';
import { proseOf } from '../lexicon/subject.ts';
import { wordsIn } from '../lexicon/words.ts';
import { effectiveOf, type SchemaSource } from '../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { isBoundInWords } from './boundProse.ts';

/** True if a standard or the description says how long the text may be: it only has to be written as a keyword. */
export function isKnownText(part: SchemaPart, source: SchemaSource): boolean {
  if (standardTexts.matches(wordsIn(nameOf(part)))) return true;
  return textsOf(part, source).some((text) => textConstraints.find(proseOf('property', part, text)) !== undefined);
}

/** True if the ends of the number are known. */
export function isKnownNumber(part: SchemaPart, source: SchemaSource): boolean {
  if (standardNumbers.matches(wordsIn(nameOf(part)))) return true;
  const texts = textsOf(part, source);
  if (isBoundInWords(...texts)) return true;
  return texts.some((text) => numberConstraints.find(proseOf('property', part, text)) !== undefined);
}

/** True for a list of objects that a client sends to be stored, and where the description states a maximum. */
export function isKnownList(part: SchemaPart, source: SchemaSource): boolean {
  if (isBoundInWords(...textsOf(part, source))) return true;
  // A body that is a list is a batch, which has a rule of its own.
  if (part.property === undefined) return false;
  const items = effectiveOf(part.node, source).get('items');
  return items !== undefined && effectiveOf(items, source).types.includes('object');
}

/** Of a property or parameter; an item of a list has the name of the list. */
function nameOf(part: SchemaPart): string {
  return part.property ?? part.enclosing[0] ?? parameterOf(part)?.get('name')?.string ?? '';
}

function textsOf(part: SchemaPart, source: SchemaSource): readonly string[] {
  const { parts } = effectiveOf(part.node, source);
  const holders = [...parts, ...(part.property === undefined ? [parameterOf(part)] : [])];
  return holders.flatMap((holder) => holder?.get('description')?.string ?? []);
}

/** The parameter whose schema this is. */
function parameterOf(part: SchemaPart): SourceNode | undefined {
  let { node }: SchemaPart = part;
  if (part.parent !== undefined) return undefined;
  for (let steps = 0; steps < maxSteps; steps++) {
    if (node.has('in') && node.has('name')) return node;
    if (node.parent === undefined) return undefined;
    node = node.parent;
  }
  return undefined;
}

/** `parameter/content/application~1json/schema` */
const maxSteps = 4;
