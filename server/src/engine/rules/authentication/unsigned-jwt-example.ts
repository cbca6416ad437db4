import { pure } from '../../incremental/pure.ts';
import type { SourceText } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unsigned-jwt-example',
    title: 'Example JWT is unsigned',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [347, 327],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      unsigned:
        'The example JWT has "alg": "{alg}", so it is unsigned. Use a signed one, and describe the accepted algorithms.',
    },
  },

  visit: {
    *Text(text) {
      for (const { start, end, alg } of unsignedIn(text)) {
        yield { at: text.place(start, end), message: 'unsigned', data: { alg } };
      }
    },
  },
});

interface Unsigned {
  readonly start: number;
  readonly end: number;
  /** As written: `none`, `None`. */
  readonly alg: string;
}

/** `{"` in base64url begins with `ey`. An unsigned token ends with its second dot. */
const jwt = /(?<![\w-])(ey[\w-]{8,2000})\.[\w-]+\.[\w-]*/g;

const unsignedIn = pure('unsigned-jwt-example.unsignedIn', ({ text }: SourceText): readonly Unsigned[] => {
  const found: Unsigned[] = [];
  for (const match of text.matchAll(jwt)) {
    const alg = /"alg"\s*:\s*"(none)"/i.exec(decode(match[1] ?? ''))?.[1];
    if (alg !== undefined) found.push({ start: match.index, end: match.index + match[0].length, alg });
  }
  return found;
});

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/** Base64url of ASCII: Node and browsers share no function for it. */
function decode(text: string): string {
  let bits = 0;
  let length = 0;
  let decoded = '';
  for (const character of text) {
    bits = ((bits << 6) | alphabet.indexOf(character)) & 0xffff;
    length += 6;
    if (length < 8) continue;
    length -= 8;
    decoded += String.fromCharCode((bits >> length) & 0xff);
  }
  return decoded;
}
