import {
  type CodeLens,
  type CodeLensParams,
  CodeLensRequest,
  CodeLensResolveRequest,
  type Command,
} from 'vscode-languageserver';
import { counted } from '../../engine/counted.ts';
import { protectionOf } from '../../engine/description/protection.ts';
import { isCounted } from '../../engine/finding.ts';
import type { OpenApiDescription, Operation } from '../../engine/openapi/model.ts';
import { createAffectedOperations } from '../../engine/score/affected.ts';
import type { SourceDocument } from '../../engine/syntax/sourceDocument.ts';
import { rangeOf, type SourceNode } from '../../engine/syntax/sourceNode.ts';
import type { Context } from '../context.ts';
import type { Checked } from '../workspace/analyses.ts';
import type { Feature } from './feature.ts';

/** The score of the description, how each operation is protected, what uses each security scheme and shared schema. */
export const codeLens: Feature<CodeLensParams, CodeLens[]> = {
  method: CodeLensRequest.method,
  capability: () => ({ codeLensProvider: { resolveProvider: true } }),
  async handle({ textDocument: { uri } }, context, token) {
    const { session, settings } = context;
    await settings.ready;
    if (!session.settings.codeLens || !(await session.waitForCheck(uri, token))) return [];
    const source = session.source(uri);
    // Descriptions that share a file read it alike: the first one says how.
    const [checked] = await session.descriptionsWith(uri);
    return source === undefined || checked === undefined ? [] : lensesIn(source, checked, uri, context);
  },
  fallback: () => [],
};

/** The score of a large description takes a moment, so it is computed where its lens is visible. */
export const codeLensResolve: Feature<CodeLens, CodeLens> = {
  method: CodeLensResolveRequest.method,
  async handle(lens, { client, session }) {
    const { uri } = (lens.data ?? {}) as { uri?: unknown };
    if (typeof uri !== 'string') return lens;
    const checked = await session.check(uri);
    const score = checked && session.scores.shown(checked);
    const title =
      score === undefined ? 'no operation to score' : `Security score ${score.value.toFixed(1)} (${score.letter})`;
    return { ...lens, command: commandOf(title, client.reportCommand, uri, lens.range) };
  },
  fallback: (lens) => lens,
};

/** A client shows a lens with an empty command as text. */
function commandOf(title: string, command: string | undefined, uri: string, { start }: CodeLens['range']): Command {
  const { line, character } = start;
  return command === undefined ? { title, command: '' } : { title, command, arguments: [uri, { line, character }] };
}

function lensesIn(source: SourceDocument, checked: Checked, uri: string, context: Context): CodeLens[] {
  const { description } = checked;
  const { client, convert } = context;
  const at = (node: SourceNode, title: string, command: string | undefined): CodeLens => {
    const range = convert.range(source, rangeOf({ keyOf: node }));
    return { range, command: commandOf(title, command, uri, range) };
  };
  const counts = countFindings(source, checked);
  return [
    ...(description.entry === source ? [scoreLens(source, uri, convert)] : []),
    ...description.operations
      .filter(({ raw }) => raw.document === source)
      .map((operation) => {
        const count = counts(operation);
        const parts = [...protectionOf(operation), ...(count === 0 ? [] : [`${counted(count, 'finding')} here`])];
        return at(operation.raw, parts.join(' · '), client.reportCommand);
      }),
    ...schemesIn(source, description).map(({ node, title }) => at(node, title, client.usesCommand)),
    ...schemasIn(source, description).map(({ node, title }) => at(node, title, client.usesCommand)),
  ];
}

/** Over `info`, so that it does not move the first line; resolved above. */
function scoreLens(source: SourceDocument, uri: string, convert: Context['convert']): CodeLens {
  const info = source.root?.get('info');
  return {
    range: convert.range(source, info === undefined ? { start: 0, end: 0 } : rangeOf({ keyOf: info })),
    data: { uri },
  };
}

/** How many counted findings are within an operation; what affects it from elsewhere is in the report. */
function countFindings(source: SourceDocument, { analysis }: Checked): (operation: Operation) => number {
  const starts = analysis.findings
    .filter((finding) => finding.document === source && isCounted(finding))
    .map(({ range }) => range.start)
    .sort((a, b) => a - b);
  const before = (offset: number): number => {
    let low = 0;
    let high = starts.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (starts[middle]! < offset) low = middle + 1;
      else high = middle;
    }
    return low;
  };
  return ({ raw }) => before(raw.end) - before(rangeOf({ keyOf: raw }).start);
}

interface Titled {
  readonly node: SourceNode;
  readonly title: string;
}

function schemesIn(source: SourceDocument, { operations, securitySchemes }: OpenApiDescription): readonly Titled[] {
  const users = new Map<string, number>();
  for (const { security } of operations) {
    const requirements = security.declaration?.requirements ?? [];
    for (const name of new Set(requirements.flatMap(({ schemes }) => schemes.map((scheme) => scheme.name))))
      users.set(name, (users.get(name) ?? 0) + 1);
  }
  return [...securitySchemes.values()].flatMap(({ name, node }) => {
    const count = users.get(name) ?? 0;
    if (node.document !== source || node.keyRange === undefined) return [];
    return { node, title: count === 0 ? 'required by no operation' : `required by ${counted(count, 'operation')}` };
  });
}

/** Shared schemas that operations reach. */
function schemasIn(source: SourceDocument, description: OpenApiDescription): readonly Titled[] {
  const { operations } = description;
  const affected = createAffectedOperations(description);
  const schemas = source.root?.at('components', 'schemas') ?? source.root?.at('definitions');
  return (schemas?.entries() ?? []).flatMap(({ raw: node }) => {
    const users = affected.of({ document: source, range: rangeOf(node) });
    if (users === undefined || node.document !== source) return [];
    const open = users.filter((index) => operations[index]!.security.authentication !== 'required').length;
    const title = `used by ${counted(users.length, 'operation')}${open === 0 ? '' : `, ${open} of them public`}`;
    return { node, title };
  });
}
