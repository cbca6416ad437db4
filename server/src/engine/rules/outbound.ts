import { tokenize } from '../sensitive/tokenize.ts';

/** What a field is called whose address the server itself goes to. */
const called: ReadonlySet<string> = new Set(
  'webhook hook callback notify notification ping postback fetch import proxy'.split(' '),
);

/** `webhookUrl`, `import_uri`; `callback` where its format says that it is an address. */
export function isOutboundName(name: string, format = ''): boolean {
  const words = tokenize(name);
  const last = words.at(-1) ?? '';
  if (['webhook', 'callback'].includes(last) && /^(uri|url|iri)$/.test(format)) return true;
  return ['url', 'uri', 'endpoint'].includes(last) && words.some((word) => called.has(word));
}
