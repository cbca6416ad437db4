import type { Config } from '../config/config.ts';
import type { Finding } from '../finding.ts';
import { grammarOf } from '../openapi/grammar.ts';
import type { OpenApiDescription } from '../openapi/model.ts';
import type { PlainValue } from '../syntax/toValue.ts';
import type { PatchValue } from '../textEdits/fix.ts';
import type { Style } from '../textEdits/style.ts';
import { blockValue } from '../textEdits/write.ts';
import { createReplace, redact } from './redact.ts';
import { copyMap, findingIn, isMap, type Sample, withValue } from './sample.ts';
import { shrink, type Trial } from './shrink.ts';
import { slicesOf } from './slice.ts';

/** A description that shows one finding and nothing of its author. */
export interface MinimalDescription {
  readonly files: readonly { readonly name: string; readonly text: string }[];
  /** The message of the finding in these files; `undefined` if they do not show it. */
  readonly message: string | undefined;
  /** Words that the finding needs, which are not replaced. */
  readonly kept: readonly string[];
}

/** Each trial analyzes a small description. */
const maxTrials = 1200;

/** More words of a text are replaced together. */
const maxWords = 400;

const style: Style = {
  language: 'yaml',
  quote: '"',
  step: '  ',
  sequenceIndent: '  ',
  eol: '\n',
  beforeColon: '',
  colon: ' ',
  gap: ' ',
  pad: ' ',
  usesFlow: () => true,
};

/**
 * The smallest description found that still shows a finding, with names and texts replaced. Words are kept only if the
 * finding is gone without them; secrets never. Yields before each trial, so that the caller can do other work.
 */
export function* minimize(
  finding: Finding,
  description: OpenApiDescription,
  config: Config,
): Generator<undefined, MinimalDescription> {
  let trials = 0;
  const shows: Trial = (sample) =>
    trials++ < maxTrials ? findingIn(sample, finding, config) !== undefined : undefined;
  let first: Sample | undefined;
  let shown: Sample | undefined;
  for (const sample of slicesOf(finding, description)) {
    yield;
    first ??= sample;
    if (shows(sample) !== true) continue;
    shown = sample;
    break;
  }
  const grammar = grammarOf(description.version);
  if (shown === undefined)
    return { files: filesOf(redact(first!, grammar, createReplace())), message: undefined, kept: [] };
  shown = yield* shrink(yield* withPlainInfo(shown, shows), shows);

  const all = createReplace();
  const redacted = redact(shown, grammar, all);
  yield;
  const kept = shows(redacted) === true ? new Set<string>() : yield* neededWords(shown, [...all.seen], shows, grammar);
  const result = redact(shown, grammar, createReplace(kept));
  const found = findingIn(result, finding, config, write);
  return { files: filesOf(result), message: found?.message, kept: found === undefined ? [] : [...kept].sort() };
}

/** The title of an API tells whose it is. */
function* withPlainInfo(sample: Sample, shows: Trial): Generator<undefined, Sample> {
  const [entry, ...others] = sample.documents;
  if (entry === undefined || !isMap(entry.value) || sample.at.path[0] === 'info') return sample;
  const info = copyMap([
    ['title', 'API'],
    ['version', '1'],
  ]);
  const plain = { ...sample, documents: [{ ...entry, value: withValue(entry.value, ['info'], info) }, ...others] };
  yield;
  return shows(plain) === true ? plain : sample;
}

/** The words without which the finding is gone: groups are replaced as long as it stays. */
function* neededWords(
  sample: Sample,
  words: readonly string[],
  shows: Trial,
  grammar: ReturnType<typeof grammarOf>,
): Generator<undefined, ReadonlySet<string>> {
  const kept = new Set(words.slice(0, maxWords));
  const groups: (readonly string[])[] = kept.size === 0 ? [] : [[...kept]];
  for (let group = groups.shift(); group !== undefined; group = groups.shift()) {
    yield;
    const fewer = new Set([...kept].filter((word) => !group!.includes(word)));
    const answer = shows(redact(sample, grammar, createReplace(fewer)));
    if (answer === undefined) return new Set();
    if (answer) for (const word of group) kept.delete(word);
    else if (group.length > 1) {
      const half = Math.ceil(group.length / 2);
      groups.unshift(group.slice(0, half), group.slice(half));
    }
  }
  return kept;
}

function filesOf({ documents }: Sample): MinimalDescription['files'] {
  return documents.map(({ name, value }) => ({ name, text: write(value) }));
}

/** YAML in block style; each scalar is on one line. */
function write(value: PlainValue): string {
  return `${blockValue(value as PatchValue, '', style)
    .trim()
    .replaceAll(/^ {2}/gm, '')}
`;
}
