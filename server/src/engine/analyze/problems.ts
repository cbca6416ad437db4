import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation, ReferenceProblem } from '../openapi/model.ts';
import { readRoles, roleExtension, roles } from '../openapi/role.ts';
import { resolveReference } from '../openapi/uri.ts';
import { isUnread } from '../openapi/version.ts';
import { toPrintable } from '../sensitive/toPrintable.ts';
import type { SourceDocument, SyntaxProblem } from '../syntax/sourceDocument.ts';
import { nodeOf, rangeOf, type SourceNode } from '../syntax/sourceNode.ts';
import { closest } from '../syntax/text/closest.ts';
import { readable } from './formatMessage.ts';
import { limitsOf, type ReachedLimit } from './limits.ts';

/** A problem of the document itself, found before any rule runs. */
export interface DocumentProblem extends Omit<SyntaxProblem, 'severity'> {
  readonly document: SourceDocument;
  /** `error`: a part of the description could not be read, so it is unchecked. */
  readonly severity: 'error' | 'warning' | 'information';
}

/**
 * The problems of all documents of a description, by document and then by kind. Their severity is decided here, for the
 * editor, the command line and every format alike. `last` is the same description before it had syntax errors.
 */
export function problemsOf(description: OpenApiDescription, last?: OpenApiDescription): readonly DocumentProblem[] {
  const { documents } = description;
  const sorted = [...new Set(documents.values())].sort((a, b) => (a.uri < b.uri ? -1 : 1));
  return [
    ...sorted.flatMap((document) => document.problems.map((problem) => toProblem(document, problem))),
    ...referenceProblemsIn(description, last).map(toReferenceProblem),
    ...unreadVersion(description),
    ...limitsOf(description).map(toLimitProblem),
    ...description.cache.collect(description.operations, unknownRolesOf).map(toRoleProblem),
  ];
}

/**
 * While a brace is open, all that follows is nested in the wrong place: that a target is absent from a broken document is
 * held back, unless it was absent before.
 */
function referenceProblemsIn(
  { isBroken, documents, referenceProblems }: OpenApiDescription,
  last: OpenApiDescription | undefined,
): readonly ReferenceProblem[] {
  if (!isBroken) return referenceProblems;
  const nameOf = ({ at }: ReferenceProblem): string => `${at.document.uri} ${at.string}`;
  const known = new Set(last?.referenceProblems.map(nameOf));
  return referenceProblems.filter((problem) => {
    if (problem.kind !== 'missing-target' || known.has(nameOf(problem))) return true;
    const { at } = problem;
    const target = documents.get(resolveReference(at.document.uri, at.string ?? '').uri);
    return target !== undefined && !target.isBroken;
  });
}

/** Exit code 4: a check that looked at nothing must not pass. */
function unreadVersion(description: OpenApiDescription): readonly DocumentProblem[] {
  const { root, versionText } = description;
  const at = root.get('openapi') ?? root.get('swagger');
  if (at === undefined || description.isBroken || !isUnread(description)) return [];
  const message = `"${readable(versionText)}" is not a supported OpenAPI version, so nothing in this document is checked. Convert it to a released version, such as "3.1.1".`;
  return [{ code: 'unread-version', message, severity: 'error', document: at.document, range: rangeOf(at) }];
}

const unknownRolesOf = pure('problems.unknownRolesOf', ({ node }: Operation): readonly SourceNode[] => {
  const value = node.get(roleExtension);
  return value === undefined ? [] : readRoles(value).bad;
});

function toRoleProblem(value: SourceNode): DocumentProblem {
  const meant = closest(value.string ?? '', roles);
  const hint =
    meant === undefined
      ? `One of ${roles.map((role) => `"${role}"`).join(', ')} is expected here.`
      : `Did you mean "${meant}"?`;
  const message = `"${roleExtension}" names a role that does not exist and is ignored. ${hint}`;
  return { code: 'unknown-role', message, severity: 'warning', document: value.document, range: rangeOf(value) };
}

/** What is beyond a limit is rarely a weakness, so nothing has to be fixed. */
function toLimitProblem({ code, message, at }: ReachedLimit): DocumentProblem {
  return { code, message, severity: 'information', document: nodeOf(at).document, range: rangeOf(at) };
}

function toProblem(document: SourceDocument, problem: SyntaxProblem): DocumentProblem {
  const { related, ...facts } = problem;
  return {
    ...facts,
    document,
    message: toPrintable(problem.message),
    ...(related === undefined
      ? {}
      : { related: related.map(({ range, message }) => ({ range, message: toPrintable(message) })) }),
  };
}

function toReferenceProblem({ at, kind, message }: ReferenceProblem): DocumentProblem {
  const { document, start, end } = at;
  // Remote documents are never fetched by design, so the author has nothing to fix.
  const severity = kind === 'remote' ? 'information' : 'error';
  return { code: kind, message: toPrintable(message), severity, document, range: { start, end } };
}
