import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { chromium, type Frame, type Page } from 'playwright-core';
import type { PageStep } from './pageStep.ts';
import { serveEditor } from './workerHost.ts';

/** The npm-distributed VS Code server, with Chromium as its window. */
export interface BrowserHost {
  /** `code-server 4.139.1`, for the log. */
  readonly name: string;
  /** The editor itself, with its grammars. */
  readonly folder: string;
  run(session: EditorSession): Promise<number>;
  /** The same where extensions run in a worker of the browser. */
  runInWorker(session: EditorSession): Promise<number>;
  installExtension(vsix: string, dataFolder: string): void;
}

export interface EditorSession {
  readonly workspace: string;
  /** The folder of the extension under test, or of the driver that brings the suite. */
  readonly extension: string;
  readonly suite: string;
  readonly dataFolder: string;
  readonly isWeb: boolean;
  readonly isTrusted: boolean;
  /** The folder for screenshots; without it none are kept. */
  readonly pictures?: string;
}

const serverPackage = 'code-server@4.139.1';
const limit = 420_000;

export function createBrowserHost(cache: string): BrowserHost {
  const chromiumPath = findChromium();
  const folder = join(cache, 'server');
  const main = join(folder, 'node_modules/code-server/lib/vscode/out/server-main.js');
  if (!existsSync(main)) install(folder);
  if (!existsSync(main))
    throw new Error(`"npm install ${serverPackage}" has not brought a VS Code server; see its log above.`);
  const node = join(folder, 'node_modules/.bin/node');
  return {
    name: `${serverPackage} with ${chromiumPath}`,
    folder: join(folder, 'node_modules/code-server/lib/vscode'),
    run: (session) => run(session, node, main, chromiumPath),
    async runInWorker(session) {
      const editor = join(folder, 'node_modules/code-server/lib/vscode');
      const { url, server } = await serveEditor({ ...session, editor });
      try {
        return await drive(session, url, chromiumPath);
      } finally {
        server.closeAllConnections();
        server.close();
      }
    },
    installExtension(vsix, dataFolder) {
      const args = [
        main,
        '--accept-server-license-terms',
        '--server-data-dir',
        dataFolder,
        '--install-extension',
        vsix,
      ];
      const { status, stdout, stderr } = spawnSync(node, args, { encoding: 'utf8' });
      if (status !== 0) throw new Error(`the package was not installed: ${stdout}${stderr}`);
    },
  };
}

function findChromium(): string {
  const candidates = [
    process.env['CHROMIUM_PATH'],
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
  ];
  const found = candidates.find((path) => path !== undefined && existsSync(path));
  if (found === undefined)
    throw new Error('no Chromium: install it ("apt-get install chromium"), or name one in CHROMIUM_PATH.');
  return found;
}

/** About two minutes, once. Its native modules are built here: a compiler and the Kerberos headers are needed. */
function install(folder: string): void {
  console.log(`installing ${serverPackage} into ${folder}`);
  mkdirSync(folder, { recursive: true });
  // npm 11.19 runs the install scripts of these packages alone; earlier versions run all.
  const allowScripts = { node: true, 'code-server': true, argon2: true };
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, allowScripts }));
  // The environment of an outer npm describes its own Node, which misleads the install script.
  const inherited = Object.entries(process.env).filter(([name]) => !name.toLowerCase().startsWith('npm_'));
  const run = (args: readonly string[], path = process.env['PATH']) =>
    spawnSync('npm', ['install', '--prefix', folder, '--no-audit', '--no-fund', ...args], {
      stdio: ['ignore', 'inherit', 'inherit'],
      cwd: folder,
      env: { ...Object.fromEntries(inherited), PATH: path },
    });
  run(['node@24']);
  // Its install script insists on Node 24.
  run([serverPackage], `${join(folder, 'node_modules/.bin')}:${process.env['PATH']}`);
}

