export { check } from './commands/check.ts';
export { fix } from './commands/fix.ts';
export { init } from './commands/init.ts';
export { inventory } from './commands/inventory.ts';
export { explain, listRules } from './commands/rules.ts';
export { note } from './output/notes.ts';
export { serve } from './project/checkThread.ts';
