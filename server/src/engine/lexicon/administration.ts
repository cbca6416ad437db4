import { names } from './names.ts';
import { prose } from './prose.ts';

/** Path segments below which the operations of administrators are. */
export const adminSegments = names('administration/adminSegments', {
  at: 'whole',
  en: 'admin, administration, backoffice, manage, management',
});

/** Words of a path that ordinary callers do not use. */
export const restrictedPaths = names('administration/restrictedPaths', { at: 'anywhere', en: 'admin, internal' });

/** The description says which role is required. */
export const roleStatements = prose('administration/roleStatements', {
  reads: 'topic',
  en: `must|only|require|requires|required|need|needs ~10 admin|admins|administrator|administrators|role|roles|permission|permissions|privilege|privileges|moderator|staff|owner|owners`,
});
