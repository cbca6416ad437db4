import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { RuleMeta } from './engine/rule/rule.ts';
import type { PageAssets } from './report/page/html.ts';
import { invalidOpenApi } from './schemaCheck/meta.ts';

declare const PORTCULLIS_PAGES: string | undefined;

/** The page of a rule as Markdown: from the package where it is built, from the source tree otherwise. */
export function readPage({ id, pillar }: Pick<RuleMeta, 'id' | 'pillar'>): string {
  const source = id === invalidOpenApi.id ? 'schemaCheck' : `engine/rules/${pillar}`;
  const path = join(import.meta.dirname, typeof PORTCULLIS_PAGES === 'string' ? PORTCULLIS_PAGES : source, `${id}.md`);
  return readFileSync(path, 'utf8');
}

/** The script and the style sheet of the report, from the package; in the source tree from its last build. */
export function readReportAssets(): PageAssets {
  const folder = typeof PORTCULLIS_PAGES === 'string' ? join(PORTCULLIS_PAGES, '../report') : '../../dist/report';
  const read = (name: string): string => readFileSync(join(import.meta.dirname, folder, name), 'utf8');
  const [script, style] = [read('page.js'), read('page.css')];
  // Loading it takes longer than the check of a small file, which needs none.
  const { createHash } = createRequire(join(import.meta.dirname, 'pages.js'))(
    'node:crypto',
  ) as typeof import('node:crypto');
  const sourceOf = (text: string): string => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  return { script, style, scriptSource: sourceOf(script), styleSource: sourceOf(style) };
}

/** The part of a page that explains, without the examples: what SARIF and hovers carry. */
export function introduction(page: string): string {
  const body = page.slice(page.indexOf('\n') + 1);
  const end = body.indexOf('\n## ');
  return (end < 0 ? body : body.slice(0, end)).trim();
}
