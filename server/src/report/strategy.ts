import { type Attestation, attestable } from '../engine/config/config.ts';
import { counted } from '../engine/counted.ts';
import { type AcceptedFinding, isCounted } from '../engine/finding.ts';
import { isServed, isWrite } from '../engine/heuristics/operationKind.ts';
import { isPublicByNature } from '../engine/heuristics/roles.ts';
import { requiresCode } from '../engine/heuristics/stepUp.ts';
import { isAudited, isTraceable } from '../engine/heuristics/traces.ts';
import { specified } from '../engine/lexicon/specified.ts';
import type { OpenApiDescription, Operation } from '../engine/openapi/model.ts';
import type { Role } from '../engine/openapi/role.ts';
import { maskSecrets } from '../engine/sensitive/mask.ts';
import { toPrintable } from '../engine/sensitive/toPrintable.ts';
import type { Pillar } from '../engine/severity.ts';
import type { ReportFinding, ReportOperation } from './report.ts';

/**
 * One consideration of an API security strategy. What asks for it, what shows it and what fails it are three things: an
 * operation that moves money needs a second factor, and is no evidence of one.
 */
export interface Consideration {
  readonly id: string;
  readonly title: string;
  /** `null` for what no description can show. */
  readonly pillar: Pillar | null;
  readonly state: ConsiderationState;
  /** What asks for it, such as `2 operations move money`; `null` where nothing in particular does. */
  readonly need: string | null;
  /** What shows it, wholly or in part; empty where nothing does. */
  readonly evidence: readonly string[];
  /** What the description leaves open, such as the transport. */
  readonly unknown: readonly string[];
  /** Indexes of the operations that need it, where others show it and these do not. */
  readonly exceptions: readonly number[];
  /** Indexes into the findings. A finding fails one consideration. */
  readonly failing: readonly number[];
  /** How many findings that fail it are accepted. */
  readonly accepted: number;
}

/**
 * `weak`: findings fail it. `shown`: every operation that needs it has evidence. `part`: some have, or a finding is
 * accepted. `absent`: none has. `unneeded`: no operation needs it. `unmeasured`: nothing fails it, and a description has no
 * evidence of it. `invisible`: no description can show it, unless it is `attested`, or was (`ended`).
 */
export type ConsiderationState =
  | 'shown'
  | 'part'
  | 'weak'
  | 'absent'
  | 'unneeded'
  | 'unmeasured'
  | 'invisible'
  | 'attested'
  | 'ended';

interface Subject {
  /** Its index in the description. */
  readonly index: number;
  readonly facts: ReportOperation;
  readonly operation: Operation;
  readonly cache: OpenApiDescription['cache'];
}

type Test = (subject: Subject) => boolean;

interface Visible {
  readonly id: string;
  readonly title: string;
  /** Its rules are those of the pillar that no other consideration names. */
  readonly pillar: Pillar;
  /** Those of other pillars, or of the pillar where it has several considerations. */
  readonly rules: readonly string[];
  /** The operations that need it; `undefined` if a description has no evidence of it. */
  readonly measure?: Measure;
}

interface Measure {
  readonly isNeeded: Test;
  /** After `2 operations`. */
  readonly need: string;
  readonly isShown: Test;
  /** Before `at 1 of 2`. */
  readonly evidence: string;
  /** Those of the operations that need it most, by title. */
  readonly among?: readonly [title: string, test: Test];
  /** Of which operations the description leaves it open, and why. */
  readonly open?: readonly [title: string, test: Test];
}

const isSecured: Test = ({ facts }) => facts.authentication === 'required' && facts.undefinedSchemes.length === 0;
const isEncrypted: Test = ({ facts }) => facts.transport === 'https';
const isLimited: Test = ({ facts }) => facts.rateLimit.length > 0;
const carriesData: Test = ({ facts: { sensitive } }) => sensitive.request.length > 0 || sensitive.response.length > 0;
const hasAnyRole =
  (...roles: readonly Role[]): Test =>
  ({ facts }) =>
    facts.roles.some((role) => roles.includes(role));
const isEntrance = hasAnyRole('login', 'recovery', 'token', 'registration');

/** Every alternative names a scope or a role. */
const isScoped: Test = ({ operation: { security } }) =>
  security.declaration?.requirements.every(({ schemes }) => schemes.some(({ scopes }) => scopes.length > 0)) === true;

