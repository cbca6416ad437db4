import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { reloads, stoppingActions, systemSegments, vagueActions } from '../../lexicon/serviceControl.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { groupNamed, operationNaming } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'exposed-service-control',
    title: 'Service can be stopped by an ordinary request',
    pillar: 'authentication',
    owasp: 'API5:2023',
    cwe: [749, 285],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 7.2.2'],
    since: '0.1.0',
    absence: false,
    messages: {
      one: '"{name}" stops, resets or reloads the service with an ordinary request. Require a scope for operators, or remove it.',
      many: '"{name}" and {others:more operation} stop, reset or reload the service with ordinary requests. Require a scope for operators, or remove them.',
    },
  },

  visit: {
    *OpenAPI({ operations, cache }) {
      // One decision of the author, however many operations there are.
      yield* groupNamed(cache.select(operations, controlsService), { ...operationNaming, few: 1 });
    },
  },
});

const controlsService = pure('exposed-service-control.controlsService', (operation: Operation): boolean => {
  const { method, path, security } = operation;
  if (!isServed(operation) || method === 'delete' || method === 'patch' || method === 'head') return false;
  const segments = path.split('/').filter((segment) => segment !== '');
  const last = writtenWordsIn(segments.at(-1) ?? '');
  // Below an object, the object is stopped.
  if (path.includes('{')) return false;
  const before = segments.at(-2) ?? '';
  const isOfSystem = systemSegments.matches(wordsIn(before));
  const isControl =
    stoppingActions.matches(last) ||
    (vagueActions.matches(last) && isOfSystem) ||
    (segments.length > 1 && segments.slice(-2).some((segment) => reloads.matches(writtenWordsIn(segment))));
  return isControl && !(security.declaration !== undefined && isReserved(security.declaration));
});

/** Every alternative requires two schemes or a scope. */
const isReserved = pure(
  'exposed-service-control.isReserved',
  ({ requirements }: SecurityDeclaration): boolean =>
    requirements.length > 0 &&
    requirements.every(({ schemes }) => schemes.length > 1 || schemes.some(({ scopes }) => scopes.length > 0)),
);
