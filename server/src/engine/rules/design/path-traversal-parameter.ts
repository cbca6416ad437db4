import { fileNameFixes, filePathFixes, placeOf } from '../../fixes/patternFixes.ts';
import { samplesOf } from '../../fixes/samples.ts';
import {
  downloadNames,
  fileNames,
  fileParameters,
  folderTexts,
  pagingParameters,
  repositoryWords,
  searchPaths,
  storedFiles,
} from '../../lexicon/filePaths.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { slice, type Words, wordsIn } from '../../lexicon/words.ts';
import type { Parameter } from '../../openapi/model.ts';
import { restrictsPath } from '../../patterns/restrictions.ts';
import { freeText } from '../../rule/freeText.ts';
import { defineRule, type RuleContext } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'path-traversal-parameter',
    title: 'File name parameter allows path traversal',
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
      found: '"{name}" names a file, and its schema allows "..". Add a "pattern" without slashes and leading dots.',
      path: '"{name}" is the path of a file, and its schema allows "..". Add a "pattern" whose segments do not begin with a dot.',
    },
  },

  visit: {
    *Parameter(parameter, context) {
      for (const report of findFileNames(parameter, context)) {
        if (!hasFolders(parameter, context)) yield report;
        else yield { ...report, message: 'path', fixes: () => filePathFixes(placeOf(parameter.node, context.resolve)) };
      }
    },
  },
});

const findFileNames = freeText(
  isFileName,
  ['query', 'path'],
  (schema) => schema.hasKnownFormat || schema.isRestricted(restrictsPath),
  isHarmless,
  fileNameFixes,
);

/** Where an example or a text has a folder in front of the name, a pattern without slashes would refuse what clients send. */
function hasFolders(parameter: Parameter, { resolve }: RuleContext): boolean {
  const { node, schema } = parameter;
  const description = proseOf('parameter', parameter, node.get('description')?.string);
  if (folderTexts.find(description) !== undefined) return true;
  const holders = [node, schema, schema === undefined ? undefined : resolve(schema)];
  return holders.some((holder) => holder !== undefined && samplesOf(holder).some(isInFolder));
}

function isInFolder({ string }: SourceNode): boolean {
  return string?.slice(1).includes('/') === true;
}

function isFileName(words: Words<'singular'>): boolean {
  return fileParameters.matches(words) || fileNames.matches(words);
}

/** True for the name given to a download, a folder of a repository, and one of many search fields. */
function isHarmless(parameter: Parameter): boolean {
  const { node, name, in: where, isRequired } = parameter;
  const description = proseOf('parameter', parameter, node.get('description')?.string);
  if (downloadNames.find(description) !== undefined || node.get('x-multi-segment')?.scalar === true) return true;
  const path = pathOf(node);
  if (repositoryWords.matches(wordsIn(path)) || /\{[^{}]*[+*]\}/.test(path)) return true;
  if (where === 'path' && isBehindFileId(path)) return true;
  if (where !== 'query' || isRequired) return false;
  const siblings = node.parent?.items() ?? [];
  if (siblings.length >= manyFilters) return true;
  // A list searched by name, page by page. A folder or a path opens the file it names even there.
  const isSearched = searchPaths.matches(wordsIn(path)) || /files\/?$/i.test(path) || siblings.some(isPaging);
  return isSearched && /name$/i.test(name);
}

/** `/files/{fileId}/download/{fileName}`: the ID says which file is opened. */
function isBehindFileId(path: string): boolean {
  const segments = path.split('/');
  const isFileId = (segment: string, index: number): boolean => {
    const words = wordsIn(segment);
    if (!segment.startsWith('{') || words.at(-1) !== 'id') return false;
    return storedFiles.matches(slice(words, 0, -1)) || storedFiles.matches(wordsIn(segments[index - 1] ?? ''));
  };
  const id = segments.findIndex(isFileId);
  return id >= 0 && segments.slice(id + 1).some((segment) => segment.includes('{'));
}

function isPaging(parameter: SourceNode): boolean {
  return pagingParameters.matches(wordsIn(parameter.get('name')?.string ?? ''));
}

/** As many parameters make a search form. */
const manyFilters = 8;

/** The path that a parameter belongs to; empty for a shared parameter. */
function pathOf({ pointer }: SourceNode): string {
  const [, first, path = ''] = pointer.split('/');
  return first === 'paths' ? path.replaceAll('~1', '/') : '';
}
