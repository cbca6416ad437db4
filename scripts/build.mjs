// Bundles everything that is shipped into dist/. `--watch` keeps on.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { context } from 'esbuild';
import { notices } from './notices.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
const { version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const isWatch = process.argv.includes('--watch');

/** Constants that are built in; `pages` is where the rules' pages are, seen from the bundle. */
function defines(pages) {
  return {
    PORTCULLIS_VERSION: JSON.stringify(version),
    PORTCULLIS_PAGES: JSON.stringify(pages),
    'import.meta.dirname': '__dirname',
  };
}

const shared = {
  absWorkingDir: root,
  bundle: true,
  minify: !isWatch,
  sourcemap: isWatch ? 'inline' : false,
  target: 'es2022',
  logLevel: 'warning',
  legalComments: 'none',
  metafile: true,
  loader: { '.md': 'text' },
  define: defines('rules'),
};
// A package's UMD build hides its imports from the bundler; its module build does not.
const node = { ...shared, platform: 'node', format: 'cjs', target: 'node20', mainFields: ['module', 'main'] };
const web = { ...shared, platform: 'browser', mainFields: ['browser', 'module', 'main'] };

/** Modules that stand in another bundle, by the name under which they are imported. */
function bundledElsewhere(paths) {
  return {
    name: 'bundled elsewhere',
    setup({ onResolve }) {
      onResolve({ filter: /\.ts$/ }, ({ path }) => (paths[path] ? { path: paths[path], external: true } : undefined));
    },
  };
}

/**
 * Packages that few runs need: what they export is loaded when it is first used. The module of a package with fifty
 * files takes longer to load than a small description to check.
 */
const late = {
  name: 'late',
  setup({ onResolve, onLoad }) {
    const filter = /^(yaml|@eslint-community\/regexpp)$/;
    onResolve({ filter }, ({ path, kind, importer }) =>
      kind === 'import-statement' && !importer.includes('node_modules') ? { path, namespace: late.name } : undefined,
    );
    onLoad({ filter: /.*/, namespace: late.name }, async ({ path }) => {
      const names = Object.keys(await import(path)).filter((name) => /^\w+$/.test(name) && name !== 'default');
      const getters = names.map((name) => `get ${name}() { return require('${path}').${name}; }`);
      return { contents: `module.exports = { ${getters.join(', ')} };`, resolveDir: root };
    });
  },
};

const bundles = [
  { ...node, entryPoints: ['client/src/node.ts'], outfile: 'dist/client/node.cjs', external: ['vscode'] },
  {
    ...web,
    entryPoints: ['client/src/browser.ts'],
    outfile: 'dist/client/browser.js',
    external: ['vscode'],
    format: 'cjs',
  },
  { ...node, entryPoints: ['server/src/node.ts'], outfile: 'dist/server/node.cjs', define: defines('../rules') },
  { ...web, entryPoints: ['server/src/browser.ts'], outfile: 'dist/server/browser.js', format: 'iife' },
  { ...web, entryPoints: ['server/src/report/page/main.ts'], outfile: 'dist/report/page.js', format: 'iife' },
  { ...web, entryPoints: ['server/src/report/page/page.css'], outfile: 'dist/report/page.css' },
  { ...node, entryPoints: ['server/src/schemaCheck/worker.ts'], outfile: 'dist/server/structure.cjs' },
  {
    ...node,
    entryPoints: ['server/src/cli/main.ts'],
    outfile: 'dist/cli.cjs',
    banner: { js: '#!/usr/bin/env node' },
    plugins: [bundledElsewhere({ './commands.ts': './cli/commands.cjs', '../../node.ts': './server/node.cjs' })],
    // `import()` would start the loader of modules, which takes longer than the bundle.
    supported: { 'dynamic-import': false },
  },
  {
    ...node,
    entryPoints: ['server/src/cli/commands.ts'],
    outfile: 'dist/cli/commands.cjs',
    define: defines('../rules'),
    plugins: [late],
  },
].filter(({ entryPoints: [entry] }) => existsSync(join(root, entry)));

rmSync(join(root, 'dist'), { recursive: true, force: true });
mkdirSync(join(root, 'dist/rules'), { recursive: true });
const pages = ['server/src/engine/rules', 'server/src/schemaCheck'];
for (const folder of pages) {
  for (const name of readdirSync(join(root, folder), { recursive: true })) {
    if (!String(name).endsWith('.md')) continue;
    // All pages lie in one folder there, so a link to the page of another pillar loses its folder.
    const page = readFileSync(join(root, folder, String(name)), 'utf8').replaceAll(/\]\(\.\.\/[\w-]+\//g, '](');
    writeFileSync(join(root, 'dist/rules', basename(String(name))), page);
  }
}
const bundled = new Set();
for (const options of bundles) {
  const build = await context(options);
  if (isWatch) await build.watch();
  else {
    const { metafile } = await build.rebuild();
    for (const { inputs } of Object.values(metafile.outputs)) {
      for (const [path, { bytesInOutput }] of Object.entries(inputs)) if (bytesInOutput > 0) bundled.add(path);
    }
    await build.dispose();
  }
}
if (!isWatch) writeFileSync(join(root, 'dist/THIRD-PARTY-NOTICES.txt'), notices(root, bundled));
