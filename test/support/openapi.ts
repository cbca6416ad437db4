import assert from 'node:assert/strict';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { describe } from '../../server/src/engine/description/describe.ts';
import type { Analysis } from '../../server/src/engine/finding.ts';
import type { OpenApiDescription } from '../../server/src/engine/openapi/model.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';

/** A description from texts: the first is the entry, the others are found by their names. */
export function describeTexts(texts: Readonly<Record<string, string>>): OpenApiDescription {
  const documents = new Map(
    Object.entries(texts).map(([name, text]) => [`file:///d/${name}`, parseSource(`file:///d/${name}`, text)]),
  );
  const [entry] = documents.values();
  assert.ok(entry);
  const description = describe(entry, {
    load(uri) {
      const document = documents.get(uri);
      return document === undefined ? { failure: 'missing-file', message: `"${uri}" does not exist.` } : { document };
    },
  });
  assert.ok(description);
  return description;
}

export function describeText(text: string): OpenApiDescription {
  return describeTexts({ [text.startsWith('{') ? 'a.json' : 'a.yaml']: text });
}

export function analyzeText(text: string, config: Partial<Config> = {}): Analysis {
  return analyze(describeText(text), { ...defaultConfig, ...config });
}
