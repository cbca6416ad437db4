import {
  Composer,
  type Document,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  Lexer,
  type Node,
  type Pair,
  Parser,
  YAMLParseError,
} from 'yaml';
import { plainScalar } from '../scalars.ts';
import type { NodeStyle } from '../sourceNode.ts';
import { type ChunkProblem, type TreeChunk, TreeNode } from '../tree.ts';
import type { Mark, ReadText } from './readEvents.ts';

/** How deep collections may nest. What is deeper is left out of the tree, and reported. */
export const maxDepth = 500;

export const tooDeep = `This is nested more than ${maxDepth} levels deep, so it is not read. Nest less, or use references.`;

export interface ReadBroken extends ReadText {
  /** What is wrong with the text, in its order; empty for odd text that can be read all the same. */
  readonly problems: readonly ChunkProblem[];
}

/** Reads one YAML document that may be broken: never throws, and keeps what can be kept. */
export function readTolerant(text: string, chunk: TreeChunk): ReadBroken {
  try {
    return read(text, chunk);
  } catch (error) {
    // The parser promises not to throw; if its stack overflows all the same, that is the text's depth.
    const message =
      error instanceof RangeError ? 'This is nested too deeply to be read.' : 'This cannot be read as YAML.';
    const problem = {
      code: 'nesting-too-deep',
      message,
      severity: 'error',
      from: 0,
      to: Math.min(1, text.length),
    } as const;
    return { root: undefined, marks: [], problems: [problem] };
  }
}

function read(text: string, chunk: TreeChunk): ReadBroken {
  const { document, tooDeepAt } = parse(text);
  const marks: Mark[] = [];
  const problems: ChunkProblem[] = document.errors.map(({ code, message, pos }) => ({
    code: code.toLowerCase().replaceAll('_', '-'),
    message: sentence(message),
    severity: 'error',
    from: Math.min(pos[0], text.length),
    to: Math.min(Math.max(pos[1], pos[0] + 1), text.length),
  }));
  if (tooDeepAt !== undefined) {
    // That nothing closes what is open there follows from it.
    problems.unshift({
      code: 'nesting-too-deep',
      message: tooDeep,
      severity: 'error',
      from: tooDeepAt,
      to: tooDeepAt + 1,
    });
  }
  const root = document.contents === null ? undefined : convert(document.contents, 0);
  return { root, marks, problems };

  function convert(source: Node, depth: number): TreeNode {
    const [from = 0, to = from] = source.range ?? [];
    if (isAlias(source)) {
      const node = new TreeNode('alias', 'plain', chunk, from, to);
      marks.push({ name: source.source, node });
      return node;
    }
    const anchor = 'anchor' in source ? source.anchor : undefined;
    const node = new TreeNode(kindOf(source), styleOf(source), chunk, from, to);
    if (anchor !== undefined) marks.push({ name: anchor, node });
    if (isScalar(source)) {
      node.value = scalarOf(source.source ?? '', node.style, source.tag);
      if (node.style === 'literal' || node.style === 'folded') node.to = from + text.slice(from, to).trimEnd().length;
      return node;
    }
    if (depth > maxDepth) {
      problems.push({
        code: 'nesting-too-deep',
        message: tooDeep,
        severity: 'error',
        from,
        to: from + 1,
      });
      return node;
    }
    if (isSeq(source)) for (const item of source.items) node.addItem(child(item, depth, node));
    if (isMap(source)) for (const pair of source.items) addPair(node, pair, depth);
    if (node.style === 'block') node.to = Math.max(from, lastEnd(node));
    return node;
  }

  function child(item: unknown, depth: number, parent: TreeNode): TreeNode {
    if (isNode(item)) return convert(item, depth + 1);
    // A pair in a sequence (`[a: b]`) is a map of one entry.
    if (typeof item === 'object' && item !== null && 'key' in item) {
      const map = new TreeNode('map', 'flow', chunk, parent.from, parent.from);
      addPair(map, item as Pair, depth + 1);
      return map;
    }
    return absent(lastEnd(parent));
  }

  function addPair(node: TreeNode, pair: Pair, depth: number): void {
    const key = isNode(pair.key) ? pair.key : undefined;
    const [keyFrom = lastEnd(node), keyTo = keyFrom] = key?.range ?? [];
    const keyText =
      isScalar(key) && typeof key.value === 'string'
        ? key.value
        : isScalar(key)
          ? (key.source ?? '')
          : text.slice(keyFrom, keyTo);
    const value = isNode(pair.value) ? convert(pair.value, depth + 1) : absent(afterColon(keyTo));
    node.addEntry(keyText, keyFrom, keyTo, value);
  }

  function absent(at: number): TreeNode {
    const node = new TreeNode('scalar', 'plain', chunk, at, at);
    node.value = null;
    return node;
  }

  function afterColon(from: number): number {
    const space = /^[ \t]*:/.exec(text.slice(from, from + 100));
    return space === null ? from : from + space[0].length;
  }
}

interface Parsed {
  readonly document: Document.Parsed;
  /** Where the text ends for the parser, as what follows would be nested too deeply. */
  readonly tooDeepAt: number | undefined;
}

/** The first document of a text. The depth is looked at before there are nodes: hundreds of thousands of open brackets cost gigabytes. */
function parse(text: string): Parsed {
  let tooDeepAt: number | undefined;
  const parser = new Parser();
  function* tokens(): ReturnType<Parser['next']> {
    for (const lexeme of new Lexer().lex(text)) {
      const at = parser.offset;
      yield* parser.next(lexeme);
      if (parser.stack.length <= maxDepth + 1) continue;
      tooDeepAt = at;
      break;
    }
    yield* parser.end();
  }
  const composer = new Composer({
    uniqueKeys: false,
    logLevel: 'error',
    strict: true,
    version: '1.2',
    merge: false,
    prettyErrors: false,
  });
  let document: Document.Parsed | undefined;
  for (const next of composer.compose(tokens(), true, text.length)) {
    if (document === undefined) {
      document = next;
      continue;
    }
    const [from = 0, to = from] = next.range;
    document.errors.push(new YAMLParseError([from, to], 'MULTIPLE_DOCS', 'A second document begins here.'));
    break;
  }
  return { document: document!, tooDeepAt };
}

function kindOf(source: Node): 'map' | 'sequence' | 'scalar' {
  return isMap(source) ? 'map' : isSeq(source) ? 'sequence' : 'scalar';
}

const scalarStyles: Readonly<Record<string, NodeStyle>> = {
  QUOTE_SINGLE: 'single-quoted',
  QUOTE_DOUBLE: 'double-quoted',
  BLOCK_LITERAL: 'literal',
  BLOCK_FOLDED: 'folded',
};

function styleOf(source: Node): NodeStyle {
  if (isScalar(source)) return scalarStyles[source.type ?? ''] ?? 'plain';
  return (isMap(source) || isSeq(source)) && source.flow ? 'flow' : 'block';
}

function scalarOf(source: string, style: NodeStyle, tag: string | undefined) {
  return style === 'plain' && tag === undefined ? plainScalar(source) : source;
}

function lastEnd(node: TreeNode): number {
  const last = node.children.at(-1);
  return last === undefined ? node.to : Math.max(last.to, last.keyTo);
}

/** The first line of the parser's message, as a sentence. */
function sentence(message: string): string {
  const first = (message.split('\n')[0] ?? '').replace(/ at line \d+, column \d+:?$/, '').replace(/:$/, '');
  return first.endsWith('.') ? first : `${first}.`;
}
