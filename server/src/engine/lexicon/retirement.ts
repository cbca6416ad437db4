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
