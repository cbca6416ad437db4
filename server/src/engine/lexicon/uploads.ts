import { names } from './names.ts';
import { prose } from './prose.ts';

/** Fields that hold a whole file as text. */
export const fileFields = names('uploads/fileFields', {
  at: 'last',
  en: `
    file, image, photo, picture, document, attachment, scan, scan data, video, audio, selfie, logo, avatar, file content
    file data, image data, archive, media, recording
  `,
});

/** The text says how large an upload may be. */
export const sizeLimits = prose('uploads/sizeLimits', {
  reads: 'claim',
  en: 'max|maximum (file|upload|image) size, size limit, larger|bigger than, too large, not exceed, up to # bytes',
});
