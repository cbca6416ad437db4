import { names } from './names.ts';

/** Fields that give rights to somebody. */
export const grantFields = names('roleGrants/grantFields', {
  at: 'last',
  en: 'role, role id, permission, access right, grant, privilege, admin, administrator',
});

/** Path segments of those who get rights. */
export const grantees = names('roleGrants/grantees', {
  at: 'last',
  en: `
    user, member, membership, account, invite, invitation, collaborator, api key, employee, staff, operator, guest
    credential, role update, permission, role, grant
  `,
});

/** Path segments of accounts. */
export const accountLists = names('roleGrants/accountLists', {
  at: 'whole',
  en: 'user, account, employee, staff, operator, guest',
});
