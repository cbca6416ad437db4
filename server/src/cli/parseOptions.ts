import { parseArgs } from 'node:util';
import { closest } from '../engine/syntax/text/closest.ts';
import { UsageError } from './usageError.ts';

/** `parseArgs` of Node, with the option that may be meant in place of one that does not exist. */
export const parseOptions: typeof parseArgs = (config) => {
  try {
    return parseArgs(config);
  } catch (error) {
    const isUnknown = error instanceof Error && 'code' in error && error.code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION';
    const option = isUnknown ? /'(-[^']*)'/.exec(error.message)?.[1] : undefined;
    if (option === undefined) throw error;
    const meant = closest(
      option,
      Object.keys(config?.options ?? {}).map((name) => `--${name}`),
    );
    const hint = meant === undefined ? 'Add "--help" to list the options.' : `Did you mean "${meant}"?`;
    throw new UsageError(`There is no option "${option}". ${hint}`);
  }
};
