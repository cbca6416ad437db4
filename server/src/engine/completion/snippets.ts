import { isTooManyRequests, limitExtensions, limitHeaders, retryAfterHeader } from '../fixes/rateLimitFixes.ts';
import { specified } from '../lexicon/specified.ts';
import { wordsIn } from '../lexicon/words.ts';
import type { ObjectKind } from '../openapi/grammar.ts';
import { publicExtension, reasonPlaceholder } from '../openapi/reason.ts';
import { roleExtension } from '../openapi/role.ts';
import { ignoreExtension } from '../suppression/suppressions.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type PatchValue, Placeholder } from '../textEdits/fix.ts';
import type { Known, Place } from './complete.ts';
import { type Completion, type Completions, chosen, nothing } from './completion.ts';
import { sharedIn } from './names.ts';

interface Snippet {
  readonly key: string;
  readonly detail: string;
  readonly documentation: string;
  readonly value: PatchValue;
  readonly rank: number;
}

function fromSnippets(place: Place, kind: Completion['kind'], snippets: readonly Snippet[]): Completions {
  const free = snippets.filter(({ key }) => !place.keys.has(key));
  return chosen(
    free,
    place.cursor.token.text,
    ({ key }) => key,
    ({ key, detail, documentation, value, rank }) => ({
      label: key,
      kind,
      detail,
      documentation,
      rank,
      ...place.writer.entry(key, value),
    }),
  );
}

interface Refusal {
  readonly status: string;
  readonly detail: string;
  readonly documentation: string;
  readonly description: string;
  /** True for the name of a shared response of this status. */
  isName(name: string): boolean;
}

const [unauthorized, forbidden, tooManyRequests] = specified('RFC 9110 §15.5 and RFC 6585 §4', [
  'Unauthorized',
  'Forbidden',
  'Too Many Requests',
] as const);

const refusals: readonly Refusal[] = [
  {
    status: '401',
    detail: unauthorized,
    documentation: 'No valid credential was sent. Clients sign in and try again.',
    description: 'Authentication is required.',
    isName: (name) => isPhrase(name, '401', unauthorized),
  },
  {
    status: '403',
    detail: forbidden,
    documentation: 'The credential is valid and does not grant this: a scope or a permission is missing.',
    description: 'The credential does not grant this operation.',
    isName: (name) => isPhrase(name, '403', forbidden),
  },
  {
    status: '429',
    detail: tooManyRequests,
    documentation: 'The client is over its limit. "Retry-After" tells it when to try again.',
    description: 'Too many requests. Try again after the time given in "Retry-After".',
    isName: isTooManyRequests,
  },
];

function isPhrase(name: string, status: string, phrase: string): boolean {
  const words = wordsIn(name);
  return words.includes(status) || words.includes(phrase.toLowerCase());
}

/** The responses that refuse a request, those that the operation does not document yet. */
export function statuses(place: Place, known: Known): Completions {
  const { navigator, unbroken } = known;
  const { version } = navigator.sources;
  const operation = place.node?.parent ?? operationAbove(place);
  // Nothing is refused for want of a credential where none is required.
  const isPublic = operation?.get('security')?.kind === 'sequence' && operation.get('security')?.items().length === 0;
  const shared = sharedIn('responses', navigator, unbroken);
  const snippets = refusals.flatMap(({ status, detail, documentation, description, isName }): Snippet[] => {
    if (isPublic && status !== '429') return [];
    const name =
      shared?.document.uri === place.document.uri ? shared.entries().find(({ key }) => isName(key))?.key : undefined;
    const headers = status === '429' ? { headers: { 'Retry-After': retryAfterHeader({ version }) } } : {};
    const value: PatchValue =
      name === undefined || shared === undefined
        ? { description, ...headers }
        : { $ref: `#${shared.pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}` };
    return [{ key: status, detail, documentation, value, rank: 0 }];
  });
  return fromSnippets(place, 'response', snippets);
}

function operationAbove({ document, cursor }: Place): SourceNode | undefined {
  return document.root?.at(...cursor.path.slice(0, -1));
}

/** Headers that tell clients about limits. */
export function headers(place: Place, { navigator }: Known): Completions {
  const version = { version: navigator.sources.version };
  const status = place.cursor.path.at(-2);
  const all: Readonly<Record<string, PatchValue>> = {
    'Retry-After': retryAfterHeader(version),
    ...limitHeaders(version),
  };
  const snippets = Object.entries(all).map(([key, value]): Snippet => {
    const isRetry = key === 'Retry-After';
    return {
      key,
      detail: isRetry ? 'RFC 9110 §10.2.3' : 'draft-ietf-httpapi-ratelimit-headers',
      documentation: descriptionIn(value),
      value,
      rank: isRetry === (status === '429' || status === '503') ? 0 : 1,
    };
  });
  return fromSnippets(place, 'header', snippets);
}

function descriptionIn(value: PatchValue): string {
  const text = typeof value === 'object' && value !== null && 'description' in value ? value.description : '';
  return typeof text === 'string' ? text : '';
}

/** Rate limits as the gateway in use reads them, and our own extensions. */
export function extensions(place: Place, known: Known, kind: ObjectKind): Completions {
  if (!/^(x.*)?$/i.test(place.cursor.token.text)) return nothing;
  if (kind !== 'Operation' && kind !== 'OpenAPI') return nothing;
  return fromSnippets(place, 'extension', [...limits(place, known, kind), ...ownExtensions(kind)]);
}

function limits({ node }: Place, { description, gateway }: Known, kind: ObjectKind): readonly Snippet[] {
  if (description === undefined) return [];
  if (kind === 'Operation' && node?.kind !== 'map') return [];
  const operation =
    kind === 'Operation' && node !== undefined ? { node, operationId: node.get('operationId')?.string } : undefined;
  return limitExtensions(description, gateway, operation).map((extension) => ({
    key: extension.key,
    detail: `rate limit: ${extension.gateway}`,
    documentation: 'Limits how many requests a client may send.',
    value: extension.value,
    rank: 0,
  }));
}

function ownExtensions(kind: ObjectKind): readonly Snippet[] {
  const reason = new Placeholder(reasonPlaceholder);
  const ignore: Snippet = {
    key: ignoreExtension,
    detail: 'Portcullis',
    documentation: 'Accepts findings of a rule here and below, with a reason.',
    value: { 'rule-id': reason },
    rank: 1,
  };
  if (kind !== 'Operation') return [ignore];
  return [
    ignore,
    {
      key: publicExtension,
      detail: 'Portcullis',
      documentation: 'The operation is public on purpose, for this reason.',
      value: reason,
      rank: 1,
    },
    {
      key: roleExtension,
      detail: 'Portcullis',
      documentation: 'What the operation is for, where its name does not say it: login, health, export, …',
      value: new Placeholder('login'),
      rank: 1,
    },
  ];
}
