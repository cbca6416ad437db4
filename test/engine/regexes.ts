import { type AST, RegExpParser } from '@eslint-community/regexpp';

/** A regular expression literal of a source file. */
export interface Literal {
  readonly source: string;
  readonly flags: string;
  readonly line: number;
}

const parser = new RegExpParser({ ecmaVersion: 2025 });

/**
 * The regular expression literals of a TypeScript source. Strings, templates and comments are skipped; a slash begins a
 * literal where a value may begin.
 */
export function literalsOf(code: string): readonly Literal[] {
  const found: Literal[] = [];
  const skipped = /\/\/[^\n]*|\/\*[\s\S]*?\*\/|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/y;
  const literal = /\/((?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+)\/([a-z]*)/y;
  /** How many braces are open in each `${}` around. */
  const templates: number[] = [];
  let before = '';
  for (let at = 0; at < code.length; ) {
    skipped.lastIndex = at;
    literal.lastIndex = at;
    const character = code[at]!;
    const isInText = templates.at(-1) === -1;
    if (isInText) {
      if (character === '`') templates.pop();
      if (code.startsWith('${', at)) templates.push(0);
      at += character === '\\' || code.startsWith('${', at) ? 2 : 1;
      before = ')';
      if (templates.at(-1) === 0) before = '(';
    } else if (skipped.test(code)) {
      if (character !== '/') before = ')';
      at = skipped.lastIndex;
    } else if (
      character === '/' &&
      /(^|[(,=:[!&|?{};>+]|\b(return|yield|case|of|in))$/.test(before) &&
      literal.test(code)
    ) {
      literal.lastIndex = at;
      const [text, pattern, flags] = literal.exec(code)!;
      found.push({ source: pattern!, flags: flags!, line: code.slice(0, at).split('\n').length });
      before = ')';
      at += text.length;
    } else {
      if (character === '`') templates.push(-1);
      const depth = templates.at(-1);
      if (depth !== undefined && depth >= 0) {
        if (character === '{') templates[templates.length - 1] = depth + 1;
        else if (character === '}' && depth > 0) templates[templates.length - 1] = depth - 1;
        else if (character === '}') templates.pop();
      }
      if (!/\s/.test(character)) before = (/\w/.test(character) ? before : '').slice(-8) + character;
      else if (/\w$/.test(before)) before = ` ${before}`;
      at++;
    }
  }
  return found;
}

type Instruction =
  | { readonly op: 'one'; readonly accepts: (character: string) => boolean }
  | { readonly op: 'split'; readonly first: number; readonly second: number }
  | { readonly op: 'jump'; readonly to: number }
  | { readonly op: 'mark'; readonly register: number }
  | { readonly op: 'moved'; readonly register: number }
  | { readonly op: 'back'; readonly from: number; readonly to: number }
  | { readonly op: 'edge'; readonly holds: (text: readonly string[], at: number) => boolean }
  | { readonly op: 'look'; readonly program: Program; readonly isNegated: boolean }
  | { readonly op: 'match' };

interface Program {
  readonly code: readonly Instruction[];
  /** 1, or -1 for what looks behind. */
  readonly step: 1 | -1;
}

/**
 * Counts the steps of a matcher that tracks back as those of JavaScript do: from each offset on, and on behind a match
 * where the expression has the flag `g`. Counting ends at `limit`.
 */
export class Counter {
  readonly ast: AST.Pattern;
  readonly #flags: string;
  readonly #program: Program;
  #registers = 0;
  #steps = 0;
  #limit = 0;

  constructor({ source, flags }: { readonly source: string; readonly flags: string }) {
    this.#flags = flags;
    this.ast = parser.parsePattern(source, 0, source.length, {
      unicode: flags.includes('u'),
      unicodeSets: flags.includes('v'),
    });
    this.#program = this.#compile(this.ast.alternatives, 1);
  }

  /** Whether one of the characters is matched by a part. */
  accepts(part: AST.Element): (character: string) => boolean {
    return acceptsFor(part, this.#flags);
  }

  count(text: string, limit: number): number {
    this.#steps = 0;
    this.#limit = limit;
    const characters = /[uv]/.test(this.#flags) ? [...text] : text.split('');
    const isSticky = this.#flags.includes('y');
    for (let at = 0; at <= characters.length; ) {
      const end = this.#run(this.#program, characters, at, []);
      if (this.#steps >= limit || isSticky || (end >= 0 && !this.#flags.includes('g'))) break;
      at = Math.max(end, at + 1);
    }
    return this.#steps;
  }

  /** Where a match that begins at `start` ends, or -1. */
  #run({ code, step }: Program, text: readonly string[], start: number, registers: number[]): number {
    const stack: (readonly [pc: number, at: number, register: number, value: number])[] = [];
    let pc = 0;
    let at = start;
    for (;;) {
      if (++this.#steps >= this.#limit) return -1;
      const now = code[pc]!;
      let isFailed = false;
      switch (now.op) {
        case 'one': {
          const character = step > 0 ? text[at] : text[at - 1];
          if (character !== undefined && now.accepts(character)) at += step;
          else isFailed = true;
          pc++;
          break;
        }
        case 'split':
          stack.push([now.second, at, -1, 0]);
          pc = now.first;
          break;
        case 'jump':
          pc = now.to;
          break;
        case 'mark':
          stack.push([-1, 0, now.register, registers[now.register] ?? -1]);
          registers[now.register] = at;
          pc++;
          break;
        case 'moved':
          isFailed = registers[now.register] === at;
          pc++;
          break;
        case 'back': {
          const [from = -1, to = -1] = [registers[now.from], registers[now.to]];
          for (let index = from; from >= 0 && index < to && !isFailed; index++, at++)
            isFailed = text[at] !== text[index];
          pc++;
          break;
        }
        case 'edge':
          isFailed = !now.holds(text, at);
          pc++;
          break;
        case 'look':
          isFailed = this.#run(now.program, text, at, registers) >= 0 === now.isNegated;
          pc++;
          break;
        case 'match':
          return at;
      }
      while (isFailed) {
        const choice = stack.pop();
        if (choice === undefined) return -1;
        if (choice[0] < 0) registers[choice[2]] = choice[3];
        else [pc, at, isFailed] = [choice[0], choice[1], false];
      }
    }
  }

  #compile(alternatives: readonly AST.Alternative[], step: 1 | -1): Program {
    const code: Instruction[] = [];
    this.#alternatives(alternatives, step, code);
    code.push({ op: 'match' });
    return { code, step };
  }

  #alternatives(alternatives: readonly AST.Alternative[], step: 1 | -1, code: Instruction[]): void {
    const ends: number[] = [];
    alternatives.forEach(({ elements }, index) => {
      const split = code.length;
      const isLast = index === alternatives.length - 1;
      if (!isLast) code.push({ op: 'match' });
      for (const element of step > 0 ? elements : elements.toReversed()) this.#element(element, step, code);
      if (isLast) return;
      ends.push(code.length);
      code.push({ op: 'match' });
      code[split] = { op: 'split', first: split + 1, second: code.length };
    });
    for (const end of ends) code[end] = { op: 'jump', to: code.length };
  }

  #element(element: AST.Element, step: 1 | -1, code: Instruction[]): void {
    switch (element.type) {
      case 'Group':
        this.#alternatives(element.alternatives, step, code);
        break;
      case 'CapturingGroup': {
        const register = this.#registerOf(element);
        code.push({ op: 'mark', register: step > 0 ? register : register + 1 });
        this.#alternatives(element.alternatives, step, code);
        code.push({ op: 'mark', register: step > 0 ? register + 1 : register });
        break;
      }
      case 'Backreference': {
        const group = Array.isArray(element.resolved) ? element.resolved[0] : element.resolved;
        const register = this.#registerOf(group as AST.CapturingGroup);
        code.push({ op: 'back', from: register, to: register + 1 });
        break;
      }
      case 'Quantifier':
        this.#quantifier(element, step, code);
        break;
      case 'Assertion':
        if (element.kind === 'lookahead' || element.kind === 'lookbehind') {
          const program = this.#compile(element.alternatives, element.kind === 'lookahead' ? 1 : -1);
          code.push({ op: 'look', program, isNegated: element.negate });
        } else {
          code.push({ op: 'edge', holds: edgeFor(element, this.#flags) });
        }
        break;
      default:
        code.push({ op: 'one', accepts: this.accepts(element) });
    }
  }

  #quantifier({ element, min, max, greedy }: AST.Quantifier, step: 1 | -1, code: Instruction[]): void {
    for (let round = 0; round < min; round++) this.#element(element, step, code);
    const splits: number[] = [];
    const rounds = max === Number.POSITIVE_INFINITY ? 1 : max - min;
    for (let round = 0; round < rounds; round++) {
      const split = code.length;
      splits.push(split);
      code.push({ op: 'match' });
      const register = this.#registers++;
      const isSimple =
        element.type === 'Character' || element.type === 'CharacterClass' || element.type === 'CharacterSet';
      if (!isSimple) code.push({ op: 'mark', register });
      this.#element(element, step, code);
      if (!isSimple) code.push({ op: 'moved', register });
      if (max === Number.POSITIVE_INFINITY) code.push({ op: 'jump', to: split });
    }
    for (const split of splits) {
      const [first, second] = greedy ? [split + 1, code.length] : [code.length, split + 1];
      code[split] = { op: 'split', first, second };
    }
  }

  readonly #groups = new Map<AST.CapturingGroup, number>();

  #registerOf(group: AST.CapturingGroup): number {
    let register = this.#groups.get(group);
    if (register === undefined) {
      register = this.#registers;
      this.#registers += 2;
      this.#groups.set(group, register);
    }
    return register;
  }
}

function acceptsFor(part: AST.Element, flags: string): (character: string) => boolean {
  const one = new RegExp(`^(?:${part.raw})$`, flags.replaceAll(/[gmy]/g, ''));
  const known = new Map<string, boolean>();
  return (character) => {
    let isAccepted = known.get(character);
    if (isAccepted === undefined) {
      isAccepted = one.test(character);
      known.set(character, isAccepted);
    }
    return isAccepted;
  };
}

function edgeFor(
  edge: Exclude<AST.Assertion, AST.LookaroundAssertion>,
  flags: string,
): (text: readonly string[], at: number) => boolean {
  const isBreak = (character: string | undefined): boolean =>
    character === undefined || (flags.includes('m') && /[\n\r\u2028\u2029]/.test(character));
  const isWord = (character: string | undefined): boolean => character !== undefined && /\w/.test(character);
  if (edge.kind === 'start') return (text, at) => isBreak(text[at - 1]);
  if (edge.kind === 'end') return (text, at) => isBreak(text[at]);
  const isNegated = edge.kind === 'word' && edge.negate;
  return (text, at) => (isWord(text[at - 1]) !== isWord(text[at])) !== isNegated;
}

/** From how many rounds on a repetition is one that a text can make long. */
const longFrom = 20;

interface Place {
  /** A text that leads to the repetition. */
  readonly before: string;
  /** Texts of one round. */
  readonly rounds: readonly string[];
}

/** Texts by their size, made of the parts of an expression so that each repetition has much to do. */
function attacks(counter: Counter): readonly ((size: number) => string)[] {
  const places = placesOf(counter);
  const rounds = [...new Set(places.flatMap(({ rounds: own }) => own))].slice(0, 6);
  const made = new Map<string, (size: number) => string>();
  for (const { before, rounds: own } of places) {
    for (const round of new Set([...own, ...rounds])) {
      const parts = [before + round, before + round.repeat(3), `${before + round}\n`];
      for (const [lead, part] of [[before, round], ...parts.map((one) => ['', one])] as [string, string][]) {
        for (const tail of ['', '\u0001', '\n\u0001']) {
          const repeated = (size: number): string => lead + part.repeat(Math.ceil(size / part.length)) + tail;
          made.set(repeated(50), repeated);
        }
      }
    }
  }
  return [...made.values()];
}

function placesOf(counter: Counter): readonly Place[] {
  const candidates = [...'aA0 \n-_.:/"\'`<>()[]{}=,;@#$%&*+?!|\\~^\tzbefgx19\r\u00e9\u200b\u{e0061}\u3000'];
  /** How many parts of the expression take each of them: what many take can be divided between them. */
  const ranks = new Map<string, number>(candidates.map((character) => [character, 0]));
  const single: AST.Element[] = [];
  const places: Place[] = [];
  collect(counter.ast.alternatives);
  for (const part of single) if (part.type === 'Character') candidates.push(String.fromCodePoint(part.value));
  for (const part of single) {
    const accepts = counter.accepts(part);
    for (const character of new Set(candidates))
      if (accepts(character)) ranks.set(character, (ranks.get(character) ?? 0) + 1);
  }
  const byRank = [...new Set(candidates)].sort((a, b) => ranks.get(b)! - ranks.get(a)!);
  walk(counter.ast.alternatives, '');
  return places;

  function collect(alternatives: readonly AST.Alternative[]): void {
    for (const { elements } of alternatives) for (const element of elements) collectElement(element);
  }

  function collectElement(element: AST.Element): void {
    if ('alternatives' in element) collect(element.alternatives);
    else if (element.type === 'Quantifier') collectElement(element.element);
    else if (element.type !== 'Assertion' && element.type !== 'Backreference') single.push(element);
  }

  /** A short text that an element matches; `which` chooses among the characters. */
  function sample(element: AST.Element, which: number): string {
    switch (element.type) {
      case 'Quantifier':
        return sample(element.element, which).repeat(Math.min(element.min, 200));
      case 'Group':
      case 'CapturingGroup':
        return sampleAll(element.alternatives[which % element.alternatives.length]!.elements, which);
      case 'Assertion':
        if (element.kind === 'lookbehind' && !element.negate)
          return sampleAll(element.alternatives[0]!.elements, which);
        return element.kind === 'start' && which > 0 ? '\n' : '';
      case 'Backreference':
        return '';
      case 'Character':
        return String.fromCodePoint(element.value);
      default: {
        const accepts = counter.accepts(element);
        const accepted = byRank.filter(accepts);
        return accepted[which % Math.max(1, accepted.length)] ?? '';
      }
    }
  }

  function sampleAll(elements: readonly AST.Element[], which: number): string {
    return elements.map((element) => sample(element, which)).join('');
  }

  function walk(alternatives: readonly AST.Alternative[], before: string): void {
    for (const { elements } of alternatives) {
      let lead = before;
      for (const element of elements) {
        walkElement(element, lead);
        lead += sample(element, 0);
      }
    }
  }

  function walkElement(element: AST.Element, before: string): void {
    if ('alternatives' in element) walk(element.alternatives, before);
    if (element.type !== 'Quantifier') return;
    if (element.max >= longFrom) {
      const body = element.element;
      const choices = 'alternatives' in body ? Math.max(2, Math.min(6, body.alternatives.length)) : 2;
      const rounds = Array.from({ length: choices }, (_, which) => sample(body, which) || sampleOnce(body, which));
      places.push({ before, rounds: [...new Set(rounds)].filter((round) => round !== '') });
    }
    walkElement(element.element, before);
  }

  /** What is optional in a round is there once. */
  function sampleOnce(element: AST.Element, which: number): string {
    if (element.type === 'Quantifier') return sampleOnce(element.element, which);
    if ('alternatives' in element)
      return (element.alternatives[which % element.alternatives.length]?.elements ?? [])
        .map((part) => sampleOnce(part, which))
        .join('');
    return sample(element, which);
  }
}

/**
 * The beginning of a text for which an expression takes more than its share of steps: twice the length, much more than
 * twice the steps. `undefined` if none of the attacks has that effect.
 */
export function slowText(literal: { readonly source: string; readonly flags: string }): string | undefined {
  const counter = new Counter(literal);
  const limit = 3_000_000;
  const grows = (attack: (size: number) => string, size: number): boolean => {
    const steps = counter.count(attack(size), limit);
    const tooMany = Math.ceil(2.6 * steps);
    return steps >= limit || counter.count(attack(2 * size), tooMany) >= tooMany;
  };
  // Repetitions with a bound look the same until the bound is reached.
  const slow = attacks(counter).find((attack) => grows(attack, 150) && grows(attack, 1000));
  return slow?.(20);
}
