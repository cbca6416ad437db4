import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import axeCore from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { buildReport, type Report, worstFirst } from '../../server/src/report/report.ts';
import { describeText } from '../support/openapi.ts';

/** The page as the editor shows it in its panel, with messages in place of the editor. */
const root = join(import.meta.dirname, '../..');
const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const options = executablePath === undefined ? { skip: 'there is no Chromium: set CHROMIUM_PATH' } : {};
const bank = readFileSync(join(root, 'examples/bank.yaml'), 'utf8');

let browser: Browser | undefined;

before(async () => {
  if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(() => browser?.close());

function reportOn(text: string, name: string): Report {
  const description = describeText(text);
  return buildReport(description, analyze(description, defaultConfig), { nameOf: () => name, config: defaultConfig });
}

async function panel(): Promise<Page> {
  const page = await browser!.newPage({ viewport: { width: 1000, height: 800 }, bypassCSP: true });
  await page.setContent('<!doctype html><html lang="en"><head><title>Report</title></head><body><div id="page"></div>');
  await page.addStyleTag({ path: join(root, 'dist/report/page.css') });
  await page.evaluate('sent = []; acquireVsCodeApi = () => ({ postMessage: (message) => sent.push(message) })');
  await page.addScriptTag({ path: join(root, 'dist/report/page.js') });
  assert.deepEqual(await sent(page), [{ type: 'ready' }]);
  return page;
}

function show(page: Page, reports: readonly Report[], at: object | null = null): Promise<unknown> {
  const message = JSON.stringify({ type: 'reports', reports, at });
  return page.evaluate(
    `new Promise((done) => { addEventListener('message', () => setTimeout(done), { once: true }); postMessage(${message}); })`,
  );
}

function sent(page: Page): Promise<unknown> {
  return page.evaluate('sent.splice(0)');
}

test('axe finds nothing in the panel, with one description and with several', options, async () => {
  const page = await panel();
  await page.addScriptTag({ content: axeCore.source });
  const report = reportOn(bank, 'bank.yaml');
  for (const reports of [[report], [report, { ...report, name: 'other.yaml' }], []]) {
    await show(page, reports);
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
    );
    assert.deepEqual(violations, []);
  }
});

test('rows, places, rules and fixes ask the editor', options, async () => {
  const page = await panel();
  const report = reportOn(bank, 'bank.yaml');
  await show(page, [report]);
  await page.getByRole('rowheader', { name: '/login', exact: true }).getByRole('button').press('Enter');
  const { uri, line, character } = report.operations[0]!.at;
  assert.deepEqual(await sent(page), [{ type: 'open', uri, line, character }]);
  const first = report.findings[0]!;
  await page.getByRole('button', { name: first.ruleId }).first().press('Enter');
  await page.locator('button.fix').first().press('Enter');
  assert.deepEqual(await sent(page), [
    { type: 'explain', ruleId: first.ruleId },
    { type: 'fix', uri: first.at.uri, fingerprint: first.fingerprint, title: first.fix?.title },
  ]);
});

test('a link in the panel draws what is folded, and an update keeps it', options, async () => {
  const page = await panel();
  const report = reportOn(bank, 'bank.yaml');
  await show(page, [report]);
  const index = report.operations.findIndex(({ path }) => path === 'transferSettled');
  const number = report.operations[index]!.findings.at(-1)! + 1;
  assert.ok(number > 10);
  const finding = page.locator(`#finding-${number}`);
  assert.equal(await finding.count(), 0);
  await page.getByLabel('Search').fill('transfer');
  await page
    .locator(`#operation-${index + 1}`)
    .getByRole('link', { name: `Finding ${number}` })
    .press('Enter');
  assert.equal(await page.locator('li:focus').getAttribute('id'), `finding-${number}`);
  await show(page, [{ ...report, title: 'Changed' }]);
  assert.equal(await page.locator('h1').textContent(), 'Changed');
  assert.ok(await finding.isVisible());
  assert.equal(await page.getByLabel('Search').inputValue(), 'transfer');
});

test('the chosen description stays while the order follows the scores', options, async () => {
  const page = await panel();
  const open = reportOn(bank.replaceAll(/^ {6}security:$/gm, '      x-was:'), 'open.yaml');
  const better = reportOn(bank, 'a.yaml');
  const reports = worstFirst([better, open]);
  assert.deepEqual(
    reports.map(({ name }) => name),
    ['open.yaml', 'a.yaml'],
  );
  await show(page, reports);
  const chosen = page.locator('button[aria-current=true]');
  assert.equal(await chosen.textContent(), 'open.yaml');
  await page.getByRole('button', { name: 'a.yaml' }).press('Enter');
  assert.equal(await page.locator('h1:focus').count(), 1);
  assert.equal(await chosen.textContent(), 'a.yaml');
  await show(page, reports.toReversed());
  assert.equal(await chosen.textContent(), 'a.yaml');
  assert.match((await page.locator('header .quiet').first().textContent()) ?? '', /^a\.yaml/);
});

test('an operation that the editor asks for is shown, whatever is filtered', options, async () => {
  const page = await panel();
  const report = reportOn(bank, 'bank.yaml');
  await show(page, [report]);
  await page.getByLabel('Search').fill('login');
  const index = report.operations.findIndex(({ path }) => path === '/rates');
  const { uri, line, character } = report.operations[index]!.at;
  await show(page, [report], { uri, line, character });
  const row = page.locator('tr.arrived');
  assert.equal(await row.getAttribute('id'), `operation-${index + 1}`);
  const box = await row.boundingBox();
  assert.ok(box !== null && box.y > 0 && box.y < 800, 'it is seen');
  await page.evaluate('scrollTo(0, 0)');
  await show(page, [report]);
  assert.equal(await page.evaluate('scrollY'), 0, 'an update does not go there again');
});

test('in a narrow panel, tables of texts are stacked', options, async () => {
  const page = await panel();
  await page.setViewportSize({ width: 460, height: 800 });
  await show(page, [reportOn(bank, 'bank.yaml')]);
  for (const name of [
    'Table of operations',
    'Table of considerations',
    'Table of requirements',
    'Table of accepted findings',
  ]) {
    const region = page.getByRole('region', { name });
    const [needed, given] = await region.evaluate((box) => [box.scrollWidth, box.clientWidth]);
    assert.ok(needed! <= given!, `${name}: ${needed} > ${given}`);
    assert.ok((await region.getByRole('rowheader').count()) > 0, 'it is still a table');
  }
  const state = page.getByRole('region', { name: 'Table of considerations' }).getByRole('cell').nth(1);
  assert.equal(await state.evaluate((cell) => getComputedStyle(cell, '::before').content), '"State: "');
  await page.addScriptTag({ content: axeCore.source });
  const violations = await page.evaluate(
    'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
  );
  assert.deepEqual(violations, []);
});
