import { names } from './names.ts';
import { prose } from './prose.ts';

/** Extensions that state when an operation ends. */
export const retirementFields = names('retirement/retirementFields', {
  at: 'anywhere',
  en: 'sunset, removal, eol',
});

/** The description names the version that ends an operation. */
export const retirementTexts = prose('retirement/retirementTexts', {
  reads: 'topic',
  en: 'removed|retired|discontinued in|with|after #',
});

/** The description of a security scheme says that it is to be replaced. */
export const deprecatedSchemes = prose('retirement/deprecatedSchemes', {
  reads: 'claim',
  en: `
    ^ deprecated, been deprecated, is|are (now) deprecated, no longer supported|recommended, is|are obsolete
    will be removed|retired|discontinued|dropped|disabled, is|are being phased out, do not use (it|this) in new
  `,
});
