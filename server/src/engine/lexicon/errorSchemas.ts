import { names } from './names.ts';

/** Schemas that describe an error. */
export const errorSchemas = names('errorSchemas/errorSchemas', {
  at: 'anywhere',
  en: '*error, *exception, *problem',
});

/** Properties by which a response reports failure, whatever its status. */
export const failureFields = names('errorSchemas/failureFields', {
  at: 'whole',
  en: 'error, error code, error message, success',
});

/** Properties that are the whole name of an internal detail of the server. */
export const internalNames = names('errorSchemas/internalNames', {
  at: 'whole',
  en: 'stack, stacktrace, backtrace, traceback, sql',
});

/** The last words of such a name. */
export const internalEndings = names('errorSchemas/internalEndings', {
  at: 'last',
  en: 'stack trace, sql query, sql statement, debug info',
});
