import type { Transport } from '../openapi/model.ts';

/** How an operation is reached, for readers: the word `mixed` does not say what is mixed. */
export const transportNames: Readonly<Record<Transport, string>> = {
  https: 'https',
  http: 'http',
  mixed: 'http and https',
  local: 'localhost only',
  unknown: 'not known',
};
