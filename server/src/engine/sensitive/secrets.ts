/** A secret that stands in a text. Offsets are UTF-16 units. */
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
  readonly isGenuine?: (secret: string) => boolean;
}

/**
 * Formats that their makers publish, so that a match is hardly anything else. Each begins with fixed text: looking for
 * all of them costs one pass.
 */
const formats: readonly Format[] = [
  // Within a presigned URL, the id alone stands there for everybody.
  { kind: 'an AWS access key', pattern: /(?<!Credential=|AWSAccessKeyId=)\b((?:AKIA|ASIA)[A-Z2-7]{16})\b/g },
  { kind: 'a GitHub token', pattern: /\b(gh[pousr]_[A-Za-z0-9]{36})\b/g, isGenuine: hasGitHubChecksum },
  { kind: 'a GitHub token', pattern: /\b(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})\b/g },
  { kind: 'a GitLab token', pattern: /\b(glpat-[\w-]{20,})/g },
  { kind: 'a Slack token', pattern: /\b(xox[abprs]-\d{8,}-[\w-]{10,})/g },
  { kind: 'a Slack webhook', pattern: /(https:\/\/hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,})/g },
  { kind: 'a Stripe key', pattern: /\b((?:sk|rk)_live_[A-Za-z0-9]{20,})\b/g },
  { kind: 'a Google API key', pattern: /\b(AIza[\w-]{35})(?![\w-])/g },
  { kind: 'a Shopify token', pattern: /\b(shp(?:at|ca|pa|ss)_[0-9a-f]{32})\b/g },
  { kind: 'a DigitalOcean token', pattern: /\b(do[opr]_v1_[0-9a-f]{64})\b/g },
  { kind: 'a Hugging Face token', pattern: /\b(hf_[A-Za-z]{34})\b/g },
  { kind: 'an npm token', pattern: /\b(npm_[A-Za-z0-9]{36})\b/g },
  { kind: 'a PyPI token', pattern: /\b(pypi-AgEIcHlwaS5vcmc[\w-]{50,})/g },
  { kind: 'a SendGrid key', pattern: /\b(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])/g },
  { kind: 'an Azure storage key', pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g },
  {
    kind: 'a private key',
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\[rn]|\s)*([A-Za-z0-9+/=][A-Za-z0-9+/=\s\\]{99,}?)-----END/g,
    isGenuine: isKeyData,
  },
  {
    kind: 'a password in a URL',
    pattern: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[\w.%-]+:([^\s/@:"'<>{}$*]{4,})@[\w-]+(?:\.[\w-]+)+/gi,
  },
];

const beginnings =
  /AKIA|ASIA|gh[pousr]_|github_pat_|glpat-|xox[abprs]-|hooks\.slack\.com|[sr]k_live_|AIza|\bshp(?:at|ca|pa|ss)_|\bdo[opr]_v1_|\bhf_|npm_|pypi-Ag|\bSG\.|AccountKey=|PRIVATE KEY-----|:\/\/[\w.%-]+:[^\s/@]+@/;

/** Secrets in `text`, in their order, without those that are evidently examples. */
export function findSecrets(text: string): readonly Secret[] {
  if (!beginnings.test(text)) return [];
  const found: Secret[] = [];
  for (const { kind, pattern, isGenuine } of formats) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? '';
      if (
        isPlaceholder(secret) ||
        /@[\w.-]*\bexample\.(com|org|net)\b/i.test(match[0]) ||
        isGenuine?.(secret) === false
      )
        continue;
      const start = match.index + match[0].indexOf(secret);
      found.push({ start, end: start + secret.length, kind });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** Says so, repeats itself, counts up, or is one of those that makers print in their documentation. */
function isPlaceholder(secret: string): boolean {
  if (
    /example|sample|dummy|fake|placeholder|your|redacted|secret|passw|changeme|test|demo|user|foo|bar\b/i.test(secret)
  )
    return true;
  if (/(.)\1{4,}/.test(secret) || /0123456|1234567|abcdefg|ABCDEFG/.test(secret)) return true;
  return new Set(secret).size < Math.min(8, secret.length / 2);
}

/** RFC 7468: base64 of one DER sequence, whose header says how long it is; or a key of OpenSSH, which says so itself. */
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
