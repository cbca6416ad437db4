import { names } from './names.ts';
import { prose } from './prose.ts';

/** Query parameters of a deletion that select nothing. */
export const deletionOptions = names('deletions/deletionOptions', {
  at: 'anywhere',
  en: `
    force, dry run, cascade, recursive, async, wait, timeout, permanent, permanently, confirm, reason, version, pretty
    format, locale, propagation policy, grace period, limit, token, tenant
  `,
});

/** The end of the name of a filter that selects one object: alone, or behind the object. */
export const selectors = names('deletions/selectors', { at: 'whole', form: 'as written', en: 'id, uuid, name, sid' });

/** The text says that everything in a collection is deleted. */
export const wholeDeletions = prose('deletions/wholeDeletions', {
  reads: 'claim',
  en: 'delete|deletes|remove|removes|clear|clears|purge|purges ~2 all|every|log|logs|history|changes|events|exports|records',
});

/** Paths of the caller's own account, without a version in front. */
export const ownAccounts = names('deletions/ownAccounts', {
  at: 'whole',
  en: 'me, user, account, profile, user me, user self, user current, current user, account me',
});

/** Names of operations that delete the caller's account. */
export const accountDeletions = names('deletions/accountDeletions', {
  at: 'whole',
  en: 'delete my account, delete own account, close my account, delete me, delete current user, delete my profile',
});

/** Words of a scope that is granted for a deletion alone. */
export const deletionScopes = names('deletions/deletionScopes', {
  at: 'anywhere',
  en: 'delete, deletion, erase, close, step up, mfa',
});

/** The text says that the owner has to confirm, or can take the deletion back. */
export const confirmedDeletions = prose('deletions/confirmedDeletions', {
  reads: 'claim',
  en: `
    confirmation email|mail|link|code, confirmed by|via, recent login|authentication, password is required
    can|may be restored|undone|cancelled
  `,
});
