import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import axeCore from 'axe-core';
import { type Browser, chromium, type Page } from 'playwright-core';
import type { ReportFinding } from '../../server/src/report/report.ts';

/** The HTML file in a real browser. */
const root = join(import.meta.dirname, '../..');
const executablePath = [process.env['CHROMIUM_PATH'], '/usr/bin/chromium', '/usr/bin/google-chrome'].find(
  (path) => path !== undefined && existsSync(path),
);
const options = executablePath === undefined ? { skip: 'there is no Chromium: set CHROMIUM_PATH' } : {};

let folder = '';
let browser: Browser | undefined;

before(async () => {
  folder = mkdtempSync(join(tmpdir(), 'portcullis-report-'));
  if (executablePath !== undefined) browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
});

after(async () => {
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

function write(...inputs: readonly string[]): string {
  const file = join(folder, 'report.html');
  const args = ['check', ...inputs, '--format', 'html', '--output', file, '--exit-zero', '--no-config'];
  const { stderr } = spawnSync(process.execPath, [join(root, 'dist/cli.cjs'), ...args], {
    cwd: root,
    encoding: 'utf8',
  });
  assert.ok(existsSync(file), stderr);
  return file;
}

async function open(file: string, settings: Parameters<Browser['newContext']>[0] = {}): Promise<Page> {
  const context = await browser!.newContext({ viewport: { width: 1400, height: 900 }, ...settings });
  const page = await context.newPage();
  await page.goto(pathToFileURL(file).href);
  return page;
}

test('the file loads nothing and runs without errors', options, async () => {
  const file = write('examples');
  const context = await browser!.newContext();
  const page = await context.newPage();
  const requests: string[] = [];
  const errors: string[] = [];
  page.on('request', (request) => requests.push(request.url()));
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => errors.push(message.text()));
  await page.goto(pathToFileURL(file).href);
  assert.deepEqual(requests, [pathToFileURL(file).href]);
  assert.deepEqual(errors, []);
});

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing in the ${colorScheme} page`, options, async () => {
    const page = await open(write('examples'), { colorScheme, bypassCSP: true });
    await page.addScriptTag({ content: axeCore.source });
    const violations = await page.evaluate(
      'axe.run().then(({ violations }) => violations.map(({ id, nodes }) => id + " " + nodes[0].html))',
    );
    assert.deepEqual(violations, []);
  });
}

test('the table is searched, filtered and sorted by keyboard', options, async () => {
  const page = await open(write('examples/bank.yaml'));
  const paths = (): Promise<readonly string[]> =>
    page.locator('table.operations tbody th[scope=row] code').allTextContents();
  assert.equal((await paths()).length, 13);
  await page.getByLabel('Search').focus();
  await page.keyboard.type('payment-card');
  assert.deepEqual(await paths(), ['/cards/{cardId}']);
  await page.getByLabel('Search').fill('');
  await page.getByLabel('Show').selectOption('writes');
  assert.deepEqual((await paths()).length, 2);
  await page.getByLabel('Show').selectOption('all');
  await page.getByLabel('Group by').selectOption('none');
  await page.getByRole('button', { name: 'Path' }).focus();
  await page.keyboard.press('Enter');
  assert.deepEqual(await paths(), [...(await paths())].sort());
  assert.equal(await page.locator('th[aria-sort=ascending]').textContent(), 'Path ▲');
});

test('without scripts the page can be read', options, async () => {
  const page = await open(write('examples/bank.yaml'), { javaScriptEnabled: false });
  assert.equal(await page.locator('h1').textContent(), 'Harbour Bank API');
  assert.equal(await page.locator('table.operations tbody th[scope=row]').count(), 13);
  assert.equal(await page.getByText('Without scripts').count(), 0);
  const many = await open(write('examples'), { javaScriptEnabled: false });
  assert.ok(await many.locator('noscript p').isVisible());
});

test('the page begins with its sections', options, async () => {
  const page = await open(write('examples/bank.yaml'));
  const sections = page.getByRole('navigation', { name: 'Sections' });
  assert.match(
    (await sections.textContent()) ?? '',
    /^What to do first \(14 findings\)Operations \(12 operations and 1 webhook or callback\)/,
  );
  await sections.getByRole('link', { name: 'Sensitive data' }).press('Enter');
  assert.equal(await page.locator('h2:focus').textContent(), 'Sensitive data');
  const many = await open(write('examples'));
  await many.getByRole('link', { name: 'All descriptions' }).press('Enter');
  assert.match((await many.locator('h2:focus').textContent()) ?? '', /, the worst first$/);
});

test('nothing is in tooltips alone, and each link within the page has a target', options, async () => {
  for (const input of ['examples', 'examples/bank-multi-file']) {
    const page = await open(write(input), { javaScriptEnabled: false });
    assert.equal(await page.locator('[title]').count(), 0);
    const links = await page.locator('a[href^="#"]').evaluateAll((all) => all.map((a) => a.getAttribute('href')));
    assert.ok(links.length > 20);
    const ids = new Set(await page.locator('[id]').evaluateAll((all) => all.map(({ id }) => `#${id}`)));
    assert.deepEqual(
      links.filter((link) => !ids.has(link!)),
      [],
    );
  }
});

