import * as nodeModule from 'node:module';
import { setFlagsFromString } from 'node:v8';
import { isMainThread } from 'node:worker_threads';
import { version } from '../version.ts';
import { exitCodes } from './exitCodes.ts';
import { isSystemError, isUsageError, UsageError } from './usageError.ts';

const help = `Usage: portcullis <command> [options] [files, folders or globs]

Finds API-security weaknesses in OpenAPI documents and fixes them.

  check        report findings                       (exit 1 if there are errors)
  fix          apply the safe fixes                  (--dry-run prints the difference)
  inventory    list every operation and its protection
  rules        list the rules
  explain ID   show the page of a rule
  init         write a portcullis.yaml template
  lsp --stdio  run the language server

  portcullis <command> --help   options of a command
  portcullis --version          the version

${exitCodes}
`;

/**
 * Loads the bundle of the commands, which `--version` and `--help` do not need.
 *
 * Nearly all objects that a command allocates live until the end of the run. V8's young generation would grow with them
 * and need a third more memory without benefit. At its initial size of one megabyte, collecting it takes half a second
 * of three. So it grows once, to eight megabytes, while the modules are loaded.
 *
 * Node caches what is compiled when a module is loaded, not what is compiled when a function is called first. So all of
 * it is compiled at once where there is a cache: the first run is 20 ms slower, each one after it 40 ms faster.
 *
 * A run of a second or two ends before code that its second optimizer makes on other threads is worth a fifth of its
 * processor time, so a function is left to the first one for twenty times as many calls. A flag that V8 does not know is
 * reported on stderr, so only a version that is known to have it gets it.
 */
async function commands() {
  if (process.versions.v8.startsWith('13.')) setFlagsFromString('--invocation-count-for-turbofan=60000');
  setFlagsFromString('--semi-space-growth-factor=8');
  if (isCached) setFlagsFromString('--no-lazy');
  const { check, explain, fix, init, inventory, listRules, serve } = await import('./commands.ts');
  if (isCached) setFlagsFromString('--lazy');
  setFlagsFromString('--semi-space-growth-factor=1');
  return { check, explain, fix, init, inventory, listRules, serve };
}

async function run(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case '--version':
    case '-v':
    case '-V':
      process.stdout.write(`${version}\n`);
      return 0;
    case undefined:
      process.stderr.write(help);
      return 2;
    case '--help':
    case '-h':
    case 'help':
      if (command === 'help' && rest[0] !== undefined && rest[0] !== 'help') return run([rest[0], '--help']);
      process.stdout.write(help);
      return 0;
    case 'check':
      return (await commands()).check(rest);
    case 'inventory':
      return (await commands()).inventory(rest);
    case 'fix':
      return (await commands()).fix(rest);
    case 'rules':
      return (await commands()).listRules(rest);
    case 'explain':
      return (await commands()).explain(rest);
    case 'init':
      return (await commands()).init(rest);
    case 'lsp':
      return (await import('./commands/lsp.ts')).lsp(rest);
    default:
      throw new UsageError(`"${command}" is not a command. ${await hintFor(command)}`);
  }
}

async function hintFor(command: string): Promise<string> {
  const { closest } = await import('../engine/syntax/text/closest.ts');
  const meant = closest(command, ['check', 'fix', 'inventory', 'rules', 'explain', 'init', 'lsp']);
  return meant === undefined ? '"portcullis --help" lists the commands.' : `Did you mean "${meant}"?`;
}

async function fail(error: unknown): Promise<void> {
  // A reader that closes the pipe (`| head`) is not an error.
  if (isSystemError(error) && error.code === 'EPIPE') process.exit(0);
  process.exitCode = 2;
  const isArguments = error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS');
  const { note } = await import('./commands.ts');
  if (isUsageError(error) || isArguments || isSystemError(error)) {
    for (const line of error.message.split('\n')) note(line);
  } else {
    const text = error instanceof Error ? (error.stack ?? error.message) : String(error);
    for (const line of `internal error\n${text}`.split('\n')) note(line);
  }
}

// Node 22.8 and newer cache compiled code between runs, except for modules loaded before this call, such as this one.
const isCached =
  (nodeModule as { enableCompileCache?: () => { directory?: string } }).enableCompileCache?.().directory !== undefined;
for (const stream of [process.stdout, process.stderr]) stream.on('error', fail);
if (isMainThread) {
  run(process.argv.slice(2)).then((code) => {
    process.exitCode = code;
  }, fail);
} else {
  void commands().then(({ serve }) => serve());
}
