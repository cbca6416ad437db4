import { names } from './names.ts';
import { prose } from './prose.ts';

/** Fields that hold a program. */
export const codeFields = names('serverCode/codeFields', {
  at: 'whole',
  en: 'script, script code, script body, source code, lua script, groovy script, javascript code, python code',
});

/** Fields that hold a program where what they belong to is one. */
export const vagueCodeFields = names('serverCode/vagueCodeFields', {
  at: 'whole',
  en: 'code, body, source, content, text',
});

/** Names of what is a program. */
export const programs = names('serverCode/programs', {
  at: 'last',
  en: 'script, lambda, macro, user defined function',
});

/** Last path segments of operations that run what they are sent. */
export const runningActions = names('serverCode/runningActions', {
  at: 'whole',
  form: 'as written',
  en: 'execute script, run script, eval, exec, execute code, run code, execute command, run command, shell',
});

/** The description says that the server runs what it is sent. */
export const runningTexts = prose('serverCode/runningTexts', {
  reads: 'claim',
  en: `
    script|code|expression ~3 executed|evaluated|compiled, script|code ~3 run by|on (the) server
    executes|execute|evaluate|evaluates|run|runs ~3 lua|groovy|python|javascript|shell|sql script|code|command|statement
  `,
});
