import { requirementText } from '../../heuristics/authStrength.ts';
import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { proseOfOperation } from '../../heuristics/operationWords.ts';
import { hasRole } from '../../heuristics/roles.ts';
import { perDeclaration } from '../../heuristics/schemeUses.ts';
import { pure } from '../../incremental/pure.ts';
import { codeMentions, passwordChanges, passwordProofs } from '../../lexicon/passwordChange.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partsNear } from '../../schemas/schemaUnit.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'password-change-without-proof',
    title: 'Password change without the current password',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [620],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 8.3.3', 'HIPAA 164.312(d)'],
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{operation}" changes the password without verifying the user. Require the current password or a one-time code.',
      others:
        '"{operation}" lets any caller set the password of any user. Require the current password, or a scope that only administrators have.',
    },
  },

  visit: {
    *OpenAPI({ operations, resolve, securitySchemes, cache }) {
      for (const operation of cache.select(operations, mayChangePassword)) {
        const names = fieldsOf(operation, resolve);
        if (!isNamedChange(operation) && !names.some(isPasswordField)) continue;
        // Without fields, the body is unknown. A token or code may be in the path or the query.
        if (names.length === 0 || names.some(isProof) || hasOldAndNew(names)) continue;
        if (sendsPassword(operation, securitySchemes) || mentionsCode(operation)) continue;
        const message = messageFor(operation);
        if (message === undefined || (message === 'others' && !isForAnyCaller(operation, operations))) continue;
        yield { at: methodKey(operation), message, data: { operation: nameOf(operation) } };
      }
    },
  },
});

const mayChangePassword = pure('password-change-without-proof.mayChangePassword', (operation: Operation): boolean => {
  return isServed(operation) && isForCallers(operation) && (isNamedChange(operation) || isPassword(operation));
});

function isForCallers(operation: Operation): boolean {
  const { method, security } = operation;
  if (!['post', 'put', 'patch'].includes(method) || security.authentication !== 'required') return false;
  return !hasRole(operation, 'administration');
}

/** Basic authentication sends the current password with the request. */
function sendsPassword({ security }: Operation, schemes: OpenApiDescription['securitySchemes']): boolean {
  return security.declaration === undefined || isBasic(security.declaration, schemes);
}

const isBasic = perDeclaration('password-change-without-proof.isBasic', ({ requirements }, securitySchemes) =>
  requirements.every(({ schemes }) => schemes.some(({ name }) => securitySchemes.get(name)?.httpScheme === 'basic')),
);

/** The caller's own password (`found`), or that of the user in the path. `undefined` where the path does not show which. */
function messageFor({ path }: Operation): 'found' | 'others' | undefined {
  if (!path.includes('{')) return 'found';
  return /\/\{[^{}]*\}\/[^/{}]+$/.test(path) ? 'others' : undefined;
}

/** Administrators do not know the old password; but a requirement that reads share is not theirs. */
function isForAnyCaller(operation: Operation, operations: readonly Operation[]): boolean {
  const text = requirementText(operation);
  return operations.some((other) => !isWrite(other) && isServed(other) && requirementText(other) === text);
}

const isNamedChange = pure(
  'password-change-without-proof.isNamedChange',
  ({ path, operationId = '' }: Operation): boolean => {
    const [before = '', last = ''] = path.split('/').slice(-2);
    return [last, `${before} ${last}`, operationId].some((name) => {
      const words = writtenWordsIn(name);
      return passwordChanges.matches(words) || (words[0] === 'change' && words[1] === 'password');
    });
  },
);

/** `PUT /me/password` */
const isPassword = pure('password-change-without-proof.isPassword', ({ path }: Operation): boolean =>
  isPasswordAlone(writtenWordsIn(path.split('/').at(-1) ?? '')),
);

function isPasswordField(name: string): boolean {
  return writtenWordsIn(name).includes('password');
}

function fieldsOf(operation: Operation, resolve: (node: SourceNode) => SourceNode | undefined): readonly string[] {
  const own = operation.parameters.filter(({ in: where }) => where !== 'cookie');
  const parts = operation.requestSchemas.flatMap((schema) => partsNear(schema, resolve));
  const hasBody =
    parts.some(({ property }) => property !== undefined) || own.some(({ in: where }) => where === 'formData');
  return hasBody ? [...own.map(({ name }) => name), ...parts.flatMap(({ property }) => property ?? [])] : [];
}

/** Next to `newPassword`, `password` is the current one. */
function hasOldAndNew(names: readonly string[]): boolean {
  const words = names.map((name) => writtenWordsIn(name));
  return words.some((name) => name.includes('new') && name.includes('password')) && words.some(isPasswordAlone);
}

function isPasswordAlone(words: readonly string[]): boolean {
  return words.length === 1 && words[0] === 'password';
}

/** "Submit the reset code along with the new password." */
function mentionsCode(operation: Operation): boolean {
  return codeMentions.find(proseOfOperation(operation)) !== undefined;
}

function isProof(name: string): boolean {
  return passwordProofs.matches(writtenWordsIn(name));
}
