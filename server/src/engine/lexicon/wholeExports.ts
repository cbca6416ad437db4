import { names } from './names.ts';
import { prose } from './prose.ts';

/** Names of operations that return or replace all there is. */
export const wholeTransfers = names('wholeExports/wholeTransfers', {
  at: 'whole',
  form: 'as written',
  en: 'full export, full import, export all, import all, dump, dump all, backup, restore all, takeout',
});

/** The text says that everything is exported or imported. */
export const wholeTexts = prose('wholeExports/wholeTexts', {
  reads: 'claim',
  en: `
    export|exports|import|imports|dump|dumps ~2 full|entire|whole|complete ~2 state|database|configuration|system|data
    export|exports all, export|exports (an|the|your) organization|organisation|workspace|tenant, returns|return|dump|dumps all ~1 settings|configsettings|configuration|environment
  `,
});
