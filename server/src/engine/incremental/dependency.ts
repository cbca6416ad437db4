/** Something a value depends on besides its key and inputs, such as the target of a reference. */
export interface Dependency {
  /** The revision in which it last became something else. */
  readonly changedAt: number;
  /** Brings it up to the present revision; does nothing if it already is. */
  refresh(): void;
}
