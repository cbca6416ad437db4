/** What the suite, which runs in the extension host, asks its runner to do in the window. */
export interface PageStep {
  readonly action: 'read' | 'click' | 'fill' | 'select' | 'scroll' | 'resize';
  readonly selector: string;
  /** What is filled in or selected; the width of the window. */
  readonly value?: string;
  readonly isInReport?: boolean;
}
