import { readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { extname, join, normalize } from 'node:path';
import { extensionManifest } from '../../scripts/manifest.mjs';

/** What the editor in a browser loads, and the files that it edits. */
export interface Served {
  /** The folder `lib/vscode` of the server package: the editor itself. */
  readonly editor: string;
  /** The folder of the extension under test. */
  readonly extension: string;
  readonly suite: string;
  readonly workspace: string;
}

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.json': 'application/json',
  '.css': 'text/css',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
};

/** Within the extension, or the editor finds no host that could run it. */
const suitePath = '/extension/suite';

/**
 * VS Code as on a page without a server behind it (vscode.dev): extensions run in a worker of the browser. The server
 * package is made for a remote host, so the page is ours and its script is told of none.
 */
export function serveEditor(served: Served): Promise<{ readonly url: string; readonly server: Server }> {
  const workbench = withoutRemote(
    readFileSync(join(served.editor, 'out/vs/code/browser/workbench/workbench.js'), 'utf8'),
  );
  const fixtures = join(import.meta.dirname, 'fixtures/files');
  const folders: readonly (readonly [string, string])[] = [
    ['/static/', served.editor],
    ['/extension/', served.extension],
    ['/provider/', fixtures],
  ];
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
    try {
      if (pathname === '/') send(response, 'text/html', pageFor(request.headers.host ?? ''));
      else if (pathname.endsWith('/workbench/workbench.js')) send(response, 'text/javascript', workbench);
      else if (pathname === `${suitePath}.js`) send(response, 'text/javascript', readFileSync(served.suite));
      else if (pathname === '/extension/package.json')
        send(
          response,
          'application/json',
          extensionManifest(readFileSync(join(served.extension, 'package.json'), 'utf8')),
        );
      else if (pathname.startsWith('/files/'))
        answerFiles(
          pathname.slice('/files/'.length),
          within(served.workspace, searchParams.get('path') ?? ''),
          request,
          response,
        );
      else {
        const [prefix, folder] = folders.find(([start]) => pathname.startsWith(start)) ?? [];
        if (prefix === undefined || folder === undefined) throw new Error(pathname);
        const path = within(folder, decodeURIComponent(pathname.slice(prefix.length)));
        send(response, types[extname(path)] ?? 'text/plain', readFileSync(path));
      }
    } catch {
      response.writeHead(404).end();
    }
  });
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      resolve({ url: `http://127.0.0.1:${port}/`, server });
    });
  });
}

/** The server package keeps settings with its remote host; elsewhere they are in the browser. */
function withoutRemote(script: string): string {
  const changes: readonly (readonly [RegExp, string])[] = [
    [/(\{\.\.\.JSON\.parse\(\w+\)),remoteAuthority:location\.host\}/, '$1}'],
    [/(\.file\(this\.userDataPath\)\.with\(\{scheme:\w+\.)vscodeRemote/, '$1vscodeUserData'],
  ];
  return changes.reduce((text, [found, other]) => {
    const changed = text.replace(found, other);
    if (changed === text) throw new Error(`The script of the editor has changed: ${found} is not in it.`);
    return changed;
  }, script);
}

function within(folder: string, path: string): string {
  return join(folder, normalize(`/${path}`));
}

function send(response: ServerResponse, type: string, body: string | Buffer): void {
  response.writeHead(200, { 'Content-Type': type, 'Cache-Control': 'no-store', 'Access-Control-Allow-Origin': '*' });
  response.end(body);
}

/** The file system of the fixture `files`. */
function answerFiles(what: string, path: string, request: IncomingMessage, response: ServerResponse): void {
  if (what === 'write') {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      writeFileSync(path, Buffer.concat(parts));
      send(response, 'text/plain', '');
    });
  } else if (what === 'stat') {
    const { size, mtimeMs, ctimeMs } = statSync(path);
    const type = statSync(path).isDirectory() ? 2 : 1;
    send(response, 'application/json', JSON.stringify({ type, size, mtime: mtimeMs, ctime: ctimeMs }));
  } else if (what === 'list') {
    const entries = readdirSync(path, { withFileTypes: true }).map((entry) => [
      entry.name,
      entry.isDirectory() ? 2 : 1,
    ]);
    send(response, 'application/json', JSON.stringify(entries));
  } else send(response, 'application/octet-stream', readFileSync(path));
}

function pageFor(authority: string): string {
  const at = (path: string): object => ({ scheme: 'http', authority, path });
  const configuration = {
    folderUri: { scheme: 'vscode-test-web', authority: 'mount', path: '/' },
    additionalBuiltinExtensions: [at('/provider')],
    developmentOptions: {
      enableSmokeTestDriver: true,
      extensions: [at('/extension')],
      extensionTestsPath: at(suitePath),
    },
    enableWorkspaceTrust: false,
    // The server package asks for these.
    userDataPath: '/data',
    isEnabledFileDownloads: true,
    isEnabledFileUploads: true,
    isEnabledCoderGettingStarted: false,
    webviewEndpoint: '/static/out/vs/workbench/contrib/webview/browser/pre/',
    configurationDefaults: { 'telemetry.telemetryLevel': 'off' },
    productConfiguration: { extensionsGallery: undefined, enableTelemetry: false },
  };
  const settings = JSON.stringify(configuration).replaceAll('"', '&quot;');
  return `<!DOCTYPE html><html><head><meta charset="utf-8">
<meta id="vscode-workbench-web-configuration" data-settings="${settings}">
<meta id="vscode-workbench-web-base-url" data-settings="/static">
<link rel="stylesheet" href="/static/out/vs/code/browser/workbench/workbench.css">
</head><body aria-label=""></body>
<script>globalThis._VSCODE_FILE_ROOT = location.origin + '/static/out/';</script>
<script type="module" src="/static/out/nls.messages.js"></script>
<script type="module" src="/static/out/vs/code/browser/workbench/workbench.js"></script>
</html>`;
}
