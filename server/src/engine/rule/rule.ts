import type { Config } from '../config/config.ts';
import type { NodeKinds, OpenApiDescription } from '../openapi/model.ts';
import type { OpenApiVersion } from '../openapi/version.ts';
import type { Fix } from '../repair/fix.ts';
import type { Confidence, OwaspId, Pillar, Severity } from '../severity.ts';
import type { Suppression } from '../suppression/suppressions.ts';
import type { Place, SourceNode } from '../syntax/sourceNode.ts';
import type { Requirement } from './compliance.ts';

/** What a user can be told about a rule. The page `<id>.md` beside it says the rest. */
export interface RuleMeta<Messages extends Record<string, string> = Record<string, string>> {
  /** Kebab-case noun phrase that names the weakness. Stable for ever. */
  readonly id: string;
  readonly title: string;
  readonly pillar: Pillar;
  readonly owasp: OwaspId;
  /** CWE numbers, the closest first. */
  readonly cwe: readonly number[];
  /** The severity of the common case; a report may state another where exposure differs. */
  readonly severity: Severity;
  readonly confidence: Confidence;
  /** True if the rule is on by default; the others are in the profile `strict` only. */
  readonly recommended: boolean;
  /** The requirements of laws and standards that the weakness fails. */
  readonly compliance?: readonly Requirement[];
  /** The first version of Portcullis with this rule. */
  readonly since: string;
  /** True if the rule speaks about something missing: held back while a document has syntax errors. */
  readonly absence: boolean;
  /** Rules whose findings are the cause of this one's echoes, besides its own: an accepted cause takes them along. */
  readonly echoOf?: readonly string[];
  /** Versions the rule applies to; all if absent. */
  readonly versions?: readonly OpenApiVersion[];
  readonly messages: Messages;
}

/** The names in braces; `{}` is text. `{others:more operation}` is a number with its noun, in the plural where it is not 1. */
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
  /** Where exposure makes it more or less than `meta.severity`. */
  readonly severity?: Severity;
  readonly confidence?: Confidence;
  readonly related?: readonly { readonly at: Place; readonly message: string }[];
  /** Number of operations affected. */
  readonly operations?: number;
  /** The local sign of a root cause that is reported elsewhere: shown mildly, counted nowhere. */
  readonly echo?: boolean;
  /** The author has decided it and written so: an echo, and a finding in the profile `strict`. */
  readonly decided?: boolean;
  /** Of a report about several places. */
  readonly gathered?: Gathering;
  /** Computed when somebody asks: most findings are never repaired from this run. Best first. */
  readonly fixes?: () => Iterable<Fix>;
}

/** The places that some reports are about together; each can be accepted by itself. */
export interface Gathering {
  places(): readonly Place[];
  /** What is to be said of the places that are left, in place of all reports that carry this gathering. */
  without(accepted: ReadonlySet<number>): Iterable<object>;
}

/** What a rule yields: a message id of its own with exactly the data that the text asks for. */
export type Report<Messages extends Record<string, string> = Record<string, string>> = {
  [Id in keyof Messages & string]: ReportBase & { readonly message: Id } & DataOf<Messages[Id]>;
}[keyof Messages & string];

export interface RuleContext {
  readonly config: Config;
  readonly version: OpenApiVersion;
  /** As `OpenApiDescription.resolve`. */
  resolve(node: SourceNode): SourceNode | undefined;
  /**
   * For `fixes` alone, outside of a visit of `OpenAPI`: what a visit of another kind yields is kept until its node
   * changes, whatever happens elsewhere.
   */
  readonly description: OpenApiDescription;
}

/** What somebody accepted, seen after all other rules have run. */
export interface SuppressionFact {
  readonly suppression: Suppression;
  readonly isKnown: boolean;
  /** The rule whose id is close to one that does not exist. */
  readonly meant: string | undefined;
  /** True if its rule has run and found nothing there. */
  readonly isUnused: boolean;
}

/** What a rule can visit. */
export interface Visits extends NodeKinds {
  readonly Suppression: SuppressionFact;
}

export interface Rule<Messages extends Record<string, string> = Record<string, string>> {
  readonly meta: RuleMeta<Messages>;
  readonly visit: {
    readonly [Kind in keyof Visits]?: (node: Visits[Kind], context: RuleContext) => Iterable<Report<Messages>>;
  };
}

/** Checks a rule against its own messages; returns it as it is. */
export function defineRule<const Messages extends Record<string, string>>(rule: Rule<Messages>): Rule {
  return rule as unknown as Rule;
}
