import { matches, matchesBeginning } from './matches.ts';

/** Texts of all kinds that a restriction of characters or form would reject. */
const anyText = [
  'a',
  'Zz 09',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  "' OR 1=1 --",
  '{"$ne": null}',
  'h\u00e9llo \u20ac',
];

/** True if a pattern rejects some text because of its characters or its form. */
export function restrictsText(pattern: string): boolean {
  return anyText.some((text) => matches(pattern, text) !== true);
}

/** Hosts of nobody in particular, under the domains that a careless pattern may ask for. */
const anyHost = ['attacker.example', 'attacker.com', 'attacker.org', 'www.attacker.net', '203.0.113.9'];

/** True if a pattern for URLs accepts certain hosts alone. */
export function restrictsHost(pattern: string): boolean {
  return !anyHost.some((host) =>
    [`https://${host}/`, `http://${host}/`, `${host}/`].some((url) => matchesBeginning(pattern, url) === true),
  );
}

/** Hosts of the server's own network. */
const internalHost = ['127.0.0.1', '10.0.0.8', '169.254.169.254', '203.0.113.9', 'localhost', '[::1]'];

/**
 * True if a pattern for URLs that the server requests accepts certain hosts alone, or excludes what leads into its own
 * network: IP addresses and `localhost`. Where customers choose the URL, no pattern can say more.
 */
export function restrictsTarget(pattern: string): boolean {
  if (restrictsHost(pattern)) return true;
  return !internalHost.some((host) =>
    [`https://${host}/`, `http://${host}/`, `${host}/`, `${host}:80`].some(
      (url) => matchesBeginning(pattern, url) === true,
    ),
  );
}

/** True if a pattern for file names rejects the ones that lead out of a folder. */
export function restrictsPath(pattern: string): boolean {
  const isAccepted = (text: string): boolean => matches(pattern, text) === true;
  return !(isAccepted('..') || matchesBeginning(pattern, '../') === true || isAccepted('..%2fa'));
}
