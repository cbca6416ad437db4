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

/** Names of operations that erase everything. */
export const wipingNames = names('deletions/wipingNames', {
  at: 'last',
  form: 'as written',
  en: 'factory reset, factoryreset, factory defaults, wipe, erase all, delete everything, wipe data',
});

/** A query parameter that makes a deletion final. */
export const finalFlags = names('deletions/finalFlags', {
  at: 'anywhere',
  en: 'hard delete, hard deletion, harddelete, permanent, permanently, purge',
});

/** A parameter with which the client says that the deletion is meant. */
export const confirmingFields = names('deletions/confirmingFields', {
  at: 'anywhere',
  form: 'as written',
  en: 'confirm, confirmation, confirmed, if match, dangerous, etag',
});

/** The end of a path: what was deleted comes back. */
export const restoringNames = names('deletions/restoringNames', {
  at: 'first',
  en: 'restore, undelete, recover, unarchive',
});

/** The text says that what belongs to the object is deleted with it. */
export const containedDeletions = prose('deletions/containedDeletions', {
  reads: 'claim',
  en: `
    delete|deletes|deleting|remove|removes|removing|destroy|destroys ~6 all (of|the) its|their|associated|related|attached
    delete|deletes|deleting|remove|removes|removing|destroy|destroys ~6 all collected|contained
  `,
});

/** The text says that a deletion cannot be taken back. */
export const finalDeletions = prose('deletions/finalDeletions', {
  reads: 'topic',
  en: 'not …2 undone|reversed|reverted|restored|recovered, irreversible, irreversibly, destructive action|operation',
});

/** The text says that what is deleted is kept for a time, or that the deletion has to be confirmed. */
export const keptDeletions = prose('deletions/keptDeletions', {
  reads: 'topic',
  en: `
    trash, recycle bin, soft, restore, restored, archive|archives|archived|archieve, undelete, grace period
    confirm|confirmation|confirmed, marked|flagged …2 deleted|deletion, draft
  `,
});

/** The last segment of a path that deletes what the body selects. */
export const deletingSegments = names('deletions/deletingSegments', {
  at: 'whole',
  form: 'as written',
  en: 'delete, batch delete, bulk delete, delete batch, delete bulk, delete many, delete by query, delete by filter, purge',
});

/** A field with which everything is meant. */
export const wholeFlags = names('deletions/wholeFlags', {
  at: 'whole',
  form: 'as written',
  en: 'all, delete all, select all, everything',
});

/** Fields that select what is deleted by a condition. */
export const selectingFields = names('deletions/selectingFields', {
  at: 'whole',
  form: 'as written',
  en: 'query, filter, filters, where, criteria, selector, from, since, before, older than',
});
