import { prose } from './prose.ts';

/** The description says on purpose that there is never a value. */
export const absentValues = prose('absentValues/absentValues', {
  reads: 'topic',
  en: 'must|may|can not be provided|set|sent|used|present, never',
});
