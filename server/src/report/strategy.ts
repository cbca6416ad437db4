import { specified } from '../engine/lexicon/specified.ts';
import type { ReportFinding, ReportOperation } from './report.ts';

/** One consideration of an API security strategy: what the description shows of it, and what fails it. */
export interface Consideration {
  readonly id: string;
  readonly title: string;
  /** `shown`: evidence and nothing that fails it. `absent`: neither. `invisible`: no description can show it. */
  readonly state: 'shown' | 'weak' | 'absent' | 'invisible';
  readonly evidence: readonly string[];
  /** Indexes into the findings. */
  readonly failing: readonly number[];
}

interface Visible {
  readonly id: string;
  readonly title: string;
  readonly rules: readonly string[];
  readonly evidence: (operations: readonly ReportOperation[]) => readonly (string | false)[];
}

const share = (operations: readonly ReportOperation[], test: (operation: ReportOperation) => boolean): string =>
  `${operations.filter(test).length} of ${operations.length}`;

const some = (operations: readonly ReportOperation[], test: (operation: ReportOperation) => boolean): boolean =>
  operations.some(test);

const isAuthenticated = ({ authentication }: ReportOperation): boolean => authentication === 'required';
const isEncrypted = ({ transport }: ReportOperation): boolean => transport === 'https';
const isLimited = ({ rateLimit }: ReportOperation): boolean => rateLimit.length > 0;
const isScoped = ({ callers }: ReportOperation): boolean => callers.some((caller) => caller.includes(': '));
const carriesData = ({ sensitive }: ReportOperation): boolean =>
  sensitive.request.length > 0 || sensitive.response.length > 0;
const isEntrance = ({ roles }: ReportOperation): boolean =>
  roles.some((role) => role === 'login' || role === 'recovery' || role === 'token' || role === 'registration');
const isStepUp = ({ roles }: ReportOperation): boolean =>
  roles.some((role) => role === 'money' || role === 'beneficiary' || role === 'limits' || role === 'factor');

const visible: readonly Visible[] = [
  {
    id: 'strong-authentication',
    title: 'Strong authentication',
    rules: specified('rule ids', [
      'missing-security-scheme',
      'missing-security',
      'unauthenticated-operation',
      'public-operation',
      'optional-authentication',
      'authentication-switched-off',
      'basic-authentication',
      'weak-http-scheme',
      'weak-alternative',
      'api-key-in-url',
      'implicit-flow',
      'password-flow',
      'missing-pkce',
      'undefined-security-scheme',
      'malformed-security',
      'key-in-authorization-header',
      'deprecated-scheme',
      'default-credential',
    ]),
    evidence: (operations) => [
      some(operations, isAuthenticated) && `${share(operations, isAuthenticated)} operations require authentication`,
    ],
  },
  {
    id: 'multi-factor-authentication',
    title: 'Multi-factor authentication for sensitive operations',
    rules: specified('rule ids', ['missing-step-up', 'password-change-without-proof']),
    evidence: (operations) => [
      some(operations, isStepUp) &&
        `${operations.filter(isStepUp).length} operations move money or change factors or limits`,
    ],
  },
  {
    id: 'authorization',
    title: 'Strict authorization by roles and scopes',
    rules: specified('rule ids', [
      'missing-scope',
      'single-scope',
      'undefined-scope',
      'misplaced-scope',
      'write-with-read-scope',
      'shared-admin-access',
      'weaker-write',
      'unscoped-object-access',
      'sequential-id',
      'client-supplied-owner',
      'writable-privilege',
      'authorization-parameter',
      'internal-operation-on-public-server',
    ]),
    evidence: (operations) => [
      some(operations, isScoped) && `${share(operations, isScoped)} operations ask for scopes`,
    ],
  },
  {
    id: 'encryption-in-transit',
    title: 'Encryption of customer data in transit',
    rules: specified('rule ids', [
      'plaintext-server',
      'credentials-over-plaintext',
      'sensitive-data-over-plaintext',
      'sensitive-data-in-url',
      'insecure-oauth-url',
      'insecure-remote-reference',
      'weak-cookie',
    ]),
    evidence: (operations) => [
      some(operations, isEncrypted) && `${share(operations, isEncrypted)} operations are served over HTTPS alone`,
      some(operations, (operation) => carriesData(operation) && isEncrypted(operation)) &&
        `${operations.filter((operation) => carriesData(operation) && isEncrypted(operation)).length} of ${operations.filter(carriesData).length} operations with sensitive data among them`,
    ],
  },
  {
    id: 'abuse-detection',
    title: 'Protection against enumeration and brute force',
    rules: specified('rule ids', [
      'missing-rate-limit',
      'disabled-rate-limit',
      'account-enumeration',
      'missing-retry-after',
      'unbounded-page-size',
      'unbounded-batch',
    ]),
    evidence: (operations) => [
      some(operations, isLimited) && `${share(operations, isLimited)} operations declare a rate limit`,
      some(operations, (operation) => isEntrance(operation) && isLimited(operation)) &&
        `${operations.filter((operation) => isEntrance(operation) && isLimited(operation)).length} of ${operations.filter(isEntrance).length} login and recovery operations among them`,
    ],
  },
  {
    id: 'input-validation',
    title: 'Input validation and careful handling of data',
    rules: specified('rule ids', [
      'undocumented-invalid-input',
      'missing-request-schema',
      'unrestricted-upload',
      'unrestricted-outbound-url',
      'open-redirect-parameter',
      'path-traversal-parameter',
      'query-language-parameter',
      'secret-in-response',
      'card-security-code-in-response',
      'redos-pattern',
      'unanchored-pattern',
      'negative-amount',
    ]),
    evidence: () => [],
  },
  {
    id: 'monitoring',
    title: 'Logging and tracing of requests',
    rules: specified('rule ids', ['missing-correlation-id', 'unaudited-operation', 'leaking-error']),
    evidence: () => [],
  },
  {
    id: 'assessment',
    title: 'Continuous assessment of the description',
    rules: specified('rule ids', [
      'secret-in-document',
      'real-personal-data',
      'weaker-old-version',
      'exposed-debug-endpoint',
    ]),
    evidence: () => ['This report'],
  },
];

/** What a team can only attest. */
const invisible: readonly { readonly id: string; readonly title: string }[] = [
  { id: 'encryption-at-rest', title: 'Encryption of stored data' },
  { id: 'intrusion-detection', title: 'Detection of intrusions' },
  { id: 'penetration-tests', title: 'Penetration tests' },
  { id: 'advisories', title: 'Following security advisories' },
];

export function considerationsOf(
  operations: readonly ReportOperation[],
  findings: readonly ReportFinding[],
): readonly Consideration[] {
  const seen = visible.map(({ id, title, rules, evidence }): Consideration => {
    const failing = findings.flatMap(({ ruleId }, index) => (rules.includes(ruleId) ? [index] : []));
    const shown = evidence(operations).filter((text) => text !== false);
    const state = failing.length > 0 ? 'weak' : shown.length > 0 ? 'shown' : 'absent';
    return { id, title, state, evidence: shown, failing };
  });
  const unseen = invisible.map((one): Consideration => ({ ...one, state: 'invisible', evidence: [], failing: [] }));
  return [...seen, ...unseen];
}
