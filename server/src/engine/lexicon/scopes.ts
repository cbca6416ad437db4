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
