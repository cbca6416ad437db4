import type { Pillar, Severity } from '../engine/severity.ts';
import type { AcceptScope } from '../engine/suppression/accept.ts';

/** Requests and notifications beyond LSP. Types and names only: the client imports them. */

/** Client → server: the inventory of the description that begins in `uri`. Public: docs/reference/output.md. */
export const inventoryRequest = 'portcullis/inventory';
export interface InventoryParams {
  readonly uri: string;
}

/** Client → server: every rule, for a choice with titles and for the heads of rule pages. */
export const rulesRequest = 'portcullis/rules';
export interface RuleEntry {
  readonly id: string;
  readonly title: string;
  readonly pillar: Pillar;
  readonly severity: Severity;
  readonly owasp: string;
  readonly cwe: readonly number[];
  readonly compliance: readonly string[];
  /** False: only in the profile `strict`. */
  readonly recommended: boolean;
}

/** Client → server: the reports of the descriptions that a file belongs to (`Report` of server/src/report/report.ts). */
export const reportRequest = 'portcullis/report';
export interface ReportParams {
  readonly uri: string;
}

/**
 * Client → server: what the side bar and the status show of the descriptions that the open documents belong to, and of all
 * in the workspace once it is checked.
 */
export const overviewRequest = 'portcullis/overview';
export interface OverviewParams {
  /** Without `details`: nothing of the side bar is visible. */
  readonly isBrief: boolean;
}
export interface Overview {
  /** A place that several descriptions reach counts once. */
  readonly findings: number;
  readonly descriptions: readonly DescriptionOverview[];
}
export interface DescriptionOverview {
  readonly uri: string;
  /** The displayed path. */
  readonly name: string;
  /** The documents that it reaches, as the client spells them. */
  readonly documents: readonly string[];
  readonly findings: number;
  /** `null` without operations. */
  readonly score: { readonly value: number; readonly letter: string } | null;
  /** Rules that wait until the syntax errors are gone. */
  readonly pausedRules: number;
  /** What was not checked whole, because that would take too long. */
  readonly limits: readonly string[];
  readonly details: OverviewDetails | null;
}
export interface OverviewDetails {
  /** The most severe, at most as many as `portcullis.maxFindings` allows; by document and place. */
  readonly findings: readonly OverviewFinding[];
  readonly operations: readonly OverviewOperation[];
  readonly accepted: readonly OverviewAcceptance[];
}
export interface OverviewPlace {
  readonly uri: string;
  readonly line: number;
  readonly character: number;
}
export interface OverviewFinding {
  readonly ruleId: string;
  readonly title: string;
  readonly pillar: Pillar;
  readonly severity: Severity;
  readonly message: string;
  readonly at: OverviewPlace;
}
export interface OverviewOperation {
  readonly method: string;
  readonly path: string;
  readonly exposure: Exposure;
  /** The security schemes of its alternatives, such as `customer or partner`; empty where none is required. */
  readonly schemes: string;
  /** How it is protected, in words. */
  readonly protection: string;
  readonly findings: number;
  readonly at: OverviewPlace;
}
/** From the most exposed. */
export type Exposure = 'public with sensitive data' | 'public' | 'optional authentication' | 'authenticated';
export interface OverviewAcceptance {
  readonly kind: 'comment' | 'extension' | 'configuration';
  /** A rule, or what the acceptance is about. */
  readonly subject: string;
  readonly reason: string | null;
  readonly owner: string | null;
  /** The last day on which it holds. */
  readonly until: string | null;
  /** True if that day is over: nothing is accepted any more. */
  readonly hasEnded: boolean;
  readonly at: OverviewPlace;
}

/**
 * Server → client: the text of a file that a `$ref` names, where the server has no file system (web worker, virtual
 * workspace). The client answers `null` if the file is outside the workspace or cannot be read.
 */
export const readFileRequest = 'portcullis/readFile';
export interface ReadFileParams {
  readonly uri: string;
}
export type ReadFileResult = { readonly text: string } | null;

/** Server → client: the content of the language status item for one document. */
export const statusNotification = 'portcullis/status';
export interface StatusParams {
  readonly uri: string;
  /** `checked`: the findings are those of the text. `paused`: syntax errors, so rules about absence keep their last findings. */
  readonly state: 'checked' | 'checking' | 'paused' | 'limited' | 'not-openapi';
  readonly openapi?: string;
  readonly findings?: number;
  readonly errors?: number;
  readonly detail?: string;
}

/** The scope in which a finding is accepted; `lower` reduces the severity of its rule by one in the configuration. */
export type AcceptWidth = AcceptScope | 'everywhere' | 'lower';

/**
 * Client → server: accept a finding. A client that asks for reasons (`initializationOptions.acceptCommand`) gets these
 * parameters as the argument of that command and adds the reason. The answer is `null` if the finding is gone.
 */
export const acceptRequest = 'portcullis/accept';
export interface AcceptParams {
  readonly uri: string;
  readonly fingerprint: string;
  readonly ruleId: string;
  readonly width: AcceptWidth;
  readonly reason?: string;
}

/** The arguments of `initializationOptions.moreCommand`: a title, and what a light bulb would be too long with. */
export interface MoreParams {
  readonly title: string;
  readonly choices: readonly { readonly title: string; readonly command: string; readonly argument: unknown }[];
}

/** Client → server: the text of an issue about a finding that is none, for an untitled document. Nothing is sent. */
export const falsePositiveRequest = 'portcullis/falsePositive';
export interface FalsePositiveParams {
  readonly uri: string;
  readonly fingerprint: string;
  /** Extension and editor with their versions. */
  readonly product?: string;
}
/** `null` if the finding is gone. */
export type FalsePositiveResult = { readonly text: string } | null;

/** Client → server, `workspace/executeCommand`. */
export const commands = {
  checkWorkspace: 'portcullis.server.checkWorkspace',
  checkFile: 'portcullis.server.checkFile',
  /** Without argument: all safe fixes; with a rule id: the first fix of each of its findings. Asks for a review. */
  fixWorkspace: 'portcullis.server.fixWorkspace',
} as const;

/** `Diagnostic.data`, which identifies the finding in the current text. */
export interface DiagnosticData {
  readonly ruleId: string;
  readonly fingerprint: string;
}

/** Server in a worker → client: YAML and JSON files below a workspace folder. */
export const listFilesRequest = 'portcullis/listFiles';
export interface ListFilesParams {
  readonly folder: string;
}
export type ListFilesResult = readonly string[];

/** Server in a worker → client: the page of a rule, which is shipped with the extension. */
export const readPageRequest = 'portcullis/readPage';
export interface ReadPageParams {
  readonly id: string;
}
export type ReadPageResult = string | null;
