import { h } from 'preact';
import { render } from 'preact-render-to-string';
import type { Report } from '../report.ts';
import { Page } from './view.ts';

/** The script and the style sheet of the page, as built, with their sources for a Content Security Policy (`'sha256-…'`). */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
  readonly scriptSource: string;
  readonly styleSource: string;
}

/**
 * The report as one file that loads nothing. It is rendered already, so it can be read where scripts are forbidden; the
 * script makes it sortable and searchable. The same reports give the same bytes.
 */
export function toHtml(reports: readonly Report[], assets: PageAssets): string {
  const { script, style, scriptSource, styleSource } = assets;
  const policy = `default-src 'none'; style-src ${styleSource}; script-src ${scriptSource}; base-uri 'none'; form-action 'none'`;
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Portcullis: API security report</title>
<style>${style}</style>
</head>
<body>
${reports.length > 1 ? '<noscript><p>Without scripts, the report of the first description is shown alone.</p></noscript>\n' : ''}<div id="page">${render(h(Page, { reports, at: null, host: {} }))}</div>
<script type="application/json" id="reports">${toScriptData(reports)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/** JSON that cannot end the script element, whatever its strings hold (HTML Standard §4.12.1.3). */
function toScriptData(value: unknown): string {
  return JSON.stringify(value)
    .replaceAll('<', '\\u003c')
    .replaceAll('\u2028', '\\u2028')
    .replaceAll('\u2029', '\\u2029');
}