for (const javaScriptEnabled of [true, false]) {
  test(
    `links lead from finding to operation, data and back${javaScriptEnabled ? '' : ' without scripts'}`,
    options,
    async () => {
      const page = await open(write('examples/bank.yaml'), { javaScriptEnabled });
      const isSeen = async (id: string): Promise<void> => {
        await page.waitForURL(`**#${id}`);
        const box = await page.locator(`[id="${id}"]`).boundingBox();
        assert.ok(box !== null && box.y + box.height > 0 && box.y < 900, `${id} is seen`);
      };
      const row = page.locator('tr', { has: page.getByRole('rowheader', { name: /transferSettled/ }) });
      const id = (await row.getAttribute('id')) ?? '';
      const last = row.getByRole('link', { name: /^Finding \d+$/ }).last();
      const number = Number(await last.textContent());
      assert.ok(number > 10, 'it is folded');
      await last.press('Enter');
      await isSeen(`finding-${number}`);
      const finding = page.locator(`#finding-${number}`);
      await finding.getByRole('link', { name: 'POST transferSettled' }).press('Enter');
      await isSeen(id);
      await row.getByRole('link', { name: 'bank-account' }).press('Enter');
      const data = page.locator('tbody:target');
      assert.equal(await data.getByRole('rowheader').textContent(), 'bank-account');
      await page.goBack();
      await isSeen(id);
      await page.locator('#finding-1').getByRole('link', { name: 'GDPR Art. 32' }).press('Enter');
      const requirement = page.locator('tr:target');
      assert.match((await requirement.textContent()) ?? '', /^GDPR Art\. 32/);
      await requirement.getByRole('link', { name: 'Finding 1', exact: true }).press('Enter');
      await isSeen('finding-1');
    },
  );
}

test('a link leads to an operation that is filtered out', options, async () => {
  const page = await open(write('examples/bank.yaml'));
  await page.getByLabel('Show').selectOption('writes');
  await page.getByLabel('Search').fill('otp');
  const rows = page.locator('table.operations tbody th[scope=row]');
  assert.equal(await rows.count(), 1);
  await page.locator('#flows ~ *').getByRole('link', { name: 'GET /cards/{cardId}' }).first().press('Enter');
  assert.equal(await rows.count(), 13);
  assert.match((await page.locator('tr:focus').textContent()) ?? '', /^GET \/cards\/\{cardId\}/);
});

test('counts name what is filtered', options, async () => {
  const page = await open(write('examples/bank.yaml'));
  const status = page.locator('[role=status]');
  assert.equal(await status.textContent(), '13 of 13 operations are shown.');
  assert.ok((await page.getByLabel('Show').textContent())?.includes('public or with optional authentication (7)'));
  await page.getByLabel('Show').selectOption('public');
  await page.getByLabel('Search').fill('Card');
  assert.equal(
    await status.textContent(),
    '1 of 13 operations is shown: public or with optional authentication, with "Card" in path, caller, role or data.',
  );
  assert.deepEqual(await page.locator('table.operations tr.group').allTextContents(), [
    'Public, with sensitive data (1 of 4)',
  ]);
  await page.getByRole('button', { name: 'Show all operations' }).press('Enter');
  assert.equal(await status.textContent(), '13 of 13 operations are shown.');
  const transport = page.locator('table.operations tbody td:nth-child(5)');
  assert.equal(await transport.first().textContent(), 'http and https');
});

test('paths break at slashes alone, and a narrow page does not scroll sideways', options, async () => {
  const input = join(folder, 'paths.yaml');
  const paths = ['/very-long-name-of-a-thing/{veryLongNameOfTheIdentifier}/another-long-name-of-a-thing', '/a', '/a/b'];
  writeFileSync(
    input,
    `openapi: 3.1.0\ninfo: { title: Long, version: "1" }\nservers: [{ url: https://a.example }]\npaths:\n${paths.map((path) => `  ${path}: { get: { responses: {} } }\n`).join('')}`,
  );
  for (const file of [write(input), write('examples/bank-multi-file')]) {
    const page = await open(file, { viewport: { width: 800, height: 900 } });
    const broken = await page
      .locator('.path > span')
      .evaluateAll((parts) =>
        parts.flatMap((part) => ((part as Element).getClientRects().length > 1 ? part.textContent : [])),
      );
    assert.deepEqual(broken, []);
    assert.ok(Number(await page.evaluate('document.documentElement.scrollWidth')) <= 800);
  }
  const page = await open(write(input));
  await page.getByLabel('Group by').selectOption('none');
  assert.deepEqual(await page.locator('.same').allTextContents(), ['/a'], 'what repeats the path above is dimmed');
});

