import { specified } from '../lexicon/specified.ts';

/** The host of a URL, lower case; `''` where it has none. */
export function hostOf(url: string): string {
  return (/^(?:[a-z][a-z0-9+.-]*:)?\/\/(?:[^/@]*@)?(\[[^\]]*\]|[^/:?#]*)/i.exec(url)?.[1] ?? '').toLowerCase();
}

/** RFC 1918, RFC 6598, RFC 4193, and the names that only an internal resolver knows (RFC 6762, RFC 8375, ICANN `.internal`). */
export function isInternalHost(host: string): boolean {
  return (
    /^(10(\.\d+){3}|192\.168(\.\d+){2}|172\.(1[6-9]|2\d|3[01])(\.\d+){2}|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2})$/.test(
      host,
    ) ||
    /^169\.254(\.\d+){2}$/.test(host) ||
    /^\[f[cd][0-9a-f]{2}:/.test(host) ||
    internalNames.test(host)
  );
}

const internalNames = specified(
  'RFC 6762 appendix G, RFC 8375, ICANN ".internal", Kubernetes',
  /\.(internal|corp|lan|cluster\.local|intranet|home\.arpa)$/,
);
