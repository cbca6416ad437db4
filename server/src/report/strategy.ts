import { type Attestation, attestable } from '../engine/config/config.ts';
import { type AcceptedFinding, isCounted } from '../engine/finding.ts';
import { specified } from '../engine/lexicon/specified.ts';
import { maskSecrets } from '../engine/sensitive/mask.ts';
import { toPrintable } from '../engine/sensitive/toPrintable.ts';
import type { ReportFinding, ReportOperation } from './report.ts';

/** One consideration of an API security strategy: what the description shows of it, and what fails it. */
export interface Consideration {
  readonly id: string;
  readonly title: string;
  /**
   * `shown`: evidence and nothing that fails it. `absent`: neither. `invisible`: no description can show it, unless it is
   * `attested`, or was (`ended`).
   */
  readonly state: 'shown' | 'weak' | 'absent' | 'invisible' | 'attested' | 'ended';
  readonly evidence: readonly string[];
  /** Indexes into the findings. */
  readonly failing: readonly number[];
  /** How many findings that fail it are accepted. */
  readonly accepted: number;
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
const invisible: Readonly<Record<Attestation['id'], string>> = {
  'encryption-at-rest': 'Encryption of stored data',
  'intrusion-detection': 'Detection of intrusions',
  'penetration-tests': 'Penetration tests',
  advisories: 'Following security advisories',
};

export function considerationsOf(
  operations: readonly ReportOperation[],
  {
    findings,
    accepted,
    attest,
  }: {
    readonly findings: readonly ReportFinding[];
    readonly accepted: readonly AcceptedFinding[];
    readonly attest: readonly Attestation[];
  },
): readonly Consideration[] {
  const seen = visible.map(({ id, title, rules, evidence }): Consideration => {
    const failing = findings.flatMap(({ ruleId }, index) => (rules.includes(ruleId) ? [index] : []));
    const shown = evidence(operations).filter((text) => text !== false);
    const state = failing.length > 0 ? 'weak' : shown.length > 0 ? 'shown' : 'absent';
    const isAccepted = ({ finding }: AcceptedFinding): boolean => isCounted(finding) && rules.includes(finding.ruleId);
    return { id, title, state, evidence: shown, failing, accepted: accepted.filter(isAccepted).length };
  });
  const unseen = attestable.map((id): Consideration => {
    const attestation = attest.find((one) => one.id === id);
    const state = attestation === undefined ? 'invisible' : attestation.hasEnded ? 'ended' : 'attested';
    const evidence = attestation === undefined ? [] : [describeAttestation(attestation)];
    return { id, title: invisible[id], state, evidence, failing: [], accepted: 0 };
  });
  return [...seen, ...unseen];
}

function describeAttestation({ reason, owner, until }: Attestation): string {
  const by = owner === undefined ? 'Attested' : `Attested by ${owner}`;
  const text = `${by}${until === undefined ? '' : ` until ${until}`}: ${reason}`;
  return maskSecrets(toPrintable(text.slice(0, 1000)));
}
