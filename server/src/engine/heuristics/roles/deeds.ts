import { pure } from '../../incremental/pure.ts';
import { adminSegments } from '../../lexicon/administration.ts';
import {
  adminNames,
  adminSchemes,
  bulkNames,
  destroyingVerbs,
  exportNames,
  factorNames,
  limitNames,
  moneyNames,
  moneyTitles,
  payees,
  searchNames,
} from '../../lexicon/deeds.ts';
import { moneyPathWords, vagueMovements } from '../../lexicon/money.ts';
import type { NameLexicon } from '../../lexicon/names.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { isWrite } from '../operationKind.ts';
import { lastSegment, namesOf } from '../operationWords.ts';
import { titlesOf } from './titles.ts';

/** For administrators: the path, the name, the tag, the title or each alternative of the security says so. */
export function isAdministration(operation: Operation): boolean {
  const { path, operationId = '', tags, security } = operation;
  return (
    isAdminPath(path) ||
    adminNames.matches(wordsIn(operationId)) ||
    tags.some((tag) => adminNames.matches(wordsIn(tag))) ||
    titlesOf(operation).some((title) => adminNames.matches(title)) ||
    (security.declaration !== undefined && isForAdmins(security.declaration))
  );
}

/**
 * `/admin/users`, `/api/v1/admin/users`: administration as a part of the API. Deeper in a path, `admin` is often a role or
 * an object of the domain.
 */
function isAdminPath(path: string): boolean {
  const segments = path.split('/').filter((segment) => segment !== '');
  const index = segments.findIndex((segment) => adminSegments.matches(wordsIn(segment)));
  if (index < 0 || index === segments.length - 1) return false;
  const before = segments.slice(0, index);
  const isPrefix = (segment: string): boolean => /^(api|rest|v\d+(\.\d+)?)$/i.test(segment);
  return before.every(isPrefix) || (before.length > 1 && before.slice(1).every(isPrefix));
}

/** Every alternative needs a scheme or a scope of administrators. */
const isForAdmins = pure(
  'deeds.isForAdmins',
  ({ requirements }: SecurityDeclaration): boolean =>
    requirements.length > 0 &&
    requirements.every(({ schemes }) =>
      schemes.some(
        ({ name, scopes }) =>
          adminSchemes.matches(wordsIn(name)) || scopes.some((scope) => adminNames.matches(wordsIn(scope))),
      ),
    ),
);

/** Pays, transfers, charges or withdraws. */
export function isMoney(operation: Operation): boolean {
  const { method, path, operationId = '' } = operation;
  if (!isWrite(operation) || method === 'delete' || path.endsWith('}')) return false;
  const last = wordsIn(lastSegment(path));
  if (moneyNames.matches(last) || moneyNames.matches(wordsIn(operationId))) return true;
  if (vagueMovements.matches(last) && path.split('/').some((segment) => moneyPathWords.matches(wordsIn(segment))))
    return true;
  return titlesOf(operation).some((title) => moneyTitles.matches(title));
}

export function isBeneficiary(operation: Operation): boolean {
  return isWrite(operation) && isNamed(operation, payees);
}

export function isLimits(operation: Operation): boolean {
  return isWrite(operation) && isNamed(operation, limitNames);
}

export function isFactor(operation: Operation): boolean {
  return isWrite(operation) && namesOf(operation).some((name) => factorNames.matches(name));
}

export function isDestruction(operation: Operation): boolean {
  if (operation.method === 'delete') return true;
  if (!isWrite(operation)) return false;
  return [lastSegment(operation.path), operation.operationId ?? ''].some((name) =>
    destroyingVerbs.matches(wordsIn(name)),
  );
}

export function isBulk(operation: Operation): boolean {
  return isWrite(operation) && isNamed(operation, bulkNames);
}

export function isExport(operation: Operation): boolean {
  return isNamed(operation, exportNames);
}

export function isSearch(operation: Operation): boolean {
  return (operation.method === 'get' || operation.method === 'post') && isNamed(operation, searchNames);
}

function isNamed({ path, operationId = '' }: Operation, names: NameLexicon): boolean {
  return names.matches(wordsIn(lastSegment(path))) || names.matches(wordsIn(operationId));
}
