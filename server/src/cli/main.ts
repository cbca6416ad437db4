import * as nodeModule from 'node:module';
import { UsageError } from './usageError.ts';
import { version } from './version.ts';

const help = `Usage: portcullis <command> [options] [files, folders or globs]

Finds API-security weaknesses in OpenAPI documents and repairs them.

  check        report findings                       (exit 1 if there are errors)
  fix          repair what can be repaired safely    (--dry-run shows the difference)
  inventory    list every operation and how it is protected
  rules        list the rules
  explain ID   show the page of a rule
  init         write a portcullis.yaml to start from
  lsp --stdio  run the language server

  portcullis <command> --help   options of a command
  portcullis --version          the version

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 usage, configuration or internal error,
3 no OpenAPI document found.
`;

/** Every command is loaded when it is asked for: `--version` loads none. */
async function run(argv: readonly string[]): Promise<number> {
  const [command, ...rest] = argv;
  switch (command) {
    case '--version':
    case '-v':
      process.stdout.write(`${version}\n`);
      return 0;
    case undefined:
    case '--help':
    case '-h':
    case 'help':
      (command === undefined ? process.stderr : process.stdout).write(help);
      return command === undefined ? 2 : 0;
    case 'check':
      return (await import('./check.ts')).check(rest);
    case 'inventory':
      return (await import('./inventory.ts')).inventory(rest);
    case 'fix':
      return (await import('./fix.ts')).fix(rest);
    case 'rules':
      return (await import('./rules.ts')).listRules(rest);
    case 'explain':
      return (await import('./rules.ts')).explain(rest);
    case 'init':
      return (await import('./init.ts')).init(rest);
    case 'lsp':
      return (await import('./lsp.ts')).lsp(rest);
    default:
      throw new UsageError(`There is no command "${command}". "portcullis --help" lists them.`);
  }
}

function fail(error: unknown): void {
  // A reader that has enough (`| head`) is no error.
  if (error instanceof Error && 'code' in error && error.code === 'EPIPE') process.exit(0);
  const isUsage =
    error instanceof UsageError ||
    (error instanceof Error && String((error as { code?: unknown }).code).startsWith('ERR_PARSE_ARGS'));
  const message = error instanceof Error ? (isUsage ? error.message : (error.stack ?? error.message)) : String(error);
  process.stderr.write(`portcullis: ${message}\n`);
  process.exitCode = 2;
}

// Node 22.8 and newer keep compiled code between runs.
(nodeModule as { enableCompileCache?: () => void }).enableCompileCache?.();
process.stdout.on('error', fail);
run(process.argv.slice(2)).then((code) => {
  process.exitCode = code;
}, fail);