const takesInput: Test = ({ operation: { parameters, requestBody } }) =>
  parameters.length > 0 || requestBody !== undefined;
const hasSchemas: Test = ({ operation: { parameters, requestBody } }) =>
  parameters.every(({ schema }) => schema !== undefined) &&
  (requestBody?.content.every(({ schema }) => schema !== undefined) ?? true);

const visible: readonly Visible[] = [
  {
    id: 'strong-authentication',
    title: 'Strong authentication',
    pillar: 'authentication',
    rules: [],
    measure: {
      isNeeded: ({ operation }) => !isPublicByNature(operation),
      need: 'that are not public by their role, as login and health are',
      isShown: isSecured,
      evidence: 'Authentication is required',
    },
  },
  {
    id: 'multi-factor-authentication',
    title: 'Multi-factor authentication for sensitive operations',
    pillar: 'authentication',
    rules: specified('rule ids', ['missing-step-up', 'password-change-without-proof', 'self-approval']),
    measure: {
      isNeeded: (subject) =>
        isWrite(subject.operation) && hasAnyRole('money', 'beneficiary', 'limits', 'factor')(subject),
      need: 'that move money or change payees, limits or factors',
      isShown: ({ operation, cache }) => requiresCode(operation, cache),
      evidence: 'The request requires a code or another proof',
    },
  },
  {
    id: 'authorization',
    title: 'Strict authorization by roles and scopes',
    pillar: 'authentication',
    rules: specified('rule ids', [
      'ambiguous-route',
      'authorization-parameter',
      'client-chosen-identity',
      'client-supplied-owner',
      'conflicting-identifier',
      'exposed-service-control',
      'internal-operation-on-public-server',
      'misplaced-scope',
      'missing-403-response',
      'missing-scope',
      'overbroad-credential',
      'sequential-id',
      'shared-admin-access',
      'single-scope',
      'undefined-scope',
      'unguarded-export',
      'unguarded-role-grant',
      'unscoped-object-access',
      'unused-scope',
      'weaker-write',
      'writable-privilege',
      'write-with-read-scope',
    ]),
    measure: {
      isNeeded: isSecured,
      need: 'that require authentication',
      isShown: isScoped,
      evidence: 'A scope or a role is required',
    },
  },
  {
    id: 'encryption-in-transit',
    title: 'Encryption of customer data in transit',
    pillar: 'transport',
    rules: specified('rule ids', ['insecure-oauth-url', 'insecure-remote-reference']),
    measure: {
      isNeeded: () => true,
      need: 'that the API serves',
      isShown: isEncrypted,
      evidence: 'Every server URL uses HTTPS',
      among: ['with sensitive data', carriesData],
      open: ['Transport unknown, as no server URL is absolute', ({ facts }) => facts.transport === 'unknown'],
    },
  },
  {
    id: 'abuse-detection',
    title: 'Protection against enumeration and brute force',
    pillar: 'rate-limiting',
    rules: specified('rule ids', ['account-enumeration', 'weak-password-policy']),
    measure: {
      isNeeded: () => true,
      need: 'that the API serves',
      isShown: isLimited,
      evidence: 'A rate limit is documented',
      among: ['for login, registration and recovery', isEntrance],
    },
  },
  {
    id: 'input-validation',
    title: 'Input validation and careful handling of data',
    pillar: 'design',
    rules: specified('rule ids', ['undocumented-invalid-input']),
    measure: {
      isNeeded: takesInput,
      need: 'that take parameters or a request body',
      isShown: hasSchemas,
      evidence: 'Schemas describe all of it',
    },
  },
  {
    id: 'monitoring',
    title: 'Logging and tracing of requests',
    pillar: 'monitoring',
    rules: [],
    measure: {
      isNeeded: () => true,
      need: 'that the API serves',
      isShown: ({ operation }) => isTraceable(operation) || isAudited(operation),
      evidence: 'A correlation ID or an audit mark is documented',
    },
  },
  {
    id: 'assessment',
    title: 'Continuous assessment of the description',
    pillar: 'assessment',
    rules: specified('rule ids', ['weaker-old-version', 'exposed-debug-endpoint']),
  },
];

const namedRules = new Map(visible.flatMap(({ id, rules }) => rules.map((rule) => [rule, id])));

function fails({ id, pillar }: Visible, finding: { readonly ruleId: string; readonly pillar: Pillar }): boolean {
  const named = namedRules.get(finding.ruleId);
  return named === undefined
    ? finding.pillar === pillar && id === visible.find((one) => one.pillar === pillar)?.id
    : named === id;
}

