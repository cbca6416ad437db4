export { check } from './check.ts';
export { serve } from './checkThread.ts';
export { fix } from './fix.ts';
export { init } from './init.ts';
export { inventory } from './inventory.ts';
export { explain, listRules } from './rules.ts';
