import { pure } from '../incremental/pure.ts';
import { ownerProofs, stepUpProofs } from '../lexicon/proofs.ts';
import { wordsIn, writtenWordsIn } from '../lexicon/words.ts';
import type { OpenApiDescription, Operation, SecurityDeclaration } from '../openapi/model.ts';
import { effectiveOf } from '../schemas/effectiveSchema.ts';
import { requestFields } from '../schemas/requestFields.ts';

type Cache = OpenApiDescription['cache'];

/** Every alternative requires two schemes or a scope. */
export function requiresMore({ security }: Operation): boolean {
  return security.declaration === undefined || alwaysRequiresMore(security.declaration);
}

const alwaysRequiresMore = pure('stepUp.alwaysRequiresMore', ({ requirements }: SecurityDeclaration): boolean =>
  requirements.every(({ schemes }) => schemes.length > 1 || schemes.some(({ scopes }) => scopes.length > 0)),
);

/** A one-time code may be in the body or in a header. */
export function takesCode(operation: Operation, cache: Cache): boolean {
  return requestFields(operation, cache).some(isCodeOrProof);
}

/** The request does not work without a code or another proof of the caller: an optional one proves nothing. */
export function requiresCode(operation: Operation, cache: Cache): boolean {
  return requiredFields(operation, cache).some(isCodeOrProof);
}

/** The request does not work without a proof that the account is the caller's. */
export function requiresOwnerProof(operation: Operation, cache: Cache): boolean {
  return requiredFields(operation, cache).some((name) => ownerProofs.matches(writtenWordsIn(name)));
}

function isCodeOrProof(name: string): boolean {
  return stepUpProofs.matches(wordsIn(name)) || ownerProofs.matches(writtenWordsIn(name));
}

function requiredFields({ parameters, requestSchemas }: Operation, cache: Cache): readonly string[] {
  return [
    ...parameters.filter(({ isRequired }) => isRequired).map(({ name }) => name),
    ...requestSchemas.flatMap((schema) =>
      effectiveOf(schema, cache).parts.flatMap(
        (part) =>
          part
            .get('required')
            ?.items()
            .map(({ string = '' }) => string) ?? [],
      ),
    ),
  ];
}
