/** Extensions that suppress findings of other linters: vacuum's and Zally's. */
export const foreignExtensions = ['x-lint-ignore', 'x-zally-ignore'] as const;
export type ForeignExtension = (typeof foreignExtensions)[number];

/** Our rules by theirs, for those that authors suppress. docs/internal/coverage.md is the full list. */
const names: Readonly<Record<ForeignExtension, Readonly<Record<string, readonly string[]>>>> = {
  'x-lint-ignore': {
    'owasp-protection-global-unsafe': ['missing-security', 'unauthenticated-operation'],
    'owasp-protection-global-unsafe-strict': [
      'missing-security',
      'unauthenticated-operation',
      'public-operation',
      'optional-authentication',
    ],
    'owasp-protection-global-safe': ['missing-security', 'unauthenticated-operation'],
    'owasp-no-http-basic': ['basic-authentication'],
    'owasp-no-api-keys-in-url': ['api-key-in-url'],
    'owasp-no-credentials-in-url': ['sensitive-data-in-url'],
    'owasp-auth-insecure-schemes': ['weak-http-scheme'],
    'owasp-no-numeric-ids': ['sequential-id'],
    'owasp-no-additionalProperties': ['open-object'],
    'owasp-string-limit': ['unbounded-string'],
    'owasp-string-restricted': ['unbounded-string'],
    'owasp-integer-limit': ['unbounded-number', 'unbounded-page-size'],
    'owasp-integer-limit-legacy': ['unbounded-number', 'unbounded-page-size'],
    'owasp-array-limit': ['unbounded-array', 'unbounded-batch'],
    'owasp-security-hosts-https-oas2': ['plaintext-server'],
    'owasp-security-hosts-https-oas3': ['plaintext-server'],
    'owasp-define-error-validation': ['undocumented-invalid-input'],
    'operation-4xx-response': ['undocumented-invalid-input'],
    'owasp-define-error-responses-401': ['missing-401-response'],
    'owasp-define-error-responses-429': ['missing-429-response'],
    'owasp-rate-limit': ['missing-rate-limit'],
    'owasp-rate-limit-retry-after': ['missing-retry-after'],
    'operation-security-defined': ['undefined-security-scheme'],
    'no-eval-in-markdown': ['unsafe-markdown'],
    'no-script-tags-in-markdown': ['unsafe-markdown'],
  },
  'x-zally-ignore': {
    '104': ['missing-security-scheme', 'missing-security', 'unauthenticated-operation', 'basic-authentication'],
    '105': ['undefined-scope', 'undefined-security-scheme'],
    '151': ['undocumented-invalid-input'],
    '153': ['missing-retry-after'],
    S006: ['unbounded-number', 'unbounded-page-size'],
    S007: ['unbounded-string'],
  },
};

/** The rules that an id in such an extension suppresses. Our own ids are kept. */
export function rulesOf(extension: ForeignExtension, id: string): readonly string[] {
  const known = names[extension];
  return Object.hasOwn(known, id) ? known[id]! : [id];
}

/** Every rule of ours that the table names. */
export const namedRules: readonly string[] = Object.values(names).flatMap((table) => Object.values(table).flat());
