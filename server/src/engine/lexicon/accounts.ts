import { names } from './names.ts';
import { prose } from './prose.ts';

/** Operations that ask whether something exists. */
export const lookups = names('accounts/lookups', {
  at: 'anywhere',
  form: 'as written',
  en: `
    exist, exists, available, availability, check user, check account, check email, check e mail, check phone, email check
    e mail check, phone check, user check, account check
  `,
});

/** Fields with an address to which messages are sent. */
export const addressFields = names('accounts/addressFields', {
  at: 'whole',
  form: 'as written',
  en: `
    email, e mail, email address, e mail address, phone, phone number, mobile, mobile number, user email, user e mail
    user email address, user phone, user phone number, user mobile
  `,
});

/** The description of a response says that there is no such account. */
export const missingAccounts = prose('accounts/missingAccounts', {
  reads: 'topic',
  en: `
    no (such|matching) user|users|account|accounts|email|customer|customers|member|members, no (such|matching) e mail
    user|account|email|mail|customer|member (address) (is|was) not found|registered
    user|account|email|mail|customer|member (address) (is) unknown
    user|account|email|mail|customer|member (address) does not exist|exists
    user|account|customer|member with …3 not found|registered|exist|exists, user|account|customer|member with …3 unknown
  `,
});

/** The description does not tell whether the account or the password was wrong. */
export const eitherWrong = prose('accounts/eitherWrong', {
  reads: 'topic',
  en: 'user|account|email|mail|customer|member or|and password',
});

/** A response that was not found may be the account that these words are about. */
export const accountWords = prose('accounts/accountWords', {
  reads: 'topic',
  en: `
    user|users|username|usernames, account|accounts, email|emails, mail, phone|phones, customer|customers, member|members
    login, name|names
  `,
});
