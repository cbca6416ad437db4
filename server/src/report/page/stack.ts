/**
 * Lets tables of texts become stacks of cells where they are narrow, as in a panel next to an editor: each cell gets the
 * title of its column, which the style sheet shows there. Without scripts such a table scrolls.
 */
export function labelCells(): void {
  for (const table of document.querySelectorAll('table:not(.operations, .heat, :has([rowspan]))')) {
    const titles = [...table.querySelectorAll('thead th')].map(({ textContent }) => textContent ?? '');
    for (const row of table.querySelectorAll('tbody tr:not(.group)')) {
      for (const [column, cell] of [...row.children].entries()) cell.setAttribute('data-label', titles[column] ?? '');
    }
    table.classList.add('stack');
  }
}
