import {
  type CodeDescription,
  type Diagnostic,
  DiagnosticSeverity,
  type Range,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { TextDocument } from 'vscode-languageserver-textdocument';
import type { Finding } from '../engine/finding.ts';
import type { DocumentEdits } from '../engine/repair/fix.ts';
import type { Severity } from '../engine/rules/rule.ts';
import { createLineIndex, type LineIndex } from '../engine/syntax/lineIndex.ts';
import type { SourceDocument, SyntaxProblem } from '../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../engine/syntax/sourceNode.ts';
import type { DiagnosticData } from './protocol.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

/** Which unit the client counts characters in (LSP 3.17 `positionEncoding`). */
export type PositionEncoding = 'utf-16' | 'utf-8' | 'utf-32';

export interface ConvertOptions {
  readonly encoding: PositionEncoding;
  /** With `{id}`; where a client opens the page of a rule. */
  readonly rulePageUri: string | undefined;
  readonly hasRelatedInformation: boolean;
  /** The URI as the client spells it, and the version that it has open. */
  client(uri: string): { readonly uri: string; readonly version: number | null };
  /** The editor's document, which knows its lines. */
  textDocument(uri: string): TextDocument | undefined;
}

/** The only place that knows both engine and LSP types. */
export interface Convert {
  range(document: SourceDocument, range: OffsetRange): Range;
  offset(document: SourceDocument, position: { readonly line: number; readonly character: number }): number;
  diagnostic(finding: Finding): Diagnostic;
  problem(document: SourceDocument, problem: SyntaxProblem): Diagnostic;
  edit(edits: DocumentEdits, hasDocumentChanges: boolean): WorkspaceEdit;
}

export function createConvert(options: ConvertOptions): Convert {
  // Lines of a document are found once; documents are gone when nobody holds them.
  const indexes = new WeakMap<SourceDocument, LineIndex>();

  function linesOf(document: SourceDocument): LineIndex {
    const open = options.textDocument(document.uri);
    // The same text is the same string here: nothing is compared character by character.
    if (open !== undefined && open.getText() === document.text) return linesOfEditor(open);
    let index = indexes.get(document);
    if (index === undefined) {
      index = createLineIndex(document.text);
      indexes.set(document, index);
    }
    return index;
  }

  function position(document: SourceDocument, offset: number): Range['start'] {
    const lines = linesOf(document);
    const { line, character } = lines.positionAt(offset);
    if (options.encoding === 'utf-16') return { line, character };
    const start = lines.lineStart(line);
    return { line, character: units(document.text.slice(start, start + character), options.encoding) };
  }

  const range = (document: SourceDocument, { start, end }: OffsetRange): Range => ({
    start: position(document, start),
    end: position(document, end),
  });

  return {
    range,
    offset(document, { line, character }) {
      const lines = linesOf(document);
      if (line >= lines.lineCount) return document.text.length;
      const start = lines.lineStart(line);
      const end = line + 1 < lines.lineCount ? lines.lineStart(line + 1) : document.text.length;
      if (options.encoding === 'utf-16') return Math.min(start + Math.max(0, character), end);
      let offset = start;
      for (let count = 0; offset < end && count < character; ) {
        const step = document.text.codePointAt(offset)! > 0xffff ? 2 : 1;
        count += units(document.text.slice(offset, offset + step), options.encoding);
        offset += step;
      }
      return offset;
    },
    diagnostic(finding) {
      const { document, ruleId, fingerprint } = finding;
      const data: DiagnosticData = { ruleId, fingerprint };
      const diagnostic: Diagnostic = {
        range: range(document, finding.range),
        severity: severities[finding.severity],
        source: 'portcullis',
        code: ruleId,
        message: finding.message,
        data,
      };
      const description = codeDescription(ruleId);
      if (description !== undefined) diagnostic.codeDescription = description;
      if (options.hasRelatedInformation && finding.related.length > 0) {
        diagnostic.relatedInformation = finding.related.map((place) => ({
          location: { uri: options.client(place.document.uri).uri, range: range(place.document, place.range) },
          message: place.message,
        }));
      }
      return diagnostic;
    },
    problem(document, { code, message, severity, range: place, related }) {
      const diagnostic: Diagnostic = {
        range: range(document, place),
        severity: severities[severity],
        source: 'portcullis',
        code,
        message,
      };
      if (options.hasRelatedInformation && related !== undefined) {
        const { uri } = options.client(document.uri);
        diagnostic.relatedInformation = related.map((other) => ({
          location: { uri, range: range(document, other.range) },
          message: other.message,
        }));
      }
      return diagnostic;
    },
    edit(edits, hasDocumentChanges) {
      const changes: TextDocumentEdit[] = [];
      for (const [document, list] of edits) {
        const textEdits: TextEdit[] = list.map((edit) => ({ range: range(document, edit), newText: edit.text }));
        changes.push({ textDocument: options.client(document.uri), edits: textEdits });
      }
      if (hasDocumentChanges) return { documentChanges: changes };
      return {
        changes: Object.fromEntries(
          changes.map(({ textDocument, edits: list }) => [textDocument.uri, list as TextEdit[]]),
        ),
      };
    },
  };

  function codeDescription(id: string): CodeDescription | undefined {
    return options.rulePageUri === undefined ? undefined : { href: options.rulePageUri.replace('{id}', id) };
  }
}

function linesOfEditor(document: TextDocument): LineIndex {
  return {
    lineCount: document.lineCount,
    lineStart: (line) => document.offsetAt({ line, character: 0 }),
    positionAt: (offset) => document.positionAt(offset),
  };
}

function units(text: string, encoding: 'utf-8' | 'utf-32'): number {
  let count = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    count += encoding === 'utf-32' ? 1 : code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return count;
}
