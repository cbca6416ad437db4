import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { downloadAndUnzipVSCode, runTests } from '@vscode/test-electron';
import { build } from 'esbuild';
import { synthetic } from '../bench/documents.ts';
import { createBrowserHost } from './browserHost.ts';
import { checkGrammar } from './grammar.ts';

/** Runs the suite in a real VS Code: one that is given, one that can be downloaded, or the one that npm distributes. */
const root = join(import.meta.dirname, '../..');
const cache = join(root, '.vscode-test');
const desktop = [
  // While no other document is open: the editor keeps closed ones for minutes.
  'sideBarEmpty',
  'sideBar',
  'squiggles',
  'quickFix',
  'worstFirst',
  'autoFix',
  'sameNumber',
  'fixAllOfRule',
  'fixAllSafe',
  'fixOnSave',
  'placeholders',
  'accept',
  'halfTyped',
  'multiFile',
  'navigation',
  'renamePreview',
  'completion',
  'settingsCompletion',
  'colors',
  'configuration',
  'falsePositive',
  'rulePage',
  'inventory',
  'report',
  'reportByHand',
  'reportOfMany',
  'score',
  'workspace',
  'light',
  'fixWorkspace',
];

/** Names of scenarios, to run only these in the desktop host, or with `--web` in the web host. */
const isDemo = process.argv.includes('--demo');
/** Only where extensions run in a worker of the browser. */
const isWorkerOnly = process.argv.includes('--worker');
/** Only the browser build. */
const isWebOnly = process.argv.includes('--web') || isWorkerOnly;
const only = isDemo ? ['squiggles'] : process.argv.slice(2).filter((argument) => !argument.startsWith('--'));

const suite = await bundleSuite();
const electron = await findElectron();
if (electron === undefined) await runInBrowser();
else await runInElectron(electron);
console.log('real editor: every scenario passed');
if (isDemo) console.log(`What it looked like: ${join(cache, 'pictures')}`);

async function bundleSuite(): Promise<string> {
  const outfile = join(cache, 'suite/suite.cjs');
  mkdirSync(join(cache, 'suite'), { recursive: true });
  await build({
    entryPoints: [join(import.meta.dirname, 'suite.ts')],
    outfile,
    bundle: true,
    format: 'cjs',
    platform: 'browser',
    external: ['vscode'],
    logLevel: 'warning',
  });
  return outfile;
}

/** `undefined` if VS Code cannot be downloaded: without network that fails at once. */
async function findElectron(): Promise<string | undefined> {
  const given = process.env['VSCODE_EXECUTABLE'];
  if (given !== undefined) return given;
  if (process.env['CI'] !== undefined && process.env['VSCODE_DOWNLOAD'] === undefined) return undefined;
  try {
    return await downloadAndUnzipVSCode({ cachePath: cache, timeout: 5000 });
  } catch (error) {
    console.log(`VS Code cannot be downloaded here (${error instanceof Error ? error.message : error}).`);
    return undefined;
  }
}

async function runInElectron(vscodeExecutablePath: string): Promise<void> {
  console.log(`real editor: ${vscodeExecutablePath}`);
  const workspace = createWorkspace(desktop);
  await runTests({
    vscodeExecutablePath,
    extensionDevelopmentPath: root,
    extensionTestsPath: suite,
    launchArgs: [workspace],
  });
}

async function runInBrowser(): Promise<void> {
  const host = createBrowserHost(cache);
  console.log(`real editor: ${host.name}`);
  if (only.length === 0 || only.includes('colors')) await checkGrammar(host.folder);
  const pictures = join(cache, 'pictures');
  const sessions = [
    {
      name: 'desktop host',
      scenarios: only.length > 0 ? only.filter((name) => name !== 'neighbors') : desktop,
      isWeb: false,
      isTrusted: true,
      pictures,
    },
    {
      name: 'beside another extension',
      scenarios: ['neighbors'],
      isWeb: false,
      isTrusted: true,
      pictures,
      neighbor: join(import.meta.dirname, 'fixtures/neighbor'),
    },
    { name: 'Restricted Mode', scenarios: ['sideBarEmpty', 'sideBar', 'restricted'], isWeb: false, isTrusted: false },
    // VS Code's server ignores the wish for a worker and runs the browser build in Node.
    {
      name: 'web host',
      scenarios:
        only.length > 0
          ? only
          : [
              'sideBarEmpty',
              'sideBar',
              'squiggles',
              'quickFix',
              'halfTyped',
              'multiFile',
              'navigation',
              'completion',
              'settingsCompletion',
              'colors',
              'configuration',
              'falsePositive',
              'report',
              'reportByHand',
              'reportOfMany',
              'score',
            ],
      isWeb: true,
      isTrusted: true,
      pictures: join(pictures, 'web'),
    },
    {
      name: 'worker host',
      scenarios:
        only.length > 0
          ? only
          : [
              'sideBarEmpty',
              'sideBar',
              'squiggles',
              'quickFix',
              'worstFirst',
              'accept',
              'halfTyped',
              'renamePreview',
              'completion',
              'configuration',
              'falsePositive',
              'report',
              'score',
            ],
      isWeb: true,
      isWorker: true,
      isTrusted: true,
      pictures: join(pictures, 'worker'),
    },
  ].filter(({ name, scenarios, neighbor, isWeb, isWorker }) => {
    if (isWorkerOnly) return isWorker === true;
    if (isWebOnly) return isWeb;
    if (only.length === 0) return true;
    return name === 'desktop host' ? scenarios.length > 0 : neighbor !== undefined && only.includes('neighbors');
  });
  for (const { name, scenarios, neighbor, isWorker = false, ...session } of sessions) {
    console.log(`- ${name}`);
    const dataFolder = mkdtempSync(join(tmpdir(), 'portcullis-data-'));
    if (neighbor !== undefined)
      cpSync(neighbor, join(dataFolder, 'extensions/42crunch.vscode-openapi-0.0.1'), { recursive: true });
    const run = isWorker ? host.runInWorker : host.run;
    const code = await run({
      ...session,
      workspace: createWorkspace(scenarios),
      extension: root,
      suite,
      dataFolder,
    });
    rmSync(dataFolder, { recursive: true, force: true });
    if (code !== 0) throw new Error(`${name}: the suite ended with ${code}`);
  }
  if (only.length === 0 && !isWebOnly) await runPackage(host);
}