/** What a team can only attest. */
const invisible: Readonly<Record<Attestation['id'], string>> = {
  'encryption-at-rest': 'Encryption of stored data',
  'intrusion-detection': 'Detection of intrusions',
  'penetration-tests': 'Penetration tests',
  advisories: 'Following security advisories',
};

interface Judged {
  /** Those of the description, in its order. */
  readonly operations: readonly ReportOperation[];
  readonly findings: readonly ReportFinding[];
  readonly accepted: readonly AcceptedFinding[];
  readonly attest: readonly Attestation[];
}

export function considerationsOf(
  description: OpenApiDescription,
  { operations, findings, accepted, attest }: Judged,
): readonly Consideration[] {
  const { cache } = description;
  const subjects = operations.map((facts, index) => ({
    index,
    facts,
    cache,
    operation: description.operations[index]!,
  }));
  const served = subjects.filter(({ operation }) => isServed(operation));
  const seen = visible.map((one): Consideration => {
    const { id, title, pillar, measure } = one;
    const failing = findings.flatMap((finding, index) => (fails(one, finding) ? [index] : []));
    const acceptedCount = accepted.filter(({ finding }) => isCounted(finding) && fails(one, finding)).length;
    const base = { id, title, pillar, failing, accepted: acceptedCount };
    if (measure === undefined) {
      const state = failing.length > 0 ? 'weak' : 'unmeasured';
      return { ...base, state, need: null, evidence: [], unknown: [], exceptions: [] };
    }
    const needing = served.filter(measure.isNeeded);
    const without = needing.filter((subject) => !measure.isShown(subject));
    const shown = needing.length - without.length;
    return {
      ...base,
      state: stateOf(failing.length, acceptedCount, { needing: needing.length, shown }),
      need: needing.length === 0 ? null : `${counted(needing.length, 'operation')} ${measure.need}`,
      evidence: shown === 0 ? [] : describeEvidence(needing, measure),
      unknown: describeOpen(needing, measure),
      exceptions: shown > 0 ? without.map(({ index }) => index) : [],
    };
  });
  const unseen = attestable.map((id): Consideration => {
    const attestation = attest.find((one) => one.id === id);
    const state = attestation === undefined ? 'invisible' : attestation.hasEnded ? 'ended' : 'attested';
    const evidence = attestation === undefined ? [] : [describeAttestation(attestation)];
    const base = { id, title: invisible[id], pillar: null, state, need: null } as const;
    return { ...base, evidence, unknown: [], exceptions: [], failing: [], accepted: 0 };
  });
  return [...seen, ...unseen];
}

/** `at 3 of 4, 1 of 2 with sensitive data` */
function describeEvidence(needing: readonly Subject[], { evidence, isShown, among }: Measure): readonly string[] {
  const share = (some: readonly Subject[]): string => `${some.filter(isShown).length} of ${some.length}`;
  const some = among === undefined ? [] : needing.filter(among[1]);
  return [`${evidence} at ${share(needing)}`, ...(some.length === 0 ? [] : [`Of those ${among![0]}: ${share(some)}`])];
}

function describeOpen(needing: readonly Subject[], { open }: Measure): readonly string[] {
  const left = open === undefined ? [] : needing.filter(open[1]);
  return left.length === 0 ? [] : [`${open![0]}: ${left.length} of ${needing.length}`];
}

function stateOf(
  failing: number,
  accepted: number,
  { needing, shown }: { readonly needing: number; readonly shown: number },
): ConsiderationState {
  if (failing > 0) return 'weak';
  if (needing === 0) return 'unneeded';
  if (shown === 0) return 'absent';
  return shown < needing || accepted > 0 ? 'part' : 'shown';
}

/** The pillars of which the description shows something. That nothing was found in another one is no evidence of it. */
export function shownPillars(considerations: readonly Consideration[]): readonly Pillar[] {
  const shown = considerations.flatMap(({ pillar, evidence }) =>
    pillar !== null && evidence.length > 0 ? [pillar] : [],
  );
  return [...new Set(shown)];
}

function describeAttestation({ reason, owner, until }: Attestation): string {
  const by = owner === undefined ? 'Attested' : `Attested by ${owner}`;
  const text = `${by}${until === undefined ? '' : ` until ${until}`}: ${reason}`;
  return maskSecrets(toPrintable(text.slice(0, 1000)));
}
