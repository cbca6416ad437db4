import { type ExecuteCommandParams, ExecuteCommandRequest } from 'vscode-languageserver';
import type { Context } from '../context.ts';
import { commands } from '../protocol.ts';
import { checkFile, checkWorkspace } from './checkCommands.ts';
import type { Feature } from './feature.ts';
import { fixWorkspace } from './workspaceFix.ts';

type Command = (argument: unknown, context: Context) => Promise<object | null>;

const handlers: Readonly<Record<string, Command>> = {
  [commands.checkWorkspace]: checkWorkspace,
  [commands.checkFile]: checkFile,
  [commands.fixWorkspace]: fixWorkspace,
};

export const executeCommand: Feature<ExecuteCommandParams, object | null> = {
  method: ExecuteCommandRequest.method,
  capability: () => ({ executeCommandProvider: { commands: Object.keys(handlers) } }),
  async handle({ command, arguments: args }, context) {
    const handler = Object.hasOwn(handlers, command) ? handlers[command] : undefined;
    return handler === undefined ? null : handler(args?.[0], context);
  },
  fallback: () => null,
};
