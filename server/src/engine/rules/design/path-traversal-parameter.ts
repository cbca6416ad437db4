import type { Parameter } from '../../openapi/model.ts';
import { freeText } from '../../rule/freeText.ts';
import { defineRule } from '../../rule/rule.ts';
import { wordsOf } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

const names = [
  '* file name',
  '* file path',
  'filename',
  'file name',
  'filepath',
  'file path',
  'dir',
  'directory',
  'folder path',
  'template file',
  'attachment name',
];

export default defineRule({
  meta: {
    id: 'path-traversal-parameter',
    title: 'A parameter names a file, and may leave its folder',
    pillar: 'design',
    owasp: 'API8:2023',
    cwe: [22],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      found: '"{name}" names a file, and nothing keeps ".." out. Add a "pattern" without slashes and leading dots.',
    },
  },

  visit: {
    Parameter: freeText(names, ['query', 'path'], ['format'], opensNothing),
  },
});

/** What a download shall be called, a folder of a repository, which is no disk, and one of many fields to search by. */
function opensNothing({ node, name, in: where, isRequired }: Parameter): boolean {
  const description = node.get('description')?.string ?? '';
  if (downloadName.test(description) || node.get('x-multi-segment')?.scalar === true) return true;
  const path = pathOf(node);
  if (wordsOf(path).some((word) => repositoryWords.has(word)) || /\{[^{}]*[+*]\}/.test(path)) return true;
  // `/files/{fileId}/download/{fileName}`: the id tells which.
  const isOfId =
    /\{(file|document|attachment|blob|image)_?id\}.*\{|\/(file|document|attachment|blob|image)s?\/\{\w*id\}.*\{/i;
  if (where === 'path' && isOfId.test(path)) return true;
  if (where !== 'query' || isRequired) return false;
  const siblings = node.parent?.items() ?? [];
  if (siblings.length >= manyFilters) return true;
  // A list that is looked through by name, page by page; a folder or a path opens what it names there as well.
  const isSearched = /filter|search/i.test(path) || /files\/?$/i.test(path) || siblings.some(isPaging);
  return isSearched && /name$/i.test(name);
}

function isPaging(parameter: SourceNode): boolean {
  return /^(limit|offset|page|per_?page|page_?size|cursor|order(ing|_by)?|sort)$/i.test(
    parameter.get('name')?.string ?? '',
  );
}

const downloadName =
  /content-disposition|\b(export(ed)?|download(ed)?|output|generated|resulting|archive) file ?name\b|\bbeing uploaded\b|\b(file ?)?name (of|for) the (export(ed)?|download(ed)?|output|generated|resulting|archived?|zip|csv|pdf)\b/i;

const repositoryWords: ReadonlySet<string> = new Set(['repo', 'repository', 'commit', 'branch', 'git', 'ref']);

/** From here on, a list of parameters is a form for searching. */
const manyFilters = 8;

/** The path that a parameter belongs to; nothing for a shared one. */
function pathOf({ pointer }: SourceNode): string {
  const [, first, path = ''] = pointer.split('/');
  return first === 'paths' ? path.replaceAll('~1', '/') : '';
}
