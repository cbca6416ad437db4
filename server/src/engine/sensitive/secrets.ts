import { placeholderSecrets } from '../lexicon/placeholders.ts';
import { specified } from '../lexicon/specified.ts';
import { wordsIn } from '../lexicon/words.ts';

/** A secret in a text. Offsets are UTF-16 units. */
export interface Secret {
  readonly start: number;
  readonly end: number;
  /** `a GitHub token` */
  readonly kind: string;
}

interface Format {
  readonly kind: string;
  /** One group: the secret. */
  readonly pattern: RegExp;
  readonly isGenuine: ((secret: string) => boolean) | undefined;
}

/**
 * Formats that vendors publish, so that false matches are rare. Each begins with fixed text: looking for
 * all of them costs one pass.
 */
const formats: readonly Format[] = [
  // A presigned URL contains the ID alone, which is not secret.
  format(
    'an AWS access key',
    specified('AWS IAM identifiers', /(?<!Credential=|AWSAccessKeyId=)\b((?:AKIA|ASIA)[A-Z2-7]{16})\b/g),
  ),
  format('a GitHub token', specified("GitHub's token formats", /\b(gh[pousr]_[A-Za-z0-9]{36})\b/g), hasGitHubChecksum),
  format('a GitHub token', specified("GitHub's token formats", /\b(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g)),
  format('a GitLab token', specified("GitLab's token overview", /\b(glpat-[\w-]{20,})/g)),
  format('a Slack token', specified("Slack's token types", /\b(xox[abprs]-\d{8,}-[\w-]{10,})/g)),
  format(
    'a Slack webhook',
    specified("Slack's incoming webhooks", /(https:\/\/hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,})/g),
  ),
  format('a Stripe key', specified("Stripe's API keys", /\b((?:sk|rk)_live_[A-Za-z0-9]{20,})\b/g)),
  format('a Google API key', specified("Google's API keys", /\b(AIza[\w-]{35})(?![\w-])/g)),
  format('a Shopify token', specified("Shopify's access tokens", /\b(shp(?:at|ca|pa|ss)_[0-9a-f]{32})\b/g)),
  format('a DigitalOcean token', specified("DigitalOcean's token formats", /\b(do[opr]_v1_[0-9a-f]{64})\b/g)),
  format('a Hugging Face token', specified("Hugging Face's user access tokens", /\b(hf_[A-Za-z]{34})\b/g)),
  format('an npm token', specified("npm's token format", /\b(npm_[A-Za-z0-9]{36})\b/g)),
  format('a PyPI token', specified("PyPI's API tokens", /\b(pypi-AgEIcHlwaS5vcmc[\w-]{50,})/g)),
  format('a SendGrid key', specified("SendGrid's API keys", /\b(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])/g)),
  format('an Azure storage key', specified('Azure Storage connection strings', /AccountKey=([A-Za-z0-9+/]{86}==)/g)),
  format(
    'a private key',
    specified(
      'RFC 7468',
      /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\[rn]|\s)*([A-Za-z0-9+/=][A-Za-z0-9+/=\s\\]{99,}?)-----END/g,
    ),
    isKeyData,
  ),
  format('a password in a URL', /\b[a-z][a-z0-9+.-]{0,30}:\/\/[\w.%-]+:([^\s/@:"'<>{}$*]{4,})@[\w-]+(?:\.[\w-]+)+/gi),
];

function format(kind: string, pattern: RegExp, isGenuine?: (secret: string) => boolean): Format {
  return { kind, pattern, isGenuine };
}

const beginnings = specified(
  'the formats above',
  /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hooks\.slack\.com|[sr]k_live_|AIza|\bshp(?:at|ca|pa|ss)_|\bdo[opr]_v1_|\bhf_|npm_|pypi-Ag|\bSG\.|AccountKey=|PRIVATE KEY-----|:\/\/[\w.%-]+:[^\s/@]+@/,
);

const exampleHost = specified('RFC 2606', /@[\w.-]*\bexample\.(com|org|net)\b/i);

/** Secrets in `text`, in their order, without obvious examples. */
export function findSecrets(text: string): readonly Secret[] {
  if (!beginnings.test(text)) return [];
  const found: Secret[] = [];
  for (const { kind, pattern, isGenuine } of formats) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? '';
      if (isPlaceholder(secret) || exampleHost.test(match[0]) || isGenuine?.(secret) === false) continue;
      const start = match.index + match[0].indexOf(secret);
      found.push({ start, end: start + secret.length, kind });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** An example by its words, by repeated or counting characters, or by too few different ones. */
function isPlaceholder(secret: string): boolean {
  if (placeholderSecrets.matches(wordsIn(secret.slice(0, 200), { singular: false }))) return true;
  if (/(.)\1{4,}/.test(secret) || /0123456|1234567|abcdefg|ABCDEFG/.test(secret)) return true;
  return new Set(secret).size < Math.min(8, secret.length / 2);
}

/** RFC 7468: base64 of one DER sequence, whose header states its length; or a key of OpenSSH with its magic bytes. */
function isKeyData(body: string): boolean {
  const base64 = body.replaceAll(/\\[rn]|[\s\\]/g, '');
  if (base64.startsWith('b3BlbnNzaC1rZXktdjE')) return true;
  const [data, padding = ''] = base64.split(/(?==)/, 2);
  const bytes = Math.floor(((data ?? '').length * 3) / 4);
  const [tag, first = 0, second = 0, third = 0] = firstBytes(base64);
  if (tag !== 0x30 || padding.length > 2) return false;
  if (first === 0x82) return bytes === 4 + second * 256 + third;
  return first === 0x81 ? bytes === 3 + second : bytes === 2 + first;
}

function firstBytes(base64: string): readonly number[] {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bits = [...base64.slice(0, 8)].reduce(
    (sum, character) => sum * 64 + Math.max(0, alphabet.indexOf(character)),
    0,
  );
  return [40, 32, 24, 16].map((shift) => Math.floor(bits / 2 ** shift) % 256);
}

const base62 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** The last six characters are the CRC-32 of the thirty before, in base 62 (GitHub, "Behind GitHub's new authentication token formats"). */
function hasGitHubChecksum(token: string): boolean {
  const body = token.slice(token.indexOf('_') + 1);
  let checksum = crc32(body.slice(0, 30));
  let text = '';
  for (let index = 0; index < 6; index++) {
    text = base62[checksum % 62] + text;
    checksum = Math.floor(checksum / 62);
  }
  return text === body.slice(30);
}

function crc32(text: string): number {
  let crc = 0xffffffff;
  for (let index = 0; index < text.length; index++) {
    crc ^= text.charCodeAt(index);
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return (crc ^ 0xffffffff) >>> 0;
}
