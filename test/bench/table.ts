/** Prints a Markdown table; the cells of a row are printed as soon as they are known. */
export function table(title: string, head: readonly string[]): (...cells: readonly (string | number)[]) => void {
  console.log(`\n## ${title}\n\n| ${head.join(' | ')} |\n| --- |${' --: |'.repeat(head.length - 1)}`);
  return (...cells) => console.log(`| ${cells.join(' | ')} |`);
}

/** `–` for what was not measured. */
export function fixed(value: number | undefined, digits: number): string {
  return value === undefined ? '–' : value.toFixed(digits);
}

/** Ours by theirs. */
export function ratio(ours: number | undefined, theirs: number | undefined): string {
  return ours === undefined || theirs === undefined ? '–' : (ours / theirs).toFixed(2);
}
