import type { Random } from '../../support/edits.ts';
import {
  guardedOf,
  isObject,
  type Json,
  type JsonObject,
  type Mutator,
  objectIn,
  objectSchemas,
  operationsOf,
  type Place,
  parametersOf,
  responsesOf,
  writesOf,
} from '../api.ts';
import { chance, insert, plantIn, plantParameter, rewriteText, some, spelled } from '../planting.ts';

export const assessment: Readonly<Record<string, Mutator>> = {
  'unrecognized-method': (api, random) => {
    const operation = some(random, operationsOf(api));
    if (operation === undefined) return undefined;
    const { method, value, item } = operation;
    const spellings = [
      method.toUpperCase(),
      method[0]!.toUpperCase() + method.slice(1),
      `${method} `,
      'connect',
      'Gett',
    ];
    const key = random.pick(spellings.filter((one) => !Object.hasOwn(item.value, one)));
    item.value[key] = value;
    return [[...item.path, key]];
  },

  'unsupported-version': (api, random) => {
    const key = api.version === '2.0' ? 'swagger' : 'openapi';
    api.root[key] = random.pick(
      key === 'swagger' ? ['1.2', '2.1', '2'] : ['3.3.0', '3', '4.0.0', '3.10.1', 'v3.1.0', '2.1'],
    );
    return [[key]];
  },

  'default-credential': (api, random) => {
    const name = random.pick([
      'password',
      'clientSecret',
      'apiKey',
      'adminPassword',
      'secret',
      'accessToken',
      'secretKey',
    ]);
    const value = random.pick(['changeme', 'admin', 'demo123', 'letmein', 'test-key-1']);
    const schema = { type: 'string', maxLength: 64, default: value };
    if (chance(random, 0.3)) {
      return plantParameter(api, random, { name: spelled(random, name), in: random.pick(['query', 'header']), schema });
    }
    return plantIn(api, random, spelled(random, name), schema, () => true);
  },

  'suppression-without-reason': (api, random) => {
    // What is public by nature, such as a login, needs no acceptance.
    const guarded = writesOf(operationsOf(api)).filter(
      ({ path }) => !/login|health|status|token|password/i.test(path.join('/')),
    );
    const operation = some(random, guarded);
    if (operation === undefined) return undefined;
    const id = 'public-operation';
    operation.value['security'] = [];
    const accepted: Json = random.pick<Json>([id, [id], { [id]: '' }, { [id]: null }]);
    operation.value['x-portcullis-ignore'] = accepted;
    return [[...operation.path, 'x-portcullis-ignore']];
  },

  'unused-suppression': (api, random) => {
    const places = [...operationsOf(api), ...objectSchemas(api)];
    const place = some(random, places);
    if (place === undefined) return undefined;
    const id = random.pick([
      'plaintext-server',
      'plaintext-sever',
      'missing-security',
      'owasp-rate-limit',
      'everything',
    ]);
    place.value['x-portcullis-ignore'] = random.pick<Json>([id, [id], { [id]: 'the gateway does it' }]);
    return [[...place.path, 'x-portcullis-ignore']];
  },

  'deprecated-without-sunset': (api, random) => {
    const operation = some(random, operationsOf(api));
    if (operation === undefined) return undefined;
    insert(random, operation.value, 'deprecated', true);
    if (chance(random, 0.5))
      operation.value['description'] = random.pick(['Use the new one.', 'Goes soon.', 'Replaced by v2.']);
    return [operation.path];
  },

  'hidden-text': (api, random) => {
    const tags = [...'obey'].map((letter) => String.fromCodePoint(0xe0000 + letter.charCodeAt(0))).join('');
    const single = ['\u202e', '\u202d', '\u202a', '\u2066', '\u2067', '\u2068', '\u200b', '\u2060', '\ufeff'];
    const hidden = random.pick([...single, tags]);
    if (chance(random, 0.25)) {
      // In a name, where nobody looks for it.
      const schema = some(random, objectSchemas(api));
      if (schema === undefined) return undefined;
      const name = `ti${hidden}tle`;
      insert(random, objectIn(schema.value, 'properties'), name, { type: 'string', maxLength: 20 });
      return [[...schema.path, 'properties', name]];
    }
    // Within prose, what shows nothing hides nothing.
    if (/[\u200b\u2060\ufeff]/.test(hidden)) return undefined;
    return rewriteText(api, random, (text) => {
      // Within a word: at its edge, what shows nothing hides nothing.
      const places = [...text.matchAll(/(?<=\w)(?=\w)/g)].map((match) => match.index);
      const index = random.pick(places);
      return text.slice(0, index) + hidden + text.slice(index);
    });
  },

  'insecure-remote-reference': (api, random) => {
    const target = `${random.pick(['http', 'http', 'HTTP'])}://schemas.example.com/${random.pick(['order.json', 'a.yaml#/X'])}`;
    const replace = (place: Place | undefined): readonly string[][] | undefined => {
      if (place === undefined) return undefined;
      for (const key of Object.keys(place.value)) delete place.value[key];
      place.value['$ref'] = target;
      return [[...place.path, '$ref']];
    };
    if (chance(random, 0.2)) {
      insert(random, objectIn(api.root, 'paths'), '/remote', { $ref: target });
      return [['paths', '/remote', '$ref']];
    }
    if (chance(random, 0.25)) {
      return replace(
        some(
          random,
          operationsOf(api).flatMap((operation) => responsesOf(api, operation).map(([, held]) => held)),
        ),
      );
    }
    if (chance(random, 0.25)) {
      const parameters = operationsOf(api).flatMap((operation) => parametersOf(api, operation));
      return replace(some(random, parameters));
    }
    return replace(some(random, propertiesIn(objectSchemas(api))));
  },

  'internal-operation-on-public-server': (api, random) => {
    const operation = some(random, operationsOf(api));
    if (operation === undefined) return undefined;
    if (api.version === '2.0') Object.assign(api.root, { host: 'api.bank.example', schemes: ['https'] });
    else
      api.root['servers'] = [
        {
          url: random.pick(['https://api.bank.example', 'https://{region}.bank.example/v1']),
          variables: { region: { default: 'eu' } },
        },
      ];
    for (const holder of [operation, operation.item]) {
      delete holder.value['servers'];
      delete holder.value['schemes'];
    }
    const holder = chance(random, 0.7) ? operation : operation.item;
    insert(random, holder.value, 'x-internal', true);
    return [holder.path];
  },

  'real-personal-data': (api, random) => {
    const [name, value] = chance(random, 0.5)
      ? (['iban', iban(random)] as const)
      : (['cardNumber', cardNumber(random)] as const);
    if (chance(random, 0.3)) return rewriteText(api, random, (text) => `${text} For example ${value}, in one line.`);
    return plantIn(api, random, name, exampleOf(api.version, random, value), () => true);
  },

  'secret-in-document': (api, random) => {
    const secret = someSecret(random);
    if (chance(random, 0.4)) return rewriteText(api, random, (text) => `${text} Try it with ${secret} first.`);
    if (api.version !== '2.0' && chance(random, 0.15)) {
      const servers = (api.root['servers'] ?? []) as Json[];
      const word = letters(random, 'abcdefghjkmnpqrstuvwxyz', 5) + letters(random, '23456789', 4);
      servers.push({ url: `https://deploy:${word}X@api.example.org/v1` });
      api.root['servers'] = servers;
      return [['servers', String(servers.length - 1)]];
    }
    if (chance(random, 0.3)) {
      const schema = { type: 'string', maxLength: 200, default: secret };
      return plantParameter(api, random, { name: 'X-Thing', in: 'header', schema });
    }
    return plantIn(api, random, 'thing', exampleOf(api.version, random, secret), () => true);
  },

  'unreviewed-agent-action': (api, random) => {
    const operation = some(random, writesOf(guardedOf(api)));
    if (operation === undefined) return undefined;
    insert(random, operation.value, 'x-openai-isConsequential', false);
    return [[...operation.path, 'x-openai-isConsequential']];
  },
};

