import { specified } from '../lexicon/specified.ts';
import type { RolesByPath } from '../openapi/role.ts';
import { noVocabulary, type SensitiveClass } from '../sensitive/classify.ts';
import type { Pillar, Severity } from '../severity.ts';
import type { ForeignExtension } from '../suppression/foreignRules.ts';

/** The gateways whose rate-limit vocabulary Portcullis can write (docs/rate-limits.md). */
export const gateways = specified('docs/rate-limits.md', [
  'kong',
  'google',
  'apigee',
  'tyk',
  'wso2',
  'apisix',
  'api7',
  'zuplo',
  'ibm',
  '42crunch',
  'kuadrant',
  'aws',
  'azure',
  'generic',
] as const);
export type Gateway = (typeof gateways)[number];

export const profiles = specified('docs/reference/configuration.md', ['minimal', 'recommended', 'strict'] as const);
export const echoSeverities = specified('docs/reference/configuration.md', ['information', 'hint', 'off'] as const);
export const confidences = specified('docs/reference/configuration.md', ['high', 'medium', 'low'] as const);
export const severities = specified('docs/reference/configuration.md', [
  'error',
  'warning',
  'information',
  'hint',
  'off',
] as const);
export const pillars = specified('docs/reference/configuration.md', [
  'authentication',
  'design',
  'transport',
  'monitoring',
  'rate-limiting',
  'assessment',
] as const);

/** What no description can show, so that a team attests it. */
export const attestable = specified('docs/reference/configuration.md', [
  'encryption-at-rest',
  'intrusion-detection',
  'penetration-tests',
  'advisories',
] as const);

/** What a person answers for, and for how long. */
export interface Statement {
  readonly reason: string;
  readonly owner: string | undefined;
  /** The last day on which it holds, as `2027-03-31` in UTC; `undefined` if it has no end. */
  readonly until: string | undefined;
  /** True if that day is over. */
  readonly hasEnded: boolean;
}

/** One rule that is accepted at one place. */
export interface Acceptance extends Statement {
  readonly ruleId: string;
  /** The file, as `fileKey` writes its URI. */
  readonly file: string;
  /** JSON Pointer: what is below it is accepted as well. Empty for the whole file. */
  readonly pointer: string;
  /** Its index in the list of the configuration file. */
  readonly index: number;
}

export interface Attestation extends Statement {
  readonly id: (typeof attestable)[number];
}

/** The text of a configuration file: findings about the configuration are placed in it. */
export interface ConfigSource {
  readonly uri: string;
  readonly text: string;
}

/** The settings of `portcullis.yaml` and of the editor. */
export interface Config {
  /** `minimal`: errors of high confidence. `recommended`: findings worth a maintainer's time. `strict`: every rule. */
  readonly profile: (typeof profiles)[number];
  /** By rule id, whatever the profile; a rule that is not named has its own severity. */
  readonly rules: Readonly<Record<string, Severity | 'off'>>;
  /** Why a rule has that severity, by rule id, where it is stated. */
  readonly reasons: Readonly<Record<string, string>>;
  /** Whole pillars that are switched off. */
  readonly pillars: Readonly<Partial<Record<Pillar, 'off'>>>;
  /** True to check descriptions against the specification's own schema as well. */
  readonly structure: boolean;
  /** Severity of echoes. */
  readonly echoes: (typeof echoSeverities)[number];
  /** Findings below this confidence are not reported. */
  readonly confidence: (typeof confidences)[number];
  /** Whose rate-limit extension the fixes write where the document does not show one. */
  readonly gateway: Gateway | undefined;
  /** Globs of files that are not checked, relative to the config file. */
  readonly ignore: readonly string[];
  /** The roles of operations, by `METHOD /path` or `/path` with `*` and `**`. */
  readonly roles: RolesByPath;
  /** Extensions of other linters that suppress findings of Portcullis as well. */
  readonly honor: readonly ForeignExtension[];
  readonly sensitive: {
    /** Names that are sensitive here, by class. */
    readonly add: Readonly<Partial<Record<SensitiveClass, readonly string[]>>>;
    /** Names that are not. */
    readonly remove: readonly string[];
  };
  /** What is accepted with a reason. */
  readonly accept: readonly Acceptance[];
  readonly attest: readonly Attestation[];
  /** `undefined` where nothing is accepted or attested. */
  readonly source: ConfigSource | undefined;
}

export const defaultConfig: Config = {
  profile: 'recommended',
  rules: {},
  reasons: {},
  pillars: {},
  structure: false,
  echoes: 'hint',
  confidence: 'low',
  gateway: undefined,
  ignore: [],
  roles: {},
  honor: [],
  sensitive: noVocabulary,
  accept: [],
  attest: [],
  source: undefined,
};
