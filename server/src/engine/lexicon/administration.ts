import { names } from './names.ts';
import { prose } from './prose.ts';

/** Path segments below which the operations of administrators are. */
export const adminSegments = names('administration/adminSegments', {
  at: 'whole',
  en: 'admin, administration, backoffice, manage, management',
});

/** The description says which role is required. */
export const roleStatements = prose('administration/roleStatements', {
  reads: 'topic',
  en: `must|only|require|requires|required|need|needs ~10 admin|admins|administrator|administrators|role|roles|permission|permissions|privilege|privileges|moderator|staff|owner|owners`,
});

/** The operations are for administrators alone. */
export const adminStatements = prose('administration/adminStatements', {
  reads: 'claim',
  en: `
    only|require|requires|need|needs|restricted|reserved ~10 admin|admins|administrator|administrators|superuser|superadmin
    admin|admins|administrator|administrators only, for admins|administrators
  `,
});

/** A path segment of what only the author's own programs call. */
export const internalSegments = names('administration/internalSegments', { at: 'whole', en: 'internal' });

/** The same where nobody has to prove who it is; elsewhere, the data of the caller is private. */
export const privateSegments = names('administration/privateSegments', { at: 'whole', en: 'private' });

/** The text says that an operation is not for the callers of the API. */
export const internalTexts = prose('administration/internalTexts', {
  reads: 'claim',
  en: '^ internal only, ^ for internal use, internal use only',
});
