import type { Attestation, Config } from '../config/config.ts';
import type { NodeKinds, OpenApiDescription } from '../openapi/model.ts';
import type { ReferenceCache } from '../openapi/referenceCache.ts';
import type { OpenApiVersion } from '../openapi/version.ts';
import type { Confidence, OwaspId, Pillar, Severity } from '../severity.ts';
import type { Decision, Suppression } from '../suppression/suppressions.ts';
import type { Place, SourceNode } from '../syntax/sourceNode.ts';
import type { Fix } from '../textEdits/fix.ts';
import type { Requirement } from './compliance.ts';

/** What is documented about a rule. The page `<id>.md` next to it has the rest. */
export interface RuleMeta<Messages extends Record<string, string> = Record<string, string>> {
  /** Kebab-case noun phrase that names the weakness. It never changes. */
  readonly id: string;
  readonly title: string;
  readonly pillar: Pillar;
  readonly owasp: OwaspId;
  /** CWE numbers, the closest first. */
  readonly cwe: readonly number[];
  /** The severity of the common case; a report may have another where exposure differs. */
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** True if the rule is on by default; the others are in the profile `strict` only. */
  readonly recommended: boolean;
  /** The requirements of laws and standards that the weakness fails. */
  readonly compliance?: readonly Requirement[];
  /** The first version of Portcullis with this rule. */
  readonly since: string;
  /** True if the rule reports something missing: it is paused while a document has syntax errors. */
  readonly absence: boolean;
  /** Rules whose findings are causes of this rule's echoes, besides its own: a suppressed cause suppresses them too. */
  readonly echoOf?: readonly string[];
  /** True if the place of a finding is a secret itself: no output shows its text. */
  readonly marksSecret?: boolean;
  /** Versions the rule applies to; all if absent. */
  readonly versions?: readonly OpenApiVersion[];
  readonly messages: Messages;
}

/** The names in braces; `{}` is text. `{others:more operation}` is a number with its noun, which becomes plural. */
type Placeholders<Text extends string> = Text extends `${string}{${infer Name}}${infer Rest}`
  ? Exclude<Name, ''> | Placeholders<Rest>
  : never;

type NameIn<Placeholder extends string> = Placeholder extends `${infer Name}:${string}` ? Name : Placeholder;

type ValueOf<Placeholder extends string> = Placeholder extends `${string}:${string}` ? number : string | number;

type DataOf<Text extends string> = [Placeholders<Text>] extends [never]
  ? { readonly data?: undefined }
  : { readonly data: { readonly [Each in Placeholders<Text> as NameIn<Each>]: ValueOf<Each> } };

interface ReportBase {
  readonly at: Place;
  /** Where exposure makes it differ from `meta.severity`. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly related?: readonly { readonly at: Place; readonly message: string }[];
  /** Number of operations affected. */
  readonly operations?: number;
  /** Marks a place that a root cause affects, which is reported elsewhere: shown as a hint and not counted. */
  readonly echo?: boolean;
  /** The description shows that the author meant this: an echo, and a finding in the profile `strict`. */
  readonly decided?: boolean;
  /** The author states next to the weakness that it is meant, with a reason: an accepted finding. */
  readonly stated?: Pick<Decision, 'reason' | 'at'>;
  /** For a report about several places. */
  readonly grouped?: ReportGroup;
  /** Computed on demand, since most are never used. Best first. */
  readonly fixes?: () => Iterable<Fix>;
}

/** The places that reports are about together; each can be suppressed alone. */
export interface ReportGroup {
  places(): readonly Place[];
  /** The reports about the remaining places. They replace all reports of the group. */
  without(suppressed: ReadonlySet<number>): Iterable<object>;
}

/** What a rule yields: one of its message ids, with exactly the data that the text needs. */
export type Report<Messages extends Record<string, string> = Record<string, string>> = {
  [Id in keyof Messages & string]: ReportBase & { readonly message: Id } & DataOf<Messages[Id]>;
}[keyof Messages & string];

export interface RuleContext {
  readonly config: Config;
  readonly version: OpenApiVersion;
  /** Follows references, for `effectiveOf`; and answers queries. */
  readonly cache: ReferenceCache;
  /** As `OpenApiDescription.resolve`. */
  resolve(node: SourceNode): SourceNode | undefined;
  /**
   * Outside a visit of `OpenAPI`, for `fixes` only: the reports of another visit are cached until its node changes,
   * whatever changes elsewhere.
   */
  readonly description: OpenApiDescription;
}

/** A suppression, visited after all other rules have run. */
export interface SuppressionFact {
  readonly suppression: Suppression;
  readonly isKnown: boolean;
  /** The closest rule id, if the id does not exist. */
  readonly meant: string | undefined;
  /** True if its rule ran and found nothing there. */
  readonly isUnused: boolean;
}

/** What the configuration attests, and where. */
export interface AttestationFact {
  readonly attestation: Attestation;
  readonly at: SourceNode;
}

/** What a rule can visit. */
export interface Visits extends NodeKinds {
  readonly Suppression: SuppressionFact;
  readonly Attestation: AttestationFact;
}

export interface Rule<Messages extends Record<string, string> = Record<string, string>> {
  readonly meta: RuleMeta<Messages>;
  readonly visit: {
    readonly [Kind in keyof Visits]?: (node: Visits[Kind], context: RuleContext) => Iterable<Report<Messages>>;
  };
}

/** Checks the reports of a rule against its messages, by types alone. */
export function defineRule<const Messages extends Record<string, string>>(rule: Rule<Messages>): Rule {
  return rule as unknown as Rule;
}
