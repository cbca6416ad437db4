/** Where a position is within brackets and braces. */
export interface FlowPlace {
  readonly path: readonly (string | number)[];
  readonly slot: 'key' | 'value';
  /** Where the token that is being typed begins; the end of the text if none has begun. */
  readonly tokenAt: number;
  readonly quote: '' | '"' | "'";
  /** Keys of the same map that stand before. */
  readonly keys: readonly string[];
}

interface FlowOptions {
  readonly isJson: boolean;
  readonly isInMap: boolean;
  /** A colon at the end of the text is a part of a name. */
  readonly isColonText?: boolean;
}

interface Open {
  readonly isMap: boolean;
  /** Of a map: the key whose value is read. */
  key: string | undefined;
  index: number;
  readonly keys: string[];
  /** A scalar or a collection stands there already: what follows is a comma. */
  isFilled: boolean;
}

/**
 * Reads flow YAML or JSON from `from` to the end of `text`. `isInMap`: it begins between the entries of a map. The offset
 * behind the last bracket where that is closed before; `undefined` where nothing but punctuation can follow.
 */
export function scanFlow(
  text: string,
  from: number,
  { isJson, isInMap, isColonText = false }: FlowOptions,
): FlowPlace | number | undefined {
  const stack: Open[] = isInMap ? [opened(true)] : [];
  const floor = stack.length;
  let at = from;
  while (at < text.length) {
    const character = text[at]!;
    const top = stack.at(-1);
    if (character === '{' || character === '[') {
      if (top !== undefined) top.isFilled = true;
      stack.push(opened(character === '{'));
      at++;
    } else if (character === '}' || character === ']') {
      // One that closes nothing is a slip of the author.
      if (stack.length > floor) stack.pop();
      at++;
      if (stack.length === 0) return at;
    } else if (character === ',') {
      if (top !== undefined) next(top);
      at++;
    } else if (character === ':') {
      if (top?.isMap === true) top.isFilled = false;
      at++;
    } else if (/\s/.test(character)) {
      at++;
    } else if (character === '#' && !isJson && !isReference(text, at) && /\s/.test(text[at - 1] ?? ' ')) {
      const end = text.indexOf('\n', at);
      if (end < 0) return undefined;
      at = end;
    } else {
      const end = character === '"' || character === "'" ? endOfQuoted(text, at) : endOfPlain(text, at, isColonText);
      const quote = character === '"' || character === "'" ? character : '';
      if (end === undefined || (end >= text.length && quote === '')) return place(stack, at, quote);
      if (top === undefined) {
        at = end;
        continue;
      }
      // A string that ends in a line break was never closed.
      if (top.isMap && top.key === undefined) {
        top.key = textOf(text.slice(at, end), quote);
        top.keys.push(top.key);
      }
      top.isFilled = true;
      at = end;
    }
  }
  return stack.at(-1)?.isFilled === true ? undefined : place(stack, text.length, '');
}

function opened(isMap: boolean): Open {
  return { isMap, key: undefined, index: 0, keys: [], isFilled: false };
}

function next(top: Open): void {
  top.index++;
  top.key = undefined;
  top.isFilled = false;
}

function place(stack: readonly Open[], tokenAt: number, quote: FlowPlace['quote']): FlowPlace | undefined {
  const top = stack.at(-1);
  if (top === undefined || top.isFilled) return undefined;
  const path: (string | number)[] = [];
  for (const { isMap, key, index } of stack.slice(0, -1)) path.push(isMap ? (key ?? '') : index);
  const slot = top.isMap && top.key === undefined ? 'key' : 'value';
  if (!top.isMap) path.push(top.index);
  else if (top.key !== undefined) path.push(top.key);
  return { path, slot, tokenAt, quote, keys: top.key === undefined ? top.keys : top.keys.slice(0, -1) };
}

/** `$ref: #/components/…` without quotes is a comment, but never meant as one. */
function isReference(text: string, at: number): boolean {
  return /\$ref["']?\s*:\s*$/.test(text.slice(Math.max(0, at - 20), at));
}

/** `undefined` where the quote is not closed to the end of the text. A line break ends one that was forgotten. */
function endOfQuoted(text: string, start: number): number | undefined {
  const quote = text[start]!;
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at];
    if (character === '\\' && quote === '"') at++;
    else if (character === quote) {
      if (quote === "'" && text[at + 1] === quote) at++;
      else return at + 1;
    } else if (character === '\n') return at;
  }
  return undefined;
}

function endOfPlain(text: string, start: number, isColonText: boolean): number {
  for (let at = start; at < text.length; at++) {
    const character = text[at]!;
    if (',[]{}\n'.includes(character)) return at;
    if (character === ':' && /[\s,[\]{}]/.test(text[at + 1] ?? (isColonText ? ':' : ' '))) return at;
    if (/\s/.test(character)) {
      const rest = /^[ \t]+/.exec(text.slice(at))?.[0].length ?? 0;
      // A plain scalar may hold spaces; at the end of the text it is finished.
      if (at + rest >= text.length || text[at + rest] === '#') return at;
    }
  }
  return text.length;
}

function textOf(token: string, quote: string): string {
  if (quote === '') return token.trim();
  const inner = token.slice(1, token.endsWith(quote) && token.length > 1 ? -1 : undefined);
  if (quote === "'") return inner.replaceAll("''", "'");
  try {
    return String(JSON.parse(`"${inner}"`));
  } catch {
    return inner;
  }
}
