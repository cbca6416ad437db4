import {
  type AnnotatedTextEdit,
  type CodeDescription,
  type Diagnostic,
  DiagnosticSeverity,
  DiagnosticTag,
  type Range,
  type SnippetTextEdit,
  type TextDocumentEdit,
  type TextEdit,
  type WorkspaceEdit,
} from 'vscode-languageserver';
import type { DocumentProblem } from '../engine/analyze/problems.ts';
import type { Finding } from '../engine/finding.ts';
import type { Severity } from '../engine/severity.ts';
import type { SourceDocument } from '../engine/syntax/sourceDocument.ts';
import type { OffsetRange } from '../engine/syntax/sourceNode.ts';
import { createLineIndex, type LineIndex } from '../engine/syntax/text/lineIndex.ts';
import type { DocumentEdits, SourceEdit } from '../engine/textEdits/fix.ts';
import { offsetOf, type PositionEncoding, unitsIn } from './encoding.ts';
import type { DiagnosticData } from './protocol.ts';
import type { EditorDocument } from './workspace/openText.ts';

const severities: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  information: DiagnosticSeverity.Information,
  hint: DiagnosticSeverity.Hint,
};

export interface ConvertOptions {
  readonly encoding: PositionEncoding;
  /** The URI of a rule page, with `{id}` for the rule. */
  readonly rulePageUri: string | undefined;
  readonly hasRelatedInformation: boolean;
  /** The client fades diagnostics with the tag "unnecessary". */
  readonly fades: boolean;
  readonly edits: EditAbilities;
  /** The URI as the client spells it, and the version that it has open. */
  client(uri: string): { readonly uri: string; readonly version: number | null };
  /** The place of an offset in the present text, if the document stands in for another one. */
  toPresent(document: SourceDocument, offset: number): { readonly document: SourceDocument; readonly offset: number };
  /** The editor's document, which knows its lines. */
  textDocument(uri: string): EditorDocument | undefined;
}

/** The edits that a client supports (LSP 3.18 `WorkspaceEditClientCapabilities`). */
export interface EditAbilities {
  readonly documentChanges: boolean;
  readonly snippets: boolean;
  readonly annotations: boolean;
  readonly createFile: boolean;
  /** The client indents all lines of a snippet like the line at which it is inserted. */
  readonly indentsSnippets: boolean;
}

/** The text of the review before edits of several files. */
export interface Review {
  readonly label: string;
  readonly description?: string;
}

/** The only place that knows both engine and LSP types. */
export interface Convert {
  range(document: SourceDocument, range: OffsetRange): Range;
  offset(document: SourceDocument, position: { readonly line: number; readonly character: number }): number;
  diagnostic(finding: Finding): Diagnostic;
  problem(document: SourceDocument, problem: Omit<DocumentProblem, 'document'>): Diagnostic;
  /** With `review`, the client asks for confirmation, if it can. */
  edit(edits: DocumentEdits, review?: Review): WorkspaceEdit;
  /** `undefined` if the client cannot create files. */
  newFile(uri: string, text: string): WorkspaceEdit | undefined;
}

