import type { Inventory, InventoryOperation } from '../../engine/description/inventory.ts';
import { countOperations, totalsOf } from '../../engine/description/totals.ts';
import { transportNames } from '../../engine/description/transportNames.ts';
import { escapeCommands, escapeForTerminal, toJson } from '../output/text.ts';
import type { ReportedProblem } from '../project/results.ts';

/** The inventory of one description. */
export interface InventoryFile {
  readonly file: string;
  readonly inventory: Inventory;
  /** The parts that could not be read: an incomplete list must not look complete. */
  readonly unread: readonly ReportedProblem[];
}

/** Writes inventories one after the other. */
export interface InventoryFormat {
  begin(): string;
  file(file: InventoryFile): string;
  end(): string;
}

/** By name. `width` is that of the terminal; without one nothing is cut. */
export const formats: Readonly<Record<'table' | 'json' | 'csv' | 'markdown', (width?: number) => InventoryFormat>> = {
  table: createTable,
  json: createJson,
  csv: createCsv,
  markdown: createMarkdown,
};

function createJson(): InventoryFormat {
  let separator = '';
  return {
    begin: () => '{"version":1,"files":[',
    file({ file, inventory, unread }) {
      const text = `${separator}\n${toJson({ file, ...inventory, ...(unread.length > 0 ? { errors: unread } : {}) })}`;
      separator = ',';
      return text;
    },
    end: () => '\n]}\n',
  };
}

const columns = ['method', 'path', 'callers', 'transport', 'limit', 'sends', 'returns', 'roles'] as const;

function cellsOf(operation: InventoryOperation): readonly string[] {
  const { method, path, kind, callers, transport, rateLimit, sensitive, roles, deprecated } = operation;
  const marks = [...(kind === 'operation' ? [] : [kind]), ...(deprecated ? ['deprecated'] : [])];
  return [
    method.toUpperCase(),
    marks.length === 0 ? path : `${path} (${marks.join(', ')})`,
    callers.join(' or '),
    transportNames[transport],
    rateLimit.length === 0 ? 'none' : 'yes',
    sensitive.request.join(' '),
    sensitive.response.join(' '),
    roles.join(' '),
  ];
}

/** `13 operations: 5 public, 7 without a rate limit, 13 over plain HTTP, 2 deprecated.` */
function describeTotals({ operations }: Inventory): string {
  const totals = totalsOf(operations);
  return `${countOperations(operations)}${totals.length === 0 ? '' : `: ${totals.join(', ')}`}.`;
}

/** The least that a column is cut to. */
const leastWidth = 8;

function createTable(width?: number): InventoryFormat {
  return {
    begin: () => '',
    file({ file, inventory, unread }) {
      const rows = inventory.operations.map((operation) => cellsOf(operation).map(escapeForTerminal));
      const used = columns.map((_, column) => rows.some((row) => row[column] !== ''));
      const table = [columns.map((name) => name.toUpperCase()), ...rows].map((row) =>
        row.filter((_, column) => used[column]),
      );
      const widest = table[0]!.map((_, column) => table.reduce((most, row) => Math.max(most, row[column]!.length), 0));
      const widths = width === undefined ? widest : fit(widest, table[0]!, width - 2);
      const lines = [
        `${escapeForTerminal(file)} (OpenAPI ${escapeForTerminal(inventory.openapi)})`,
        ...(rows.length === 0 ? [] : table).map((row) => `  ${toLine(row, widths)}`),
        `  ${describeTotals(inventory)}`,
        ...unread.map(({ file: name, range: { start }, message }) =>
          escapeForTerminal(`  not read: ${name}:${start.line + 1}:${start.character + 1} ${message}`),
        ),
      ];
      return `${escapeCommands(lines.join('\n'))}\n\n`;
    },
    end: () => '',
  };
}

/** Paths and callers say most, so they are cut last. */
const weights: Readonly<Record<string, number>> = { PATH: 4, CALLERS: 2 };

/** Takes from the column that is widest for its weight until all fit, or none can give more. */
function fit(widths: readonly number[], names: readonly string[], width: number): readonly number[] {
  const fitted = [...widths];
  const weigh = (column: number): number =>
    fitted[column]! <= leastWidth ? 0 : fitted[column]! / (weights[names[column]!] ?? 1);
  for (let over = fitted.reduce((sum, one) => sum + one, fitted.length - 1) - width; over > 0; over--) {
    let widest = 0;
    for (const column of fitted.keys()) if (weigh(column) > weigh(widest)) widest = column;
    if (weigh(widest) === 0) break;
    fitted[widest]!--;
  }
  return fitted;
}

function toLine(row: readonly string[], widths: readonly number[]): string {
  const cells = row.map((cell, column) => {
    const width = widths[column]!;
    return (cell.length <= width ? cell : `${cell.slice(0, width - 1)}…`).padEnd(width);
  });
  return cells.join(' ').trimEnd();
}

function createCsv(): InventoryFormat {
  const toRow = (cells: readonly string[]): string => `${cells.map(toCsvCell).join(',')}\r\n`;
  return {
    begin: () => toRow(['file', 'line', 'operationId', ...columns]),
    file: ({ file, inventory }) =>
      inventory.operations
        .map((operation) => toRow([file, String(operation.line), operation.operationId ?? '', ...cellsOf(operation)]))
        .join(''),
    end: () => '',
  };
}

/** RFC 4180 §2. A spreadsheet runs what begins with `=`, `+`, `-` or `@` as a formula (CWE-1236). */
function toCsvCell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

function createMarkdown(): InventoryFormat {
  const toRow = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return {
    begin: () => '',
    file({ file, inventory }) {
      const rows = inventory.operations.map((operation) => toRow(cellsOf(operation).map(toMarkdownCell)));
      const lines = [
        `### ${toMarkdownCell(file)}`,
        '',
        describeTotals(inventory),
        '',
        toRow(columns),
        toRow(columns.map(() => '---')),
        ...rows,
      ];
      return `${lines.join('\n')}\n\n`;
    },
    end: () => '',
  };
}

/** Text of a document as code, so that it is no markup: no link, image or HTML. */
function toMarkdownCell(text: string): string {
  if (text === '') return '';
  const oneLine = escapeForTerminal(text).replaceAll(/\s+/g, ' ').replaceAll('|', '\\|');
  const longest = Math.max(0, ...[...oneLine.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `\`${oneLine}\`` : `${fence} ${oneLine} ${fence}`;
}
