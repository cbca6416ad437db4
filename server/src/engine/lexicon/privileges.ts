import { names } from './names.ts';

/** Fields that decide what a user may do, or has to spend. */
export const privileges = names('privileges/privileges', {
  at: 'whole',
  en: `
    is admin, is superuser, superuser, is staff, is root, is verified, email verified, is email verified, account balance
    wallet balance, credit balance, user role, is super admin, super admin, site admin
  `,
});

/** Fields that the server decides: who sends one with a request changes a right, a state or an owner. */
export const decidedFields = names('privileges/decidedFields', {
  at: 'whole',
  en: 'verified, approved, is approved, balance, credit limit, owner id, is premium',
});

/** Privileges only as a flag, and of a person: elsewhere, the administrator of something. */
export const vaguePrivileges = names('privileges/vaguePrivileges', { at: 'whole', en: 'admin' });

/** Flags of a person's account, whatever stands before them: `clientAdmin`. */
export const personFlags = names('privileges/personFlags', {
  at: 'last',
  en: `
    admin, administrator, superuser, phone verified, phone number verified, email confirmed, kyc verified
    identity verified
  `,
});

/** What a person's account has been given: rights, or something that others pay for. */
export const personGrants = names('privileges/personGrants', {
  at: 'last',
  en: 'grant, bonus click, bonus credit, bonus point, loyalty point, reward point, free credit, remaining credit',
});

/** In the name of a schema: it exists to grant rights, so an administrator sends it. */
export const rightsSchemas = names('privileges/rightsSchemas', {
  at: 'anywhere',
  en: `
    role, permission, grant, admin, member, membership, invite, invitation, staff, operator, acl, policy, privilege
    access
  `,
});

/** In the name of a schema: it describes a person, or what a person registers with. */
export const personSchemas = names('privileges/personSchemas', {
  at: 'anywhere',
  en: 'user, account, profile, member, person, customer, employee, guest, login, sign, signup',
});

/** Roles that may do everything. */
export const administratorRoles = names('privileges/administratorRoles', {
  at: 'whole',
  en: `
    admin, administrator, superuser, root, super admin, superadmin, site admin, system admin
  `,
});
