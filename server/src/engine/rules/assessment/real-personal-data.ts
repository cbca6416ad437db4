import { pure } from '../../incremental/pure.ts';
import { cardTexts } from '../../lexicon/cardTexts.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { SourceText } from '../../openapi/model.ts';
import { groupReports, related } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'real-personal-data',
    title: 'Description contains a possibly real account number',
    pillar: 'assessment',
    owasp: 'API3:2023',
    cwe: [359],
    severity: 'warning',
    confidence: 'medium',
    // Banks invent valid numbers, so most findings in their documents are not real.
    recommended: false,
    compliance: ['PCI DSS 6.5.5', 'GDPR Art. 5(1)(f)'],
    since: '0.1.0',
    absence: false,
    messages: {
      card: 'This is a valid card number and not a published test number. Use a test number, such as 4111 1111 1111 1111.',
      iban: 'This is a valid IBAN and not a published example. Use a published example.',
    },
  },

  visit: {
    *OpenAPI({ nodes }) {
      const places = nodes.Text.flatMap((text) => numbersIn(text).map((number) => ({ text, ...number })));
      for (const kind of ['card', 'iban'] as const) {
        const alike = places.filter((place) => place.kind === kind);
        yield* groupReports(alike, placeOf, function* ([first, ...others]) {
          if (first === undefined) return;
          yield {
            at: placeOf(first),
            message: kind,
            related: related(others, placeOf, () => 'The same here.'),
          };
        });
      }
    },
  },
});

function placeOf({ text, start, end }: { readonly text: SourceText; readonly start: number; readonly end: number }) {
  return text.place(start, end);
}

interface Found {
  readonly start: number;
  readonly end: number;
  readonly kind: 'card' | 'iban';
}

/** 15 or 16 digits, in groups or not, in the ranges that are issued. */
const cards =
  /(?<![\w.#/:-])(?:4\d{3}|5[1-5]\d{2}|2[2-7]\d{2}|6011|65\d{2})([ -]?)\d{4}\1\d{4}\1\d{4}(?![\w-]|\.\w)|(?<![\w.#/:-])3[47]\d{2}([ -]?)\d{6}\2\d{5}(?![\w-]|\.\w)/g;
const ibans = /(?<![\w.-])[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,4})?(?![\w-])/g;

const numbersIn = pure('real-personal-data.numbersIn', ({ text }: SourceText): readonly Found[] => {
  const found: Found[] = [];
  for (const { 0: number, index } of text.matchAll(cards)) {
    const digits = number.replaceAll(/\D/g, '');
    // Digits without groups may be an ID, unless the text before them is about cards.
    const isBare = digits === number;
    const before = text.slice(Math.max(0, index - 200), index);
    if (isBare && !cardTexts.matches(wordsIn(before))) continue;
    if (hasLuhn(digits) && !isTestCard(digits)) found.push({ start: index, end: index + number.length, kind: 'card' });
  }
  for (const { 0: number, index } of text.matchAll(ibans)) {
    const iban = number.replaceAll(' ', '');
    if (iban.length >= 15 && hasIbanChecksum(iban) && !isPublishedIban(iban))
      found.push({ start: index, end: index + number.length, kind: 'iban' });
  }
  return found;
});

/** ISO/IEC 7812-1, annex B. */
function hasLuhn(digits: string): boolean {
  let sum = 0;
  for (let index = 0; index < digits.length; index++) {
    const digit = Number(digits[digits.length - 1 - index]);
    const doubled = index % 2 === 1 ? digit * 2 : digit;
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return sum % 10 === 0;
}

/** Numbers that the networks and payment providers publish for tests have few different digits, or are these. */
function isTestCard(digits: string): boolean {
  return new Set(digits.slice(1, -1)).size <= 4 || testCards.has(digits) || /0000000|1234567/.test(digits);
}

const testCards: ReadonlySet<string> = new Set([
  '4012888888881881',
  '5105105105105100',
  '5555555555554444',
  '378282246310005',
  '371449635398431',
  '378734493671000',
  '6011111111111117',
  '6011000990139424',
  '5200828282828210',
  '2223003122003222',
  '5454545454545454',
  '4917610000000000',
  '5425233430109903',
  '2222405343248877',
  '374245455400126',
  '4263982640269299',
  '4462030000000000',
  '5424180279791732',
  '5424000000000015',
  '4007000000027',
]);

/** ISO 13616: the remainder of dividing by 97 is 1. */
function hasIbanChecksum(iban: string): boolean {
  let rest = 0;
  for (const character of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(character, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest === 1;
}

/** The SWIFT registry's examples count up, repeat themselves, or are these. */
function isPublishedIban(iban: string): boolean {
  const account = iban.slice(4);
  return /(\d)\1{4}|012345|123456|234567|345678|456789|567890|987654/.test(account) || published.has(iban);
}

const published: ReadonlySet<string> = new Set([
  'DE89370400440532013000',
  'GB29NWBK60161331926819',
  'GB82WEST12345698765432',
  'FR1420041010050500013M02606',
  'NL91ABNA0417164300',
  'ES9121000418450200051332',
  'CH9300762011623852957',
  'BE68539007547034',
  'IT60X0542811101000000123456',
  'AT611904300234573201',
  'IE29AIBK93115212345678',
  'PT50000201231234567890154',
  'GB33BUKB20201555555555',
  'SE4550000000058398257466',
  'NO9386011117947',
  'DK5000400440116243',
  'FI2112345600000785',
  'PL61109010140000071219812874',
]);
