import { placeholderSecrets } from '../lexicon/placeholders.ts';
import { specified } from '../lexicon/specified.ts';
import { writtenWordsIn } from '../lexicon/words.ts';

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
  readonly isGenuine?: (secret: string) => boolean;
}

/**
 * Formats that vendors publish, so that false matches are rare. Each begins with fixed text: looking for
 * all of them costs one pass.
 */
const formats: readonly Format[] = specified('token formats of the vendors', [
  // Within a presigned URL, the id alone stands there for everybody.
  {
    kind: 'an AWS access key',
    pattern: /(?<!Credential=|AWSAccessKeyId=)(?<![A-Za-z0-9])((?:AKIA|ASIA)[A-Z2-7]{16})(?![A-Za-z0-9])/g,
  },
  {
    kind: 'a GitHub token',
    pattern: /(?<![A-Za-z0-9])(gh[pousr]_[A-Za-z0-9]{36})(?![A-Za-z0-9])/g,
    isGenuine: hasGitHubChecksum,
  },
  { kind: 'a GitHub token', pattern: /(?<![A-Za-z0-9])(github_pat_[A-Za-z0-9]{22}_[A-Za-z0-9]{59})(?![A-Za-z0-9])/g },
  { kind: 'a GitLab token', pattern: /(?<![A-Za-z0-9])(glpat-[\w-]{20,})/g },
  { kind: 'a Slack token', pattern: /(?<![A-Za-z0-9])(xox[abprs]-\d{8,}-[\w-]{10,})/g },
  { kind: 'a Slack webhook', pattern: /(https:\/\/hooks\.slack\.com\/services\/T\w{8,}\/B\w{8,}\/\w{20,})/g },
  { kind: 'a GitLab token', pattern: /(?<![A-Za-z0-9])(gl(?:ptt|dt|rt|cbt|ft|soat|agent|imt)-[\w-]{20,})/g },
  { kind: 'a Slack token', pattern: /(?<![A-Za-z0-9])(xapp-\d-[A-Z0-9]{8,}-\d{8,}-[0-9a-f]{32,})/g },
  {
    kind: 'a Discord webhook',
    pattern: /https:\/\/(?:\w+\.)?discord(?:app)?\.com\/api\/webhooks\/\d{15,20}\/([\w-]{30,})/g,
  },
  { kind: 'a Stripe webhook secret', pattern: /(?<![A-Za-z0-9])(whsec_[A-Za-z0-9+/]{32,}=*)/g },
  { kind: 'an OpenAI key', pattern: /(?<![A-Za-z0-9])(sk-(?:proj|svcacct|admin)-[\w-]{40,})/g },
  { kind: 'an Anthropic key', pattern: /(?<![A-Za-z0-9])(sk-ant-[a-z0-9]{3,12}-[\w-]{40,})/g },
  { kind: 'a Twilio key', pattern: /(?<![A-Za-z0-9])(SK[0-9a-f]{32})(?![A-Za-z0-9])/g },
  { kind: 'a Vault token', pattern: /(?<![A-Za-z0-9])(hv[sbr]\.[\w-]{24,})/g },
  { kind: 'an Atlassian token', pattern: /(?<![A-Za-z0-9])(AT(?:AT|CT)T3xFf[\w=-]{40,})/g },
  { kind: 'a Postman key', pattern: /(?<![A-Za-z0-9])(PMAK-[0-9a-f]{24}-[0-9a-f]{34})(?![A-Za-z0-9])/g },
  { kind: 'a Databricks token', pattern: /(?<![A-Za-z0-9])(dapi[0-9a-f]{32}(?:-\d)?)(?![A-Za-z0-9])/g },
  { kind: 'a Linear key', pattern: /(?<![A-Za-z0-9])(lin_(?:api|oauth)_[A-Za-z0-9]{40,})/g },
  { kind: 'a New Relic key', pattern: /(?<![A-Za-z0-9])(NRAK-[A-Z0-9]{27})(?![A-Za-z0-9])/g },
  { kind: 'a Square token', pattern: /(?<![A-Za-z0-9])(sq0(?:atp|csp)-[\w-]{22,})/g },
  { kind: 'a Grafana token', pattern: /(?<![A-Za-z0-9])(glsa_[A-Za-z0-9]{32}_[0-9a-f]{8}|glc_[A-Za-z0-9+/]{32,}=*)/g },
  { kind: 'a RubyGems key', pattern: /(?<![A-Za-z0-9])(rubygems_[0-9a-f]{48})(?![A-Za-z0-9])/g },
  {
    kind: 'a Doppler token',
    pattern: /(?<![A-Za-z0-9])(dp\.(?:pt|ct|st|sa|scim|audit)\.(?:[\w-]+\.)?[A-Za-z0-9]{40,})/g,
  },
  { kind: 'a Telegram token', pattern: /(?<![A-Za-z0-9])(\d{8,10}:AA[\w-]{33})(?![\w-])/g },
  { kind: 'a PlanetScale token', pattern: /(?<![A-Za-z0-9])(pscale_(?:tkn|pw|oauth)_[\w.-]{32,})/g },
  { kind: 'a Mailgun key', pattern: /(?<![A-Za-z0-9])(key-[0-9a-f]{32})(?![A-Za-z0-9])/g },
  { kind: 'an age key', pattern: /(?<![A-Za-z0-9])AGE-SECRET-KEY-(1[A-Z0-9]{58})(?![A-Za-z0-9])/g },
  { kind: 'a Stripe key', pattern: /(?<![A-Za-z0-9])((?:sk|rk)_live_[A-Za-z0-9]{20,})(?![A-Za-z0-9])/g },
  { kind: 'a Google API key', pattern: /(?<![A-Za-z0-9])(AIza[\w-]{35})(?![\w-])/g },
  { kind: 'a Shopify token', pattern: /(?<![A-Za-z0-9])(shp(?:at|ca|pa|ss)_[0-9a-f]{32})(?![A-Za-z0-9])/g },
  { kind: 'a DigitalOcean token', pattern: /(?<![A-Za-z0-9])(do[opr]_v1_[0-9a-f]{64})(?![A-Za-z0-9])/g },
  { kind: 'a Hugging Face token', pattern: /(?<![A-Za-z0-9])(hf_[A-Za-z]{34})(?![A-Za-z0-9])/g },
  { kind: 'an npm token', pattern: /(?<![A-Za-z0-9])(npm_[A-Za-z0-9]{36})(?![A-Za-z0-9])/g },
  { kind: 'a PyPI token', pattern: /(?<![A-Za-z0-9])(pypi-AgEIcHlwaS5vcmc[\w-]{50,})/g },
  { kind: 'a SendGrid key', pattern: /(?<![A-Za-z0-9])(SG\.[\w-]{22}\.[\w-]{43})(?![\w-])/g },
  { kind: 'an Azure storage key', pattern: /AccountKey=([A-Za-z0-9+/]{86}==)/g },
  { kind: 'an Azure access key', pattern: /SharedAccessKey=([A-Za-z0-9+/]{43}=)/g },
  {
    kind: 'a private key',
    pattern: /-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----(?:\\[rn]|\s)*([A-Za-z0-9+/=][A-Za-z0-9+/=\s\\]{99,}?)-----END/g,
    isGenuine: isKeyData,
  },
  {
    kind: 'a password in a URL',
    pattern: /\b[a-z][a-z0-9+.-]{0,30}:\/\/[\w.%-]+:([^\s/@:"'<>{}$*]{4,})@[\w-]+(?:\.[\w-]+)+/gi,
  },
]);

/** What the token of each format holds, or what stands right before it. */
const beginnings = specified(
  'token formats of the vendors',
  /AKIA|ASIA|gh[pousr]_|github_pat_|gl(?:pat|ptt|dt|rt|cbt|ft|soat|agent|imt)-|xox[abprs]-|xapp-|hooks\.slack\.com|\/api\/webhooks\/|[sr]k_live_|whsec_|sk-(?:proj|svcacct|admin|ant)-|SK[0-9a-f]{32}|hv[sbr]\.|T3xFf|PMAK-|dapi[0-9a-f]{32}|lin_(?:api|oauth)_|NRAK-|sq0(?:atp|csp)-|gl(?:sa|c)_|rubygems_|dp\.[a-z]{2,5}\.|:AA|pscale_|key-[0-9a-f]{32}|AGE-SECRET-KEY|AIza|shp(?:at|ca|pa|ss)_|do[opr]_v1_|hf_|npm_|pypi-Ag|SG\.|A(?:ccount|ccess)Key=/,
);

const passwordInUrl = /:\/\/[\w.%-]+:[^\s/@]+@/;

/** Each token but a private key and a password is at least so long, without a character that is none of a token. */
const minTokenLength = 20;

const isTokenCode = Uint8Array.from({ length: 128 }, (_, code) => Number(/[\w+/=.-]/.test(String.fromCharCode(code))));

/** True unless it is certain that no format matches. Nearly all texts hold none, so this decides what a search costs. */
function mayHoldSecret(text: string): boolean {
  return hasBeginning(text) || text.includes('PRIVATE KEY-----') || (text.includes('@') && passwordInUrl.test(text));
}

/** Looks at one of so many characters as a token is long, and goes on to where the token begins and ends from there. */
function hasBeginning(text: string): boolean {
  for (let at = minTokenLength - 1; at < text.length; at += minTokenLength) {
    if (isTokenCode[text.charCodeAt(at)] !== 1) continue;
    let start = at;
    while (start > 0 && isTokenCode[text.charCodeAt(start - 1)] === 1) start--;
    while (at < text.length && isTokenCode[text.charCodeAt(at)] === 1) at++;
    // A colon may stand before a token and is part of its format.
    if (at - start >= minTokenLength && beginnings.test(text.slice(Math.max(0, start - 1), at))) return true;
  }
  return false;
}

const exampleHost = specified('RFC 2606', /@[\w.-]*\bexample\.(com|org|net)\b/i);

/** Secrets in `text`, in their order, without obvious examples. */
export function findSecrets(text: string): readonly Secret[] {
  return search(text, true);
}

/** What has the form of a secret, also where a checksum shows that it is none: nobody can tell that at a glance. */
export function findSecretForms(text: string): readonly Secret[] {
  return search(text, false);
}

const none: readonly never[] = [];

function search(text: string, isExact: boolean): readonly Secret[] {
  if (!mayHoldSecret(text)) return none;
  const found: Secret[] = [];
  for (const { kind, pattern, isGenuine } of formats) {
    for (const match of text.matchAll(pattern)) {
      const secret = match[1] ?? '';
      if (isPlaceholder(secret) || exampleHost.test(match[0]) || (isExact && isGenuine?.(secret) === false)) continue;
      const start = match.index + match[0].indexOf(secret);
      found.push({ start, end: start + secret.length, kind });
    }
  }
  return found.sort((a, b) => a.start - b.start);
}

/** An example by its words, by repeated or counting characters, or by too few different ones. */
function isPlaceholder(secret: string): boolean {
  if (placeholderSecrets.matches(writtenWordsIn(secret.slice(0, 200)))) return true;
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
