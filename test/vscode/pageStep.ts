/** What the suite, which runs in the extension host, asks its runner to do in the window. */
export interface PageStep {
  readonly action: 'read' | 'click' | 'fill' | 'select' | 'scroll' | 'resize';
  readonly selector: string;
  /** What is filled in or selected; the width of the window. */
  readonly value?: string;
  /** The height of the window. */
  readonly height?: number;
  readonly isInReport?: boolean;
  /** In the page of a rule, as the editor previews it. */
  readonly isInRulePage?: boolean;
}
