/**
 * "At most 100", "1-100", "<= 100", "cannot be greater than 100": a bound that the author knows of, and only machines do
 * not. So is one that the server has without telling it: "limited to the max page size".
 */
const bound =
  /\b(max(imum|imal|imally)?|at most|up to|between|no more than|cannot exceed|capped|limited to|no (larger|higher|greater) than|should not exceed|must not exceed)\b.{0,40}\d|\b(cannot|can't|can not|must not|may not|should not|shouldn't|not) be (set )?(greater|higher|larger|more|bigger) than\b.{0,20}\d|\(less than \d|\d ?(-|–|\.\.+|to) ?\d|(<=|≤) ?\d|\[ ?\d+ ?, ?\d+ ?\]|\ballowed max|\blimited (to|by) (the )?(max|system|server)|\bimpose a\b.{0,20}limit|\bmaximum (allowable|allowed)|\bmay have a maximum\b/i;

/** Of the text of a number that bounds a list. */
export function isBoundInWords(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => bound.test(text ?? ''));
}

/** "You can upload 1000 contacts per request", "up to `30 000` messages in a batch" */
const batchBound =
  /\d[`'" ,.]{0,10}[^.\d]{0,30}\b(per|in (a|an|one|each|a single|the same)) (request|call|batch|operation)\b|\d[`'" ,.]{0,10}[^.\d]{0,30}\bat (once|a time)\b/i;

/** Of a text that speaks about much else, such as that of an operation. */
export function isBatchBoundInWords(...texts: readonly (string | undefined)[]): boolean {
  return texts.some((text) => batchBound.test(text ?? ''));
}
