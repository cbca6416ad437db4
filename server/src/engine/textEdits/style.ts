import { pure } from '../incremental/pure.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { columnOf, lineEndOf } from '../syntax/text/lines.ts';

/** How text is written at a place, learned from its neighbours. */
export interface Style {
  readonly language: 'yaml' | 'json';
  readonly quote: '"' | "'";
  /** The indentation of one level. */
  readonly step: string;
  /** The indentation of a block sequence below its key; empty where sequences are not indented. */
  readonly sequenceIndent: string;
  readonly eol: string;
  /** The space before a colon in JSON. */
  readonly beforeColon: string;
  /** The space behind a colon in flow style. */
  readonly colon: string;
  /** The space behind a comma in flow style, on one line. */
  readonly gap: string;
  /** The space within the braces of a flow map. */
  readonly pad: string;
  /**
   * True if nearly all innermost collections of the document are in flow style, which tells what a new one is to be where
   * the ones beside it do not. Maps, and lists without maps, differ in many documents.
   */
  readonly usesFlow: (kind: 'map' | 'sequence') => boolean;
}

/** How many entries of a map are looked at: style shows in the first of them. */
const maxNeighbours = 30;

/** Learns the style at nodes of one document; what holds for the whole document is learned once. */
export function createStyles(root: SourceNode): (node: SourceNode) => Style {
  const { text, language } = root.document;
  // JSON in a file that is named as YAML stays JSON.
  const [first] = root.style === 'flow' ? root.ownEntries() : [];
  const isYaml = language === 'yaml' && (first === undefined || text[first.keyStart] !== '"');
  const quote = isYaml && count(text, ": '") > count(text, ': "') ? "'" : '"';
  const common = isYaml ? firstIndents(root) : { step: jsonStep(text), sequence: '' };
  const isCompact = !isYaml && /[{,]\s*"(?:[^"\\]|\\.)*":\S/.test(text.slice(0, 2000));
  // Jackson, among others, writes `"key" : value`.
  const beforeColon = !isYaml && /^\s*\{\s*"(?:[^"\\]|\\.)*" :/.test(text.slice(0, 2000)) ? ' ' : '';
  const hasNoBreaks = !text.includes('\n');
  const padAround = createPads();
  return (node) => {
    const near = isYaml ? indentsAround(node) : undefined;
    const step = near?.step ?? common.step ?? '  ';
    return {
      language: isYaml ? 'yaml' : 'json',
      quote,
      step,
      sequenceIndent: near?.sequence ?? common.sequence ?? step,
      eol: hasNoBreaks ? '\n' : lineBreakAt(text, node.start),
      beforeColon,
      colon: isCompact ? '' : ' ',
      gap: isCompact ? '' : ' ',
      pad: padAround(node) ?? (isYaml ? ' ' : ''),
      usesFlow: (kind) => isYaml && usesFlow(root, kind),
    };
  };
}

/** Collections beside it that all stand on one line, in flow style, show how a new one is to be written. */
export function isOneLineAmong(siblings: readonly SourceNode[]): boolean {
  const collections = siblings.slice(0, maxNeighbours).filter((node) => childrenOf(node).length > 0);
  return collections.length > 0 && collections.every(isOneLine);
}

/** True for a flow collection that stands on one line and is not empty. */
export function isOneLine(node: SourceNode): boolean {
  return node.style === 'flow' && childrenOf(node).length > 0 && lineEndOf(node.document.text, node.start) >= node.end;
}

function usesFlow(root: SourceNode, kind: 'map' | 'sequence'): boolean {
  const { flow, block } = innermostStyles(root)[kind];
  return flow >= 3 && flow >= 4 * block;
}

/** Among so many nodes, style shows. */
const maxNodes = 3000;

const innermostStyles = pure('style.innermostStyles', (root: SourceNode) => {
  const counts = { map: { flow: 0, block: 0 }, sequence: { flow: 0, block: 0 } };
  const open = [root];
  for (let seen = 0; seen < maxNodes; seen++) {
    const node = open.pop();
    if (node === undefined) break;
    const children = childrenOf(node);
    if (isInnermost(node)) {
      const ofKind = node.kind === 'map' ? counts.map : counts.sequence;
      if (node.style === 'flow') ofKind.flow++;
      else ofKind.block++;
    }
    for (let index = children.length - 1; index >= 0; index--) open.push(children[index]!);
  }
  return counts;
});

