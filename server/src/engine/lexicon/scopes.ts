import { names } from './names.ts';

/** Scopes are read as written: `posts:read` is about posts, `post:read` would allow to post. */
export const readingScopes = names('scopes/readingScopes', {
  at: 'anywhere',
  form: 'as written',
  en: 'read, reader, readonly, view, viewer, list, get, search',
});

export const writingScopes = names('scopes/writingScopes', {
  at: 'anywhere',
  form: 'as written',
  en: `
    write, writer, readwrite, create, update, delete, manage, admin, edit, modify, full, all, post, put, patch, send, execute
    add, remove, owner
  `,
});

/** The scopes among them that are for one kind of change alone. */
export const creatingScopes = names('scopes/creatingScopes', {
  at: 'anywhere',
  form: 'as written',
  en: 'create, add',
});

export const updatingScopes = names('scopes/updatingScopes', {
  at: 'anywhere',
  form: 'as written',
  en: 'update, edit, modify',
});

export const deletingScopes = names('scopes/deletingScopes', {
  at: 'anywhere',
  form: 'as written',
  en: 'delete, remove',
});