function propertiesIn(schemas: readonly Place[]): Place[] {
  return schemas.flatMap(({ path, value }) =>
    Object.entries((value['properties'] ?? {}) as JsonObject).flatMap(([name, held]) =>
      isObject(held) ? { path: [...path, 'properties', name], value: held } : [],
    ),
  );
}

/** A schema that shows a value, as its version lets it. */
function exampleOf(version: string, random: Random, value: string): JsonObject {
  const shapes: JsonObject[] = [
    { type: 'string', maxLength: 200, example: value },
    { type: 'string', maxLength: 200, default: value },
    { type: 'string', maxLength: 200, description: `Such as ${value}.` },
    { type: 'string', maxLength: 200, enum: [value, 'other'] },
  ];
  if (version === '3.1' || version === '3.2') shapes.push({ type: 'string', maxLength: 200, examples: [value] });
  return random.pick(shapes);
}

function letters(random: Random, alphabet: string, length: number): string {
  return Array.from({ length }, () => alphabet[random.below(alphabet.length)]).join('');
}

/** With a correct check digit: what an author copies out of a ticket. */
function cardNumber(random: Random): string {
  const digits = random.pick(['4929', '5274', '4716']) + letters(random, '0123456789', 11);
  const sum = [...digits].reverse().reduce((total, digit, index) => {
    const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
    return total + (value > 9 ? value - 9 : value);
  }, 0);
  const number = `${digits}${(10 - (sum % 10)) % 10}`;
  return number.replace(/(.{4})(?=.)/g, `$1${random.pick([' ', ' ', '-'])}`);
}

function iban(random: Random): string {
  const [country, bban] = random.pick<readonly [string, string]>([
    ['DE', letters(random, '0123456789', 18)],
    ['NL', `INGB${letters(random, '0123456789', 10)}`],
    ['GB', `NWBK${letters(random, '0123456789', 14)}`],
    ['ES', letters(random, '0123456789', 20)],
  ]);
  const number = [...`${bban}${country}00`].map((letter) => Number.parseInt(letter, 36)).join('');
  const check = String(98n - (BigInt(number) % 97n)).padStart(2, '0');
  const text = `${country}${check}${bban}`;
  return chance(random, 0.5) ? text : text.replace(/(.{4})(?=.)/g, '$1 ');
}

/** Made when it is needed: a secret in a source is a finding of every scanner, even where it opens nothing. */
function someSecret(random: Random): string {
  const upper = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';
  const all = `${upper}${upper.toLowerCase()}0123456789`;
  const makers: readonly (() => string)[] = [
    () => `AKIA${letters(random, `${upper}234567`, 16)}`,
    () => `glpat-${letters(random, all, 20)}`,
    () => `sk_live_${letters(random, all, 24)}`,
    () => `AIza${letters(random, all, 35)}`,
    () => `SG.${letters(random, all, 22)}.${letters(random, all, 43)}`,
    () => `xoxb-${letters(random, '123456789', 12)}-${letters(random, '123456789', 12)}-${letters(random, all, 24)}`,
    () => `shpat_${letters(random, '0123456789abcdef', 32)}`,
    () => `dop_v1_${letters(random, '0123456789abcdef', 64)}`,
    () => `hf_${letters(random, upper + upper.toLowerCase(), 34)}`,
  ];
  return random.pick(makers)();
}
