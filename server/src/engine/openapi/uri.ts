import { maskSecrets } from '../sensitive/mask.ts';

const URI = /^(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?:\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/;

/** The scheme of an absolute URI in lower case; `undefined` for a relative reference. */
export function schemeOf(uri: string): string | undefined {
  return URI.exec(uri)?.[1]?.toLowerCase();
}

/** Resolves a reference against an absolute base (RFC 3986 §5.2) and splits the fragment off, undecoded. */
export function resolveReference(base: string, reference: string): { uri: string; fragment: string } {
  const hash = reference.indexOf('#');
  const fragment = hash < 0 ? '' : reference.slice(hash + 1);
  const relative = hash < 0 ? reference : reference.slice(0, hash);
  // Most references stay in their document: no need to take the base apart.
  if (relative === '') return { uri: base, fragment };
  const [, scheme, authority, path = '', query] = URI.exec(relative) ?? [];
  if (scheme !== undefined) return { uri: join(scheme.toLowerCase(), authority, withoutDots(path), query), fragment };
  const [, baseScheme = '', baseAuthority, basePath = ''] = URI.exec(base) ?? [];
  if (authority !== undefined) return { uri: join(baseScheme, authority, withoutDots(path), query), fragment };
  if (path === '') return { uri: join(baseScheme, baseAuthority, basePath, query), fragment };
  const merged = path.startsWith('/') ? path : basePath.slice(0, basePath.lastIndexOf('/') + 1) + path;
  return { uri: join(baseScheme, baseAuthority, withoutDots(merged), query), fragment };
}

function join(scheme: string, authority: string | undefined, path: string, query: string | undefined): string {
  return `${scheme}:${authority === undefined ? '' : `//${authority}`}${path}${query === undefined ? '' : `?${query}`}`;
}

/** RFC 3986 §5.2.4. */
function withoutDots(path: string): string {
  const output: string[] = [];
  const segments = path.split('/');
  for (const [index, segment] of segments.entries()) {
    const isLast = index === segments.length - 1;
    if (segment === '..') {
      if (output.length > 1) output.pop();
      if (isLast) output.push('');
    } else if (segment === '.') {
      if (isLast) output.push('');
    } else {
      output.push(segment);
    }
  }
  return output.join('/');
}

/** The keys of a JSON Pointer in a URI fragment, which is decoded before it is a pointer (RFC 6901 §6); `undefined` if it is none. */
export function pointerTokens(fragment: string): readonly string[] | undefined {
  return tokensOf(percentDecode(fragment));
}

/** The same as most tools read it: cut first, so that `%2F` is a slash within a key. `undefined` where that makes no difference. */
export function lenientTokens(fragment: string): readonly string[] | undefined {
  if (!/%2f/i.test(fragment)) return undefined;
  return tokensOf(fragment)?.map((token) => unescapeToken(percentDecode(token)));
}

/** The keys of a JSON Pointer; `undefined` if it is none. */
export function tokensOf(pointer: string): readonly string[] | undefined {
  if (pointer === '') return [];
  return pointer.startsWith('/') ? pointer.slice(1).split('/').map(unescapeToken) : undefined;
}

export function escapeToken(token: string): string {
  return token.replaceAll('~', '~0').replaceAll('/', '~1');
}

export function unescapeToken(token: string): string {
  return token.includes('~') ? token.replaceAll('~1', '/').replaceAll('~0', '~') : token;
}

/** A JSON Pointer as it may be shown: a secret in a key is recognized without the escapes of the pointer. */
export function maskPointer(pointer: string): string {
  return pointer
    .split('/')
    .map((token) => {
      const key = unescapeToken(token);
      const masked = maskSecrets(key);
      return masked === key ? token : escapeToken(masked);
    })
    .join('/');
}

/** A malformed escape is taken literally. */
function percentDecode(text: string): string {
  return text.replaceAll(/(?:%[0-9A-Fa-f]{2})+/g, (escapes) => {
    try {
      return decodeURIComponent(escapes);
    } catch {
      return escapes;
    }
  });
}

/** A name as a token of a pointer in a URI fragment (RFC 6901 §6). */
export function escapeName(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1').replaceAll('%', '%25').replaceAll(' ', '%20');
}

/** A file by its URI: authors and editors escape different characters. */
export function fileKey(uri: string): string {
  try {
    return decodeURIComponent(uri);
  } catch {
    return uri;
  }
}
