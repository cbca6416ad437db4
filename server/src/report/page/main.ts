import { h, hydrate, render } from 'preact';
import type { Report } from '../report.ts';
import type { FromPage, ToPage } from './messages.ts';
import { type Host, Page } from './view.ts';

declare const acquireVsCodeApi: (() => { postMessage(message: FromPage): void }) | undefined;

const root = document.getElementById('page');
if (root !== null) {
  if (typeof acquireVsCodeApi === 'function') showInPanel(root, acquireVsCodeApi());
  else showInFile(root);
}

/** The reports are embedded, and the page was rendered already. */
function showInFile(root: HTMLElement): void {
  const embedded = document.getElementById('reports')?.textContent ?? '[]';
  hydrate(h(Page, { reports: JSON.parse(embedded) as readonly Report[], at: null, host: {} }), root);
}

function showInPanel(root: HTMLElement, editor: { postMessage(message: FromPage): void }): void {
  const host: Host = {
    open: ({ uri, line, character }) => editor.postMessage({ type: 'open', uri, line, character }),
    explain: (ruleId) => editor.postMessage({ type: 'explain', ruleId }),
    fix: ({ at: { uri }, fingerprint, fix }) =>
      fix && editor.postMessage({ type: 'fix', uri, fingerprint, title: fix.title }),
  };
  render(h('main', null, h('p', { role: 'status' }, 'Checking…')), root);
  window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
    if (data?.type === 'reports') render(h(Page, { reports: data.reports, at: data.at, host }), root);
  });
  editor.postMessage({ type: 'ready' });
}
