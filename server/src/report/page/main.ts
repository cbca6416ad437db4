import { h, hydrate, render } from 'preact';
import type { Report } from '../report.ts';
import { Page } from './view.ts';

/** In a file: the reports are embedded, and the page was rendered already. */
const embedded = document.getElementById('reports');
const root = document.getElementById('page');
if (root !== null && embedded !== null) {
  const reports = JSON.parse(embedded.textContent ?? '[]') as readonly Report[];
  hydrate(h(Page, { reports, host: {} }), root);
} else if (root !== null) {
  render(h('p', null, 'Checking…'), root);
}
