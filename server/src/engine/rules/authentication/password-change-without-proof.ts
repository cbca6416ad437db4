import { requirementText } from '../../heuristics/authStrength.ts';
import { isServed, isWrite } from '../../heuristics/operationKind.ts';
import { textsOf } from '../../heuristics/operationWords.ts';
import { perDeclaration } from '../../heuristics/schemeUses.ts';
import { pure } from '../../incremental/pure.ts';
import type { OpenApiDescription, Operation } from '../../openapi/model.ts';
import { methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';
import { partsNear } from '../../schemas/schemaUnit.ts';
import { tokenize } from '../../sensitive/tokenize.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'password-change-without-proof',
    title: 'A password is changed without the old one',
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
        '"{operation}" changes the password and asks for no proof. Require the current password or a one-time code.',
      others:
        '"{operation}" sets the password of whoever its path names, for any caller and without proof. Require the current password, or a right that only administrators have.',
    },
  },

  visit: {
    *OpenAPI({ operations, resolve, securitySchemes, cache }) {
      for (const operation of cache.select(operations, mayChange)) {
        const names = fieldsOf(operation, resolve);
        if (!saysChange(operation) && !names.some(isPasswordField)) continue;
        // A body without fields says nothing; a token or code may stand in the path or the query.
        if (names.length === 0 || names.some(isProof) || hasOldBesideNew(names)) continue;
        if (sendsPassword(operation, securitySchemes) || tellsOfCode(operation)) continue;
        const message = whose(operation);
        if (message === undefined || (message === 'others' && !isForAnybody(operation, operations))) continue;
        yield { at: methodKey(operation), message, data: { operation: nameOf(operation) } };
      }
    },
  },
});

const mayChange = pure('password-change-without-proof.mayChange', (operation: Operation): boolean => {
  return isServed(operation) && isForCallers(operation) && (saysChange(operation) || isPassword(operation));
});

function isForCallers({ method, path, security }: Operation): boolean {
  if (!['post', 'put', 'patch'].includes(method) || security.authentication !== 'required') return false;
  return !tokenize(path).some((word) => word === 'admin' || word === 'admins' || word === 'internal');
}

/** By Basic, the present password comes with the request. */
function sendsPassword({ security }: Operation, schemes: OpenApiDescription['securitySchemes']): boolean {
  return security.declaration === undefined || isBasic(security.declaration, schemes);
}

const isBasic = perDeclaration('password-change-without-proof.isBasic', ({ requirements }, securitySchemes) =>
  requirements.every(({ schemes }) => schemes.some(({ name }) => securitySchemes.get(name)?.httpScheme === 'basic')),
);

/** The caller's own password, or that of whoever the path names. `undefined` where the path does not say. */
function whose({ path }: Operation): 'found' | 'others' | undefined {
  if (!path.includes('{')) return 'found';
  return /\/\{[^{}]*\}\/[^/{}]+$/.test(path) ? 'others' : undefined;
}

/** An administrator who sets another's password has no old one; but what reading takes is no right of administrators. */
function isForAnybody(operation: Operation, operations: readonly Operation[]): boolean {
  const text = requirementText(operation);
  return operations.some((other) => !isWrite(other) && isServed(other) && requirementText(other) === text);
}

const saysChange = pure(
  'password-change-without-proof.saysChange',
  ({ path, operationId = '' }: Operation): boolean => {
    const [before = '', last = ''] = path.split('/').slice(-2);
    const names = [last, `${before} ${last}`, operationId].map((name) => tokenize(name).join(' '));
    return names.some((name) =>
      /\b(change|update|set) (my )?password$|\bpassword (change|update)$|^change password\b/.test(name),
    );
  },
);

/** Whoever is logged in and sends a password to `/me/password` gives it another value. */
const isPassword = pure('password-change-without-proof.isPassword', ({ path }: Operation): boolean =>
  /^(my )?password$/.test(tokenize(path.split('/').at(-1) ?? '').join(' ')),
);

function isPasswordField(name: string): boolean {
  return tokenize(name).includes('password');
}

function fieldsOf(operation: Operation, resolve: (node: SourceNode) => SourceNode | undefined): readonly string[] {
  const own = operation.parameters.filter(({ in: where }) => where !== 'cookie');
  const parts = operation.requestSchemas.flatMap((schema) => partsNear(schema, resolve));
  const hasBody =
    parts.some(({ property }) => property !== undefined) || own.some(({ in: where }) => where === 'formData');
  return hasBody ? [...own.map(({ name }) => name), ...parts.flatMap(({ property }) => property ?? [])] : [];
}

/** Beside `newPassword`, `password` is the one that there is. */
function hasOldBesideNew(names: readonly string[]): boolean {
  const words = names.map((name) => tokenize(name));
  return (
    words.some((name) => name.includes('new') && name.includes('password')) &&
    words.some((name) => name.join(' ') === 'password')
  );
}

/** "Submit the reset code along with the new password." */
function tellsOfCode(operation: Operation): boolean {
  return textsOf(operation).some((text) => /\b(reset|verification|confirmation|one-time) (code|token)\b/i.test(text));
}

function isProof(name: string): boolean {
  return tokenize(name).some((word) => proofs.has(word));
}

const proofs: ReadonlySet<string> = new Set(
  'current old existing previous present otp totp code token pin challenge verification mfa signature proof'.split(' '),
);
