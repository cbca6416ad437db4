/** A change of text whose placeholders are still marked. */
export interface RawEdit {
  readonly start: number;
  readonly end: number;
  readonly marked: string;
  /** Of several insertions at one place, those into the deeper node come first. */
  readonly depth?: number;
  /** It takes away a comment because it is meant to. */
  readonly isComment?: boolean;
}

/** `undefined`: the text is of a kind that is better left alone. */
export type RawEdits = readonly RawEdit[] | undefined;
