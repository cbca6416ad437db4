import { analyze } from '../analyze/analyze.ts';
import type { Config } from '../config/config.ts';
import { describe } from '../description/describe.ts';
import type { Finding } from '../finding.ts';
import { escapeToken } from '../openapi/uri.ts';
import { parseSource } from '../syntax/parseSource.ts';
import type { PlainValue } from '../syntax/toValue.ts';

export type PlainMap = { [key: string]: PlainValue };
export type Path = readonly (string | number)[];

/** A description as plain data; the first document is the entry. */
export interface Sample {
  readonly documents: readonly { readonly name: string; readonly value: PlainValue }[];
  /** Where the finding is. */
  readonly at: { readonly document: number; readonly path: Path };
}

const folder = 'file:///sample/';

export function isMap(value: PlainValue | undefined): value is PlainMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The finding that a sample still shows at its place. */
export function findingIn(
  { documents, at }: Sample,
  wanted: Pick<Finding, 'ruleId' | 'echo'>,
  config: Config,
  write: (value: PlainValue) => string = JSON.stringify,
): Finding | undefined {
  const sources = documents.map(({ name, value }) => parseSource(folder + name, write(value)));
  const [entry] = sources;
  const source = sources[at.document];
  if (entry === undefined || source === undefined) return undefined;
  const description = describe(
    entry,
    {
      load(uri) {
        const document = sources.find((one) => one.uri === uri);
        return document === undefined ? { failure: 'missing-file', message: 'It does not exist.' } : { document };
      },
    },
    config,
  );
  if (description === undefined) return undefined;
  const pointer = at.path.map((key) => `/${escapeToken(String(key))}`).join('');
  return analyze(description, config).findings.find(
    (finding) =>
      finding.ruleId === wanted.ruleId &&
      finding.echo === wanted.echo &&
      finding.document === source &&
      finding.pointer === pointer,
  );
}

/** The value at a path; `undefined` where nothing is. */
export function valueAt(value: PlainValue | undefined, path: Path): PlainValue | undefined {
  let found = value;
  for (const key of path) {
    if (Array.isArray(found)) found = found[Number(key)];
    else if (isMap(found)) found = Object.hasOwn(found, key) ? found[String(key)] : undefined;
    else return undefined;
  }
  return found;
}

/** The same value with another one at a path; only what holds the path is copied. */
export function withValue(value: PlainValue, path: Path, replaced: PlainValue): PlainValue {
  const [key, ...rest] = path;
  if (key === undefined) return replaced;
  if (Array.isArray(value)) return value.map((item, index) => (index === key ? withValue(item, rest, replaced) : item));
  if (!isMap(value)) return value;
  return copyMap(
    Object.entries(value).map(([name, held]) => [name, name === key ? withValue(held, rest, replaced) : held]),
  );
}

/** No key of a map without prototype means more than it says. */
export function copyMap(entries: readonly (readonly [string, PlainValue])[]): PlainMap {
  const map = Object.create(null) as PlainMap;
  for (const [key, value] of entries) map[key] = value;
  return map;
}
