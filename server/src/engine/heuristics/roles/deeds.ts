import { pure } from '../../incremental/pure.ts';
import { adminSegments } from '../../lexicon/administration.ts';
import {
  adminNames,
  adminSchemes,
  bulkNames,
  bulkSegments,
  destroyingVerbs,
  exportNames,
  factorNames,
  limitNames,
  meansTitles,
  moneyLists,
  moneyNames,
  moneyTitles,
  payees,
  searchNames,
  searchSegments,
} from '../../lexicon/deeds.ts';
import {
  businessWords,
  moneyPathWords,
  statements,
  transfersOfMoney,
  vagueMovements,
  withdrawals,
} from '../../lexicon/money.ts';
import type { NameLexicon } from '../../lexicon/names.ts';
import { wordsIn, writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation, SecurityDeclaration } from '../../openapi/model.ts';
import { isWrite } from '../operationKind.ts';
import { lastSegment, namesOf } from '../operationWords.ts';
import { titlesOf } from './titles.ts';

/** For administrators: the path, the name, the tag, the title or each alternative of the security says so. */
export function isAdministration(operation: Operation): boolean {
  const { path, operationId = '', tags, tagRoles, security } = operation;
  return (
    tagRoles.includes('administration') ||
    isAdminPath(path) ||
    adminNames.matches(wordsIn(operationId)) ||
    tags.some((tag) => adminNames.matches(wordsIn(tag))) ||
    titlesOf(operation).some((title) => title.length > 2 && adminNames.matches(title)) ||
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
  if (withdrawsStatement(operation)) return false;
  const last = wordsIn(lastSegment(path));
  if (moneyNames.matches(last) || transfersOfMoney.matches(last) || moneyNames.matches(wordsIn(operationId)))
    return true;
  const before = literalSegments(path).slice(0, -1);
  const isAboutMoney = before.some((segment) => moneyPathWords.matches(wordsIn(segment)));
  if (vagueMovements.matches(last) && isAboutMoney) return true;
  if (before.length <= 1 && moneyLists.matches(writtenWordsIn(lastSegment(path)))) return true;
  return titlesOf(operation).some((title) => moneyTitles.matches(title) && !meansTitles.matches(title));
}

/** `POST /consents/{purpose}/withdraw` takes back what somebody said, and moves no money. */
export function withdrawsStatement({ path }: Operation): boolean {
  if (!withdrawals.matches(wordsIn(lastSegment(path)))) return false;
  const about = literalSegments(path).at(-2);
  return about !== undefined && statements.matches(wordsIn(about)) && !businessWords.matches(wordsIn(about));
}

function literalSegments(path: string): readonly string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '' && !segment.startsWith('{') && !/^(api|v\d+)$/i.test(segment));
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
  if (!isWrite(operation)) return false;
  const { path } = operation;
  const isInPath = literalSegments(path).some((segment) => bulkNames.matches(wordsIn(segment)));
  return isInPath || bulkSegments.matches(wordsIn(lastSegment(path))) || isNamed(operation, bulkNames);
}

export function isExport(operation: Operation): boolean {
  return isNamed(operation, exportNames);
}

export function isSearch(operation: Operation): boolean {
  if (operation.method !== 'get' && operation.method !== 'post') return false;
  // "findById" and "queryBatchStatus" are how some generators say "get".
  return searchSegments.matches(wordsIn(lastSegment(operation.path))) || isNamed(operation, searchNames);
}

function isNamed({ path, operationId = '' }: Operation, names: NameLexicon): boolean {
  return names.matches(wordsIn(lastSegment(path))) || names.matches(wordsIn(operationId));
}
