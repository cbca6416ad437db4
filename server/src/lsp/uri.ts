/**
 * Normalizes a URI, so that equal files have equal URIs: editors and authors escape different characters (`c%3A`,
 * `%20`). The path is decoded and encoded again.
 */
export function normalizeUri(uri: string): string {
  const match = /^([A-Za-z][A-Za-z0-9+.-]*):(\/\/[^/?#]*)?([^?#]*)(\?[^#]*)?/.exec(uri);
  if (match === null) return uri;
  const [, scheme = '', authority = '', path = '', query = ''] = match;
  const segments = path
    .split('/')
    .map((segment) => encodeURIComponent(decode(segment)).replaceAll('%3A', ':').replaceAll('%40', '@'));
  // Drive letters are the same in both cases.
  const normalized = segments.join('/').replace(/^\/([A-Z]):/, (_all, drive: string) => `/${drive.toLowerCase()}:`);
  return `${scheme.toLowerCase()}:${authority}${normalized}${query}`;
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

/** The folder of a file, without a trailing slash. */
export function parentUri(uri: string): string {
  return uri.slice(0, uri.lastIndexOf('/'));
}

/** The path below its folder, as people write it. */
export function displayName(uri: string, roots: readonly string[]): string {
  const root = roots.filter((one) => uri.startsWith(`${one}/`)).sort((a, b) => b.length - a.length)[0];
  const path = root === undefined ? uri.slice(uri.lastIndexOf('/') + 1) : uri.slice(root.length + 1);
  return decode(path);
}

export function isConfig(uri: string): boolean {
  return uri.endsWith('/portcullis.yaml');
}