async function run(session: EditorSession, node: string, main: string, executablePath: string): Promise<number> {
  const port = await freePort();
  const args = [main, '--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  args.push('--accept-server-license-terms', '--enable-smoke-test-driver', '--server-data-dir', session.dataFolder);
  args.push('--telemetry-level', 'off', ...(session.isTrusted ? ['--disable-workspace-trust'] : []));
  const server = spawn(node, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  try {
    await listening(server);
    return await drive(session, addressOf(session, port), executablePath);
  } finally {
    server.kill('SIGKILL');
  }
}

async function drive(session: EditorSession, url: string, executablePath: string): Promise<number> {
  const flags =
    '--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync';
  const browser = await chromium.launch({ executablePath, args: flags.split(' ') });
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
    const exit = new Promise<number>((resolve, reject) => {
      const timer = setTimeout(() => {
        void picture(page, session, 'timeout').finally(() =>
          reject(new Error(`the suite has not ended within ${limit / 1000} s`)),
        );
      }, limit);
      void page.exposeFunction('codeAutomationExit', (code: number) => {
        clearTimeout(timer);
        resolve(code);
      });
    });
    await page.exposeFunction('codeAutomationLog', (_type: string, parts: unknown[]) => listen(page, session, parts));
    await page.goto(url);
    return await exit;
  } finally {
    await browser.close();
  }
}

function addressOf({ workspace, extension, suite, isWeb }: EditorSession, port: number): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${path}`;
  const payload = [
    ['extensionDevelopmentPath', remote(extension)],
    ['extensionTestsPath', remote(suite)],
    ['skipWelcome', 'true'],
    ...(isWeb ? [['extensionDevelopmentKind', 'web']] : []),
  ];
  const query = new URLSearchParams({ folder: workspace, payload: JSON.stringify(payload) });
  return `http://127.0.0.1:${port}/?${query}`;
}

async function listen(page: Page, session: EditorSession, parts: unknown[]): Promise<void> {
  const text = parts.map(String).join(' ');
  const shot = /screenshot: ([\w-]+)/.exec(text)?.[1];
  if (shot !== undefined) {
    await picture(page, session, shot);
    writeFileSync(join(session.workspace, `.shot-${shot}`), '');
    return;
  }
  const step = /page: (\d+) (\{.*\})/.exec(text);
  if (step !== null) {
    const answer = await perform(page, JSON.parse(step[2]!) as PageStep).catch((error: unknown) => [
      `failed: ${error}`,
    ]);
    // The suite may read at any moment, and must not find half of it.
    const file = join(session.workspace, `.step-${step[1]}`);
    writeFileSync(`${file}.part`, JSON.stringify(answer));
    renameSync(`${file}.part`, file);
  } else if (/passed:|failed:|Error/.test(text)) {
    console.log(`  ${text.replaceAll(/%c|color: [^ ]*/g, '').trim()}`);
  }
}

/** In the window or in the report; gives the names of the elements: labels for a screen reader, else texts. */
async function perform(page: Page, step: PageStep): Promise<readonly string[]> {
  const { action, selector, value = '', height = 900, isInReport = false, isInRulePage = false } = step;
  if (action === 'resize') {
    await page.setViewportSize({ width: Number(value), height });
    return [];
  }
  const mark = isInReport ? '#page main' : isInRulePage ? 'body.vscode-body h1' : undefined;
  const frame = mark === undefined ? page.mainFrame() : await frameWith(page, mark);
  const found = frame.locator(selector);
  if (action === 'scroll')
    await found.first().evaluate((element) => (element as { scrollIntoView(): void }).scrollIntoView());
  if (action === 'click') await found.first().click();
  if (action === 'fill') await found.first().fill(value);
  if (action === 'select') await found.first().selectOption(value);
  return found.evaluateAll((elements) =>
    (elements as { getAttribute(name: string): string | null; textContent: string | null }[]).map(
      (element) => element.getAttribute('aria-label') ?? element.textContent ?? '',
    ),
  );
}

/** The page of a panel is a frame within the frame of the panel. */
async function frameWith(page: Page, mark: string): Promise<Frame> {
  for (;;) {
    for (const frame of page.frames())
      if (
        (await frame
          .locator(mark)
          .count()
          .catch(() => 0)) > 0
      )
        return frame;
    await page.waitForTimeout(100);
  }
}

async function picture(page: Page, { pictures }: EditorSession, name: string): Promise<void> {
  if (pictures === undefined) return;
  mkdirSync(pictures, { recursive: true });
  // After two frames the change is painted.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  await page.screenshot({ path: join(pictures, `${name}.png`) });
}

function listening(server: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    let output = '';
    const read = (data: Buffer): void => {
      output += data.toString();
      if (output.includes('Extension host agent listening')) resolve();
    };
    server.stdout?.on('data', read);
    server.stderr?.on('data', read);
    server.on('exit', (code) => reject(new Error(`the VS Code server ended with ${code}: ${output}`)));
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.on('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() =>
        typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
