import { prose } from './prose.ts';

/** The text says that an object has more properties than its schema describes, or others for each of its kinds. */
export const extensionTexts = prose('extensions/extensionTexts', {
  reads: 'claim',
  en: `
    additional|extra|custom|arbitrary|further|any ~2 properties|fields|attributes|keys
    own …2 definition|schema|fields|properties, depends|depending on …3 type|method|kind
  `,
});
