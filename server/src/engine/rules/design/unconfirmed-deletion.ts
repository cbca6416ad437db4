import { isServed } from '../../heuristics/operationKind.ts';
import { lastSegment, namesOf, proseOfOperation } from '../../heuristics/operationWords.ts';
import { asksForDeletionScope } from '../../heuristics/scopeWords.ts';
import { pure } from '../../incremental/pure.ts';
import {
  confirmedDeletions,
  confirmingFields,
  containedDeletions,
  finalDeletions,
  finalFlags,
  keptDeletions,
  restoringNames,
  wipingNames,
} from '../../lexicon/deletions.ts';
import { versions } from '../../lexicon/deployments.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'unconfirmed-deletion',
    title: 'Final deletion of an object with its contents, unconfirmed',
    pillar: 'design',
    owasp: 'API6:2023',
    cwe: [841],
    severity: 'information',
    confidence: 'medium',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{name}" destroys an object with all that belongs to it, unconfirmed. Require a confirmation or a scope of its own, or keep deleted data for a time.',
      many: '"{name}" and {others:more operation} destroy objects with all that belongs to them, unconfirmed. Require a confirmation or a scope of its own, or keep deleted data for a time.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      const deletions = cache.select(operations, deletesObject);
      const wiping = cache.select(operations, wipes);
      if (deletions.length + wiping.length === 0) return;
      const below = deletions.length === 0 ? new Map<string, Below>() : contentsOf(operations);
      const sized = deletions.flatMap((operation) => {
        const { lists, isRestored } = below.get(shapeOf(operation.path)) ?? nothingBelow;
        const size = isRestored ? 0 : [...lists].filter(isCollection).length;
        const isWhole = size >= manyLists || (size > 0 && saysThatContentsGo(operation));
        return isWhole ? [{ operation, size }] : [];
      });
      const largestFirst = sized.sort((a, b) => b.size - a.size).map(({ operation }) => operation);
      // One habit of the author, however many objects there are.
      yield* groupNamed([...new Set([...largestFirst, ...wiping])], { ...operationNaming, few: 1 });
    },
  },
});

/** An object with so many collections is a project, a tenant or a device, whatever its name. */
const manyLists = 4;

/** What the paths show below an object. */
interface Below {
  /** For each collection whether it is read (1), added to (2), or has objects (4). */
  readonly lists: Map<string, number>;
  isRestored: boolean;
}

const nothingBelow: Below = { lists: new Map(), isRestored: false };

/** It has objects, or is in the plural, read and added to. */
function isCollection([name, marks]: readonly [string, number]): boolean {
  return marks >= 4 || (marks === 3 && wordsIn(name).at(-1) !== writtenWordsIn(name).at(-1));
}

/** The contents of the objects of all paths, by the shape of the path. */
function contentsOf(operations: readonly Operation[]): ReadonlyMap<string, Below> {
  const found = new Map<string, Below>();
  for (const { method, path } of operations) {
    const segments = shapeOf(path).split('/');
    for (let index = 1; index < segments.length; index++) {
      const segment = segments[index]!;
      if (segment === '{}' || segments[index - 1] !== '{}') continue;
      const shape = segments.slice(0, index).join('/');
      const below: Below = found.get(shape) ?? { lists: new Map(), isRestored: false };
      found.set(shape, below);
      const next = segments[index + 1];
      if (next === undefined && restoringNames.matches(wordsIn(segment))) below.isRestored = true;
      const mark = next === '{}' ? 4 : next !== undefined ? 0 : method === 'get' ? 1 : method === 'post' ? 2 : 0;
      below.lists.set(segment, (below.lists.get(segment) ?? 0) | mark);
    }
  }
  return found;
}

/** `/projects/{projectId}/` is `/projects/{}`. */
function shapeOf(path: string): string {
  return path.replace(/\{[^{}]*\}/g, '{}').replace(/\/$/, '');
}

/** `DELETE /projects/{id}`: no confirmation is required, and nothing says that what is deleted can be restored. */
const deletesObject = pure('unconfirmed-deletion.deletesObject', (operation: Operation): boolean => {
  const { method, path, deprecated } = operation;
  if (method !== 'delete' || deprecated || !shapeOf(path).endsWith('/{}') || !isServed(operation)) return false;
  // `/v3/{name}` names an object of any kind.
  const kind = shapeOf(path).split('/').at(-2) ?? '';
  return kind !== '' && !versions.matches(wordsIn(kind)) && !/^v\d/.test(kind) && !isConfirmed(operation);
});

/** `?hardDelete=true`, `POST /device/factoryReset` */
const wipes = pure('unconfirmed-deletion.wipes', (operation: Operation): boolean => {
  const { method, deprecated, parameters } = operation;
  if (method === 'get' || deprecated || !isServed(operation) || isConfirmed(operation)) return false;
  if (method !== 'delete') return [...namesOf(operation)].some((name) => wipingNames.matches(name));
  if (lastSegment(operation.path) === '') return false;
  return parameters.some(({ in: where, name }) => where === 'query' && finalFlags.matches(wordsIn(name)));
});

function isConfirmed(operation: Operation): boolean {
  const { parameters, requestBody } = operation;
  const isMeant = parameters.some(
    ({ in: where, name, isRequired }) =>
      confirmingFields.matches(writtenWordsIn(name)) || (where === 'query' && isRequired),
  );
  if (isMeant || requestBody?.isRequired === true || asksForDeletionScope(operation)) return true;
  const texts = proseOfOperation(operation);
  if (confirmedDeletions.find(texts) !== undefined) return true;
  return finalDeletions.find(texts) === undefined && keptDeletions.find(texts) !== undefined;
}

function saysThatContentsGo(operation: Operation): boolean {
  const texts = proseOfOperation(operation);
  return containedDeletions.find(texts) !== undefined || finalDeletions.find(texts) !== undefined;
}