/** True for a collection of scalars, and of nothing else. */
export function isInnermost(node: SourceNode): boolean {
  const children = childrenOf(node);
  return children.length > 0 && children.every((child) => childrenOf(child).length === 0);
}

interface Indents {
  readonly step?: string;
  readonly sequence?: string;
}

/** The indents of the maps that hold a node, the nearest first. */
function indentsAround(node: SourceNode): Indents {
  let found: Indents = {};
  for (let map: SourceNode | undefined = node; map !== undefined; map = map.parent) {
    found = { ...indentsOf(map), ...found };
    if (found.step !== undefined && found.sequence !== undefined) break;
  }
  return found;
}

/** The indents in the first places of a document that show them. */
function firstIndents(root: SourceNode): Indents {
  let found: Indents = {};
  const queue = [root];
  for (let index = 0; index < queue.length && index < 2000; index++) {
    const node = queue[index]!;
    found = { ...indentsOf(node), ...found };
    if (found.step !== undefined && found.sequence !== undefined) break;
    queue.push(...childrenOf(node));
  }
  return found;
}

/** How the block collections that a block map holds are indented against their keys. */
function indentsOf(map: SourceNode): Indents {
  let step: string | undefined;
  let sequence: string | undefined;
  if (map.style !== 'block') return {};
  const { text } = map.document;
  for (const { keyStart, value } of map.ownEntries().slice(0, maxNeighbours)) {
    if (value.style !== 'block') continue;
    const added = columnOf(text, value.start) - columnOf(text, keyStart);
    if (value.kind === 'map' && added > 0) step ??= ' '.repeat(added);
    if (value.kind === 'sequence' && added >= 0) sequence ??= ' '.repeat(added);
  }
  return { ...(step === undefined ? {} : { step }), ...(sequence === undefined ? {} : { sequence }) };
}

/** Finds the space within the braces of the flow map nearest to a node. What parents show is remembered. */
function createPads(): (node: SourceNode) => string | undefined {
  const known = new Map<SourceNode, string | undefined>();
  return (node) => {
    const asked: SourceNode[] = [];
    let pad: string | undefined;
    let near: SourceNode | undefined = node;
    for (; near !== undefined && !known.has(near) && pad === undefined; near = near.parent) {
      asked.push(near);
      pad = padWithin(near);
    }
    if (near !== undefined) pad ??= known.get(near);
    for (const each of asked) known.set(each, pad);
    return pad;
  };
}

function padWithin(node: SourceNode): string | undefined {
  for (const map of [node, ...childrenOf(node).slice(0, maxNeighbours)]) {
    if (map.kind !== 'map' || map.style !== 'flow' || map.ownEntries().length === 0) continue;
    const inside = map.document.text[map.start + 1];
    if (inside !== '\n' && inside !== '\r') return inside === ' ' ? ' ' : '';
  }
  return undefined;
}

export function childrenOf(node: SourceNode): readonly SourceNode[] {
  return node.kind === 'map' ? node.ownEntries().map(({ value }) => value) : node.ownItems();
}

/** The line break before a place, or the first after it. */
function lineBreakAt(text: string, offset: number): string {
  const at = text.indexOf('\n', Math.max(0, text.lastIndexOf('\n', offset - 1)));
  return at > 0 && text[at - 1] === '\r' ? '\r\n' : '\n';
}

/** The first indented line of pretty-printed JSON shows the step; compact JSON has none. */
function jsonStep(text: string): string {
  return /\n([ \t]+)\S/.exec(text.slice(0, 10_000))?.[1] ?? '  ';
}

function count(text: string, part: string): number {
  let found = 0;
  for (let at = text.indexOf(part); at >= 0 && found < 1000; at = text.indexOf(part, at + 1)) found++;
  return found;
}
