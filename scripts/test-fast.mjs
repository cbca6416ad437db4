// The tests to run after each change: pages of rules and tables of the engine. `RULE=id` in the environment leaves the
// page of that rule and the weaknesses that its mutator plants.
import { spawnSync } from 'node:child_process';

// What changes texts at random for seconds on end is left to `npm test`.
const long = ['incremental', 'robustness', 'strictYaml', 'syntax'];
const files =
  process.env['RULE'] === undefined
    ? ['test/*.test.ts', `test/engine/**/!(${long.join('|')}).test.ts`]
    : ['test/rules.test.ts', 'test/mutation/recall.test.ts'];
const { status } = spawnSync(process.execPath, ['--test', ...process.argv.slice(2), ...files], { stdio: 'inherit' });
process.exitCode = status ?? 1;
