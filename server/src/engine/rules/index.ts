import type { Rule } from './rule.ts';

/** Every rule, in alphabetical order. A test checks this list against the files of this folder. */
export const rules: readonly Rule[] = [];
