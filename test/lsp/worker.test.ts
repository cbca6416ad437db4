import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { chromium } from 'playwright-core';
import type { Overview } from '../../server/src/lsp/protocol.ts';
import type { Report } from '../../server/src/report/report.ts';
import { built } from '../support/dist.ts';

/** The server of browsers in a real worker. */
const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const options = executablePath === undefined ? { skip: 'there is no Chromium: set CHROMIUM_PATH' } : {};
const bank = readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8');

/** Runs in the page: starts the worker, sends each request when the one before is answered, and gives the answers. */
const converse = `async ({ script, messages }) => {
  const worker = new Worker(URL.createObjectURL(new Blob([script], { type: 'text/javascript' })));
  const waiting = new Map();
  worker.onmessage = ({ data }) => {
    // The settings that the server asks for, and what else it registers.
    if (data.method !== undefined && data.id !== undefined)
      worker.postMessage({ jsonrpc: '2.0', id: data.id, result: data.method === 'workspace/configuration' ? [null] : null });
    else if (data.id !== undefined) waiting.get(data.id)(data.result ?? { error: data.error });
  };
  const answers = [];
  for (const [id, message] of messages.entries()) {
    if (message.isNotification) worker.postMessage({ jsonrpc: '2.0', method: message.method, params: message.params });
    else
      answers.push(
        await new Promise((resolve) => {
          waiting.set(id, resolve);
          worker.postMessage({ jsonrpc: '2.0', id, method: message.method, params: message.params });
        }),
      );
  }
  worker.terminate();
  return answers;
}`;

test('the worker answers as the process does: findings, side bar, report and score', options, async () => {
  const browser = await chromium.launch({ executablePath: executablePath!, args: ['--no-sandbox'] });
  try {
    const page = await browser.newPage();
    const uri = 'untitled:bank.yaml';
    const capabilities = { textDocument: { diagnostic: {} } };
    const messages = [
      { method: 'initialize', params: { processId: null, rootUri: null, capabilities, initializationOptions: {} } },
      { method: 'initialized', params: {}, isNotification: true },
      {
        method: 'textDocument/didOpen',
        params: { textDocument: { uri, languageId: 'yaml', version: 1, text: bank } },
        isNotification: true,
      },
      { method: 'textDocument/diagnostic', params: { textDocument: { uri } } },
      { method: 'portcullis/overview', params: { isBrief: false } },
      { method: 'portcullis/report', params: { uri } },
      {
        method: 'codeLens/resolve',
        params: { range: { start: { line: 1, character: 0 }, end: { line: 1, character: 4 } }, data: { uri } },
      },
    ];
    const script = readFileSync(built('server/browser.js'), 'utf8');
    const input = JSON.stringify({ script, messages });
    const [, pulled, overview, reports, lens] = await page.evaluate<
      [object, { items: { severity: number }[] }, Overview, Report[], { command: { title: string } }]
    >(`(${converse})(${input})`);
    const listed = pulled.items.filter(({ severity }) => severity < 4).length;
    assert.ok(listed > 0);
    const [description] = overview.descriptions;
    assert.deepEqual([overview.findings, description?.findings], [listed, listed]);
    assert.equal(description?.details?.operations.length, 13);
    const [report] = reports;
    assert.equal(report?.findings.length, listed);
    assert.equal(report?.score?.value, description?.score?.value);
    const { value, letter } = description!.score!;
    assert.equal(lens.command.title, `Security score ${value.toFixed(1)} (${letter})`);
  } finally {
    await browser.close();
  }
});
