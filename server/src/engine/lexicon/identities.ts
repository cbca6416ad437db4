import { names } from './names.ts';

/** Headers that choose for which tenant a request is made. */
export const tenantHeaders = names('identities/tenantHeaders', {
  at: 'last',
  en: `
    account, account id, customer, customer id, customer child id, tenant, tenant id, organization id, organisation id, org id
    merchant id, company id, workspace id, user id, on behalf of, impersonate, impersonated user, act as, run as
  `,
});

/** Fields that say who has done something. */
export const actorFields = names('identities/actorFields', {
  at: 'whole',
  form: 'as written',
  en: `
    performed by, blocked by, approved by, requested by, submitted by, resolved by, closed by, reviewed by, acknowledged by
    cancelled by, authorized by, deleted by, acting user, acting user id
  `,
});
