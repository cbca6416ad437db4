import type { Report, ReportPlace } from '../report.ts';

/** What the editor sends to the page in its panel. */
export interface ToPage {
  readonly type: 'reports';
  readonly reports: readonly Report[];
  /** The operation that is asked for, once; `null` if none is. */
  readonly at: OperationPlace | null;
}

export type OperationPlace = Pick<ReportPlace, 'uri' | 'line' | 'character'>;

/** What the page asks of the editor, which checks each message. Lines and characters are zero-based UTF-16, as in LSP. */
export type FromPage =
  | { readonly type: 'ready' }
  | { readonly type: 'open'; readonly uri: string; readonly line: number; readonly character: number }
  | { readonly type: 'explain'; readonly ruleId: string }
  | { readonly type: 'fix'; readonly uri: string; readonly fingerprint: string; readonly title: string };