/** The packaged extension, installed as a user installs it, driven by an extension that contains only the suite. */
async function runPackage(host: ReturnType<typeof createBrowserHost>): Promise<void> {
  const vsix = join(root, 'portcullis.vsix');
  if (!existsSync(vsix)) {
    if (process.env['CI'] !== undefined) throw new Error('"npm run package" comes first.');
    console.log('- the package is not built ("npm run package"), so it is not installed');
    return;
  }
  console.log('- installed package');
  const dataFolder = mkdtempSync(join(tmpdir(), 'portcullis-data-'));
  host.installExtension(vsix, dataFolder);
  const driver = mkdtempSync(join(tmpdir(), 'portcullis-driver-'));
  const manifest = {
    name: 'driver',
    publisher: 'portcullis',
    version: '0.0.1',
    engines: { vscode: '^1.91.0' },
    main: './main.cjs',
  };
  writeFileSync(join(driver, 'package.json'), JSON.stringify(manifest));
  writeFileSync(join(driver, 'main.cjs'), 'exports.activate = () => {};');
  const workspace = createWorkspace(['squiggles', 'quickFix', 'rulePage']);
  const code = await host.run({ workspace, extension: driver, suite, dataFolder, isWeb: false, isTrusted: true });
  if (code !== 0) throw new Error(`installed package: the suite ended with ${code}`);
}

/** The result of the command line for the bank. */
function countOfCli(folder: string): number {
  const args = [join(root, 'dist/cli.cjs'), 'check', '--exit-zero', '--format', 'json', 'bank.yaml'];
  const { stdout } = spawnSync(process.execPath, args, { cwd: folder, encoding: 'utf8' });
  return JSON.parse(stdout).summary.findings;
}

/** A separate folder for each run: the suite edits its files. */
function createWorkspace(scenarios: readonly string[]): string {
  const folder = mkdtempSync(join(tmpdir(), 'portcullis-workspace-'));
  cpSync(join(root, 'examples/bank.yaml'), join(folder, 'bank.yaml'));
  cpSync(join(root, 'examples/bank-multi-file'), join(folder, 'multi'), { recursive: true });
  writeFileSync(join(folder, 'large.yaml'), synthetic({ paths: 300, schemas: 60, references: 1, findings: 100 }));
  writeFileSync(join(folder, 'closed.yaml'), 'openapi: 3.1.0\npaths:\n  /orders:\n    post:\n      responses: {}\n');
  cpSync(join(import.meta.dirname, 'fixtures/colors.yaml'), join(folder, 'colors.yaml'));
  mkdirSync(join(folder, 'config'));
  writeFileSync(join(folder, 'config/portcullis.yaml'), 'rules:\n  plaintext-sever: off\n  weak-cookie: error\n');
  cpSync(join(import.meta.dirname, 'fixtures/nav'), join(folder, 'nav'), { recursive: true });
  writeFileSync(
    join(folder, 'save.yaml'),
    'openapi: 3.1.0\npaths:\n  /orders:\n    get:\n      security: []\n      x-portcullis-public: prices are public\n      responses:\n        "200": { description: fine }\n        "429":\n          description: too many\n',
  );
  writeFileSync(join(folder, 'plan.json'), JSON.stringify({ scenarios, expected: countOfCli(folder) }));
  mkdirSync(join(folder, '.vscode'));
  // In a browser the editor saves by itself, a second after each edit, while the suite goes on.
  writeFileSync(join(folder, '.vscode/settings.json'), JSON.stringify({ 'files.autoSave': 'off' }));
  return folder;
}