export function createConvert(options: ConvertOptions): Convert {
  // The lines of a document are indexed once; a weak map does not keep documents alive.
  const indexes = new WeakMap<SourceDocument, LineIndex>();

  /** Documents with the text of the editor, which has a line index: a thousand findings look up two positions each. */
  const opened = new WeakMap<SourceDocument, { readonly open: EditorDocument; readonly version: number }>();

  function linesOf(document: SourceDocument): LineIndex {
    const known = opened.get(document);
    if (known !== undefined && known.open.version === known.version) return linesOfEditor(known.open);
    const open = options.textDocument(document.uri);
    if (open !== undefined && open.content === document.content) {
      opened.set(document, { open, version: open.version });
      return linesOfEditor(open);
    }
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
    return { line, character: unitsIn(document.slice(start, start + character), options.encoding) };
  }

  const range = (document: SourceDocument, { start, end }: OffsetRange): Range => {
    const [from, to] = [options.toPresent(document, start), options.toPresent(document, end)];
    return { start: position(from.document, from.offset), end: position(to.document, to.offset) };
  };

  return {
    range,
    offset(document, { line, character }) {
      const lines = linesOf(document);
      if (line >= lines.lineCount) return document.length;
      const start = lines.lineStart(line);
      const end = line + 1 < lines.lineCount ? lines.lineStart(line + 1) : document.length;
      return start + offsetOf(document.slice(start, end), character, options.encoding);
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
      if (options.fades && finding.echo && finding.severity === 'hint') diagnostic.tags = [DiagnosticTag.Unnecessary];
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
    edit(edits, review) {
      const { documentChanges, annotations } = options.edits;
      const isReviewed = review !== undefined && annotations && documentChanges;
      const changes: TextDocumentEdit[] = [];
      for (const [document, list] of edits) {
        const plain = list.map((edit) => ({ range: range(document, edit), newText: edit.text }));
        // Snippets in several files would compete for the cursor.
        const snippets = edits.size === 1 && !isReviewed ? snippetEdits(document, list) : undefined;
        const textEdits = isReviewed ? annotated(plain, changes.length === 0) : (snippets ?? plain);
        changes.push({ textDocument: options.client(document.uri), edits: textEdits });
      }
      if (isReviewed) {
        return {
          documentChanges: changes,
          changeAnnotations: {
            edits: review,
            stop: { label: 'Look these edits over, then apply them', needsConfirmation: true },
          },
        };
      }
      if (documentChanges) return { documentChanges: changes };
      return {
        changes: Object.fromEntries(
          changes.map(({ textDocument, edits: list }) => [textDocument.uri, list as TextEdit[]]),
        ),
      };
    },
    newFile(uri, text) {
      if (!options.edits.createFile || !options.edits.documentChanges) return undefined;
      const start = { line: 0, character: 0 };
      return {
        documentChanges: [
          { kind: 'create', uri, options: { ignoreIfExists: true } },
          { textDocument: { uri, version: null }, edits: [{ range: { start, end: start }, newText: text }] },
        ],
      };
    },
  };

  /** `undefined` without a placeholder, or if the client would not write exactly the verified text. */
  function snippetEdits(document: SourceDocument, list: readonly SourceEdit[]): SnippetTextEdit[] | undefined {
    const { documentChanges, snippets, indentsSnippets } = options.edits;
    if (!documentChanges || !snippets || !list.some(({ placeholders }) => placeholders.length > 0)) return undefined;
    const edits = indentsSnippets ? list.map((edit) => fromLineStart(document.text, edit)) : list;
    if (!edits.every((edit) => edit !== undefined)) return undefined;
    let stop = 0;
    return edits.map((edit) => {
      const value = snippetOf(edit.text, edit.placeholders, stop);
      stop += edit.placeholders.length;
      return { range: range(document, edit), snippet: { kind: 'snippet', value } };
    });
  }

  function codeDescription(id: string): CodeDescription | undefined {
    return options.rulePageUri === undefined ? undefined : { href: options.rulePageUri.replace('{id}', id) };
  }
}

/**
 * Editors preview a set of edits if one of them needs confirmation, and skip each unconfirmed edit that needs it.
 * Therefore one edit that changes nothing asks for confirmation on behalf of all.
 */
function annotated(edits: readonly TextEdit[], isFirst: boolean): AnnotatedTextEdit[] {
  const start = { line: 0, character: 0 };
  const stop = { range: { start, end: start }, newText: '', annotationId: 'stop' };
  return [...(isFirst ? [stop] : []), ...edits.map((edit) => ({ ...edit, annotationId: 'edits' }))];
}

/**
 * Rewrites an insertion at the end of a line as one at the start of the next line, where no client indents the inserted
 * lines. Returns `undefined` if that is not possible.
 */
function fromLineStart(text: string, edit: SourceEdit): SourceEdit | undefined {
  const { start, end } = edit;
  if (!/[\r\n]/.test(edit.text) || start === 0 || text[start - 1] === '\n') return edit;
  const [eol] = /^\r?\n/.exec(edit.text) ?? [];
  if (start !== end || eol === undefined || !text.startsWith(eol, start)) return undefined;
  const placeholders = edit.placeholders.map((place) => ({
    start: place.start - eol.length,
    end: place.end - eol.length,
  }));
  const at = start + eol.length;
  return { start: at, end: at, text: edit.text.slice(eol.length) + eol, placeholders };
}

/** A text with its placeholders as tab stops, numbered from `stop + 1`. */
export function snippetOf(text: string, placeholders: readonly OffsetRange[], stop = 0): string {
  let value = '';
  let last = 0;
  for (const [index, { start, end }] of placeholders.entries()) {
    value += `${escapeSnippet(text.slice(last, start))}\${${stop + index + 1}:${escapeSnippet(text.slice(start, end))}}`;
    last = end;
  }
  return value + escapeSnippet(text.slice(last));
}

/** The special characters of LSP 3.18 snippet syntax. */
function escapeSnippet(text: string): string {
  return text.replaceAll(/[\\$}]/g, '\\$&');
}

function linesOfEditor(document: EditorDocument): LineIndex {
  return {
    lineCount: document.lineCount,
    lineStart: (line) => document.offsetAt({ line, character: 0 }),
    positionAt: (offset) => document.positionAt(offset),
  };
}
