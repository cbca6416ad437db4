import { escapeToken, tokensOf } from '../openapi/uri.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import type { DocumentEdits, SourceEdit } from '../textEdits/fix.ts';
import { createStyles } from '../textEdits/style.ts';
import { writeKeyLike } from '../textEdits/write.ts';
import { lastOf, type Name, rangeOfName } from './names.ts';
import type { Definition, Navigator } from './navigator.ts';

/** What a rename begins with: the text to edit, and where it stands. */
export interface Renaming {
  readonly text: string;
  readonly range: OffsetRange;
  readonly document: SourceDocument;
}

/** Why a new name is not taken, for the user. */
export interface Refusal {
  readonly refusal: string;
}

/**
 * The name that can be renamed at an offset: a security scheme, a scope, a component, an `operationId` or a tag, by its
 * definition or a use. `undefined` where nothing can: a path or a property is part of the API's contract.
 */
export function renamingAt(navigator: Navigator, document: SourceDocument, offset: number): Renaming | undefined {
  const name = navigator.nameAt(document, offset);
  const target = name && targetOf(navigator, name);
  if (name === undefined || target === undefined) return undefined;
  const range = rangeOfName(name);
  const written = document.slice(range.start, range.end);
  // Of a reference only its last part is the name.
  const length = name.text === target.text ? written.length : written.length - (written.lastIndexOf('/') + 1);
  return { text: target.text, document, range: { start: range.end - length, end: range.end } };
}

/** The edits that give a name another text everywhere; a refusal where it is taken or not allowed. */
export function renameTo(navigator: Navigator, name: Name, text: string): DocumentEdits | Refusal {
  const target = targetOf(navigator, name);
  if (target === undefined) return { refusal: 'This name cannot be renamed.' };
  const { kind, definitions } = target;
  if (text === target.text) return new Map();
  if (text.trim() === '') return { refusal: 'A name cannot be empty.' };
  // OAS 3.0.4 §4.7.7.1.
  if ((kind === 'scheme' || kind === 'object') && isComponent(definitions) && !/^[\w.-]+$/.test(text))
    return { refusal: 'The name of a component has only letters, digits, ".", "-" and "_".' };
  if (kind === 'scope' && /\s/.test(text)) return { refusal: 'A scope has no spaces (RFC 6749 §3.3).' };
  if (isTaken(navigator, target, text)) return { refusal: `"${text}" is already defined.` };
  const edits = new Edits();
  for (const { node, isKey } of definitions) edits.replace(node, isKey, text);
  for (const use of navigator.usesOf(name)) {
    if (use.kind !== 'reference' && lastOf(use.text) === use.text) edits.replace(use.node, use.isKey, text);
  }
  if (kind === 'scheme' || kind === 'object') renameInReferences(navigator, definitions, target.text, text, edits);
  return edits.all;
}

interface Target {
  readonly kind: 'scheme' | 'scope' | 'object' | 'operation' | 'tag';
  readonly text: string;
  /** Empty for a tag that is not declared. */
  readonly definitions: readonly Definition[];
}

function targetOf(navigator: Navigator, name: Name): Target | undefined {
  const definitions = navigator.definitionsOf(name);
  const [first] = definitions;
  if (name.kind === 'tag') return { kind: 'tag', text: name.text, definitions };
  if (first === undefined) return undefined;
  if (name.kind === 'scope') return { kind: 'scope', text: name.text, definitions };
  if (name.kind === 'operation') return { kind: 'operation', text: name.text, definitions };
  const { key } = first.node;
  if (!first.isKey || typeof key !== 'string' || definitions.length > 1 || !isNamedComponent(first.node))
    return undefined;
  // A reference through an anchor or to a whole file does not hold the name.
  if (lastOf(name.text) !== key && name.text !== key) return undefined;
  return { kind: name.kind === 'scheme' ? 'scheme' : 'object', text: key, definitions };
}

const sections = ['definitions', 'parameters', 'responses', 'securityDefinitions'];

/** An entry of a map of components, or of a file that holds nothing else. */
function isNamedComponent({ pointer, document }: SourceNode): boolean {
  const [first, ...others] = tokensOf(pointer) ?? [];
  if (first === 'components') return others.length === 2;
  if (sections.includes(first ?? '')) return others.length === 1;
  const isEntry = ['openapi', 'swagger'].some((key) => document.root?.has(key) === true);
  return others.length === 0 && !isEntry;
}

function isComponent(definitions: readonly Definition[]): boolean {
  return definitions.some(({ node }) => node.pointer.startsWith('/components/'));
}

function isTaken(navigator: Navigator, { kind, definitions }: Target, text: string): boolean {
  if (kind === 'operation' || kind === 'tag') {
    return navigator.sources.documents.some((document) =>
      [...navigator.index(document).get(`${kind} ${text}`)].some(({ role }) => role === 'definition'),
    );
  }
  return definitions.some(({ node }) => node.parent?.has(text) === true);
}

/** Every reference to the component or into it, in all documents. */
function renameInReferences(
  navigator: Navigator,
  [definition]: readonly Definition[],
  before: string,
  after: string,
  edits: Edits,
): void {
  if (definition === undefined) return;
  const { document, pointer } = definition.node;
  const depth = (tokensOf(pointer) ?? []).length;
  for (const user of navigator.sources.documents) {
    for (const use of navigator.index(user).all()) {
      if (use.role !== 'use' || !use.text.includes('#/')) continue;
      const [found] = navigator.definitionsOf(use);
      const isBelow = found?.node.document === document && `${found.node.pointer}/`.startsWith(`${pointer}/`);
      if (!isBelow) continue;
      const hash = use.text.indexOf('#/') + 1;
      const tokens = use.text.slice(hash).split('/');
      if (tokens[depth] === undefined || lastOf(`#/${tokens[depth]}`) !== before) continue;
      tokens[depth] = escapeToken(after);
      edits.replace(use.node, use.isKey, use.text.slice(0, hash) + tokens.join('/'));
    }
  }
}

/** Replaces texts and keys, each once, in the style in which they are written. */
class Edits {
  readonly #edits = new Map<SourceDocument, Map<number, SourceEdit>>();

  get all(): DocumentEdits {
    return new Map(
      [...this.#edits].map(([document, edits]) => [document, [...edits.values()].sort((a, b) => a.start - b.start)]),
    );
  }

  replace(node: SourceNode, isKey: boolean, text: string): void {
    const { document } = node;
    const { start, end } = (isKey ? node.keyRange : undefined) ?? node;
    let edits = this.#edits.get(document);
    if (edits === undefined) {
      edits = new Map();
      this.#edits.set(document, edits);
    }
    const written = writeKeyLike(text, document.slice(start, end), createStyles(document.root ?? node)(node));
    edits.set(start, { start, end, text: written, placeholders: [] });
  }
}