for (const javaScriptEnabled of [true, false]) {
  test(`a print shows what is folded${javaScriptEnabled ? '' : ', also without scripts'}`, options, async () => {
    const page = await open(write('examples/bank.yaml'), { javaScriptEnabled });
    await page.emulateMedia({ media: 'print' });
    if (javaScriptEnabled) await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
    const lines = page.locator('details li');
    assert.ok((await lines.count()) > 20);
    const hidden = await lines.evaluateAll((all) => all.filter((line) => !line.checkVisibility()).length);
    assert.equal(hidden, 0);
    if (!javaScriptEnabled) return;
    await page.evaluate("window.dispatchEvent(new Event('afterprint'))");
    assert.equal(await page.locator('details[open]').count(), 0);
  });
}

test('a print has the operations across, and cuts nothing off', options, async () => {
  const page = await open(write('examples/bank.yaml'), { viewport: { width: 1047, height: 700 } });
  const sizes = (await page.pdf({ preferCSSPageSize: true })).toString('latin1').match(/\/MediaBox ?\[[^\]]*\]/g) ?? [];
  assert.ok(new Set(sizes).size > 1, sizes.join());
  await page.emulateMedia({ media: 'print' });
  const [needed, given] = await page
    .locator('table.operations')
    .evaluate((table) => [table.scrollWidth, table.parentElement!.clientWidth]);
  assert.ok(needed! <= given!, `${needed} > ${given}`);
});

test('a long table is whole until a choice, then grows where it is read', options, async () => {
  const count = 250;
  const paths = Array.from({ length: count }, (_, index) => `  /things${index}: { get: { responses: {} } }\n`);
  const input = join(folder, 'long.yaml');
  writeFileSync(
    input,
    `openapi: 3.1.0\ninfo: { title: Long, version: "1" }\nservers: [{ url: https://a.example }]\npaths:\n${paths.join('')}`,
  );
  const page = await open(write(input));
  const rows = page.locator('table.operations tbody th[scope=row]');
  assert.equal(await rows.count(), count);
  await page.getByRole('button', { name: 'Path' }).press('Enter');
  const more = page.getByRole('button', { name: /^Show more/ });
  assert.equal(await more.textContent(), 'Show more (100 of 250 operations are shown)');
  assert.equal(await rows.count(), 100);
  assert.equal(await page.locator('table.operations tr.group').textContent(), `Public (${count})`);
  // By keyboard, or by scrolling there: both end with all of them.
  await more.focus();
  while ((await more.count()) > 0) await more.press('Enter').catch(() => {});
  assert.equal(await rows.count(), count);
  await page.getByRole('button', { name: 'Path' }).press('Enter');
  assert.equal(await rows.count(), 100);
  await page.emulateMedia({ media: 'print' });
  await page.evaluate("window.dispatchEvent(new Event('beforeprint'))");
  await page.waitForFunction(`document.querySelectorAll('table.operations tbody th[scope=row]').length === ${count}`);
});

test('a former result shows what is new and gone, in the index and in the report', options, async () => {
  const former = join(folder, 'former.json');
  const check = (...args: readonly string[]): string =>
    spawnSync(process.execPath, [join(root, 'dist/cli.cjs'), 'check', '--no-config', '--exit-zero', ...args], {
      cwd: root,
      encoding: 'utf8',
    }).stderr;
  check('--format', 'json', '--output', former, 'examples/bank.yaml', 'examples/bank.fixed.yaml');
  const result = JSON.parse(readFileSync(former, 'utf8'));
  const [fixed, bank] = result.files;
  // As if the fixed bank had once been the other one.
  writeFileSync(former, JSON.stringify({ ...result, files: [{ ...bank, path: fixed.path }] }));
  const page = await open(write('examples/bank.yaml', 'examples/bank.fixed.yaml', '--compare', former));
  const index = page.locator('section[aria-labelledby=index]');
  await index.getByText('not in the former result').waitFor();
  await index
    .getByText('Since the former result: 0 scores lower, 1 higher, 0 the same; not in it: 1 description.')
    .waitFor();
  await index.getByRole('button', { name: 'examples/bank.fixed.yaml' }).click();
  const changes = page.locator('section[aria-labelledby=changes]');
  await changes.getByText('New: 0 findings').waitFor();
  const errors = bank.findings.filter(
    ({ echo, severity }: ReportFinding & { echo: boolean }) => !echo && severity === 'error',
  );
  const quiet = await open(write('examples/bank.fixed.yaml', '--quiet', '--compare', former));
  await quiet.getByText(`Gone: ${errors.length} findings`).waitFor();
  assert.ok((await changes.getByRole('listitem').count()) > 5);
  assert.match(
    check('--compare', former, '--format', 'html', '--output', join(folder, 'other.html'), 'examples/bank.yaml'),
    /"examples\/bank\.fixed\.yaml" is in the former result, but was not checked\./,
  );
  assert.match(check('--compare', former, 'examples/bank.yaml'), /"--compare" needs "--format html"/);
});
