import { pure } from '../incremental/pure.ts';
import { openSchemes, openSchemeTexts } from '../lexicon/schemeNames.ts';
import { sentencesIn } from '../lexicon/sentences.ts';
import { writtenWordsIn } from '../lexicon/words.ts';
import type {
  OpenApiDescription,
  Operation,
  RequiredScheme,
  SecurityDeclaration,
  SecurityRequirement,
  SecurityScheme,
} from '../openapi/model.ts';
import { perDeclaration } from './schemeUses.ts';

/**
 * How hard the weakest alternative is to pass: 0 no authentication; 1 a URL or a password; 2 a key that does not
 * change; 3 a token that expires; 4 a token with scopes; 5 a certificate. Each further scheme adds a half,
 * unless it only names the application.
 */
export function strengthOf({ securitySchemes }: OpenApiDescription, { security }: Operation): number {
  if (security.undefinedSchemes.length > 0) return Number.NaN;
  const { declaration, authentication } = security;
  if (declaration === undefined || authentication === 'none') return 0;
  return strengthOfDeclaration(declaration, securitySchemes);
}

const strengthOfDeclaration = perDeclaration(
  'authStrength.strengthOfDeclaration',
  ({ requirements }, securitySchemes) =>
    requirements.reduce(
      (least, requirement) => Math.min(least, strengthOfRequirement(securitySchemes, requirement)),
      Number.POSITIVE_INFINITY,
    ),
);

function strengthOfRequirement(
  securitySchemes: OpenApiDescription['securitySchemes'],
  { schemes }: SecurityRequirement,
): number {
  if (schemes.length === 0) return 0;
  const strengths = schemes.map((scheme) => strengthOfScheme(securitySchemes, scheme));
  const proofs = schemes.filter(({ name }) => !isClientId(name, securitySchemes.get(name)?.parameterName));
  return Math.max(...strengths) + Math.max(0, proofs.length - 1) / 2;
}

/** The ID of an application, or of the user it acts for, is not a secret: the owner of the other proof has it too. */
export function isClientId(...names: readonly (string | undefined)[]): boolean {
  return names.some((name) => /^(x[-_])?((client|app|application)[-_]?id|sudo)$/i.test(name ?? ''));
}

/** True for a scheme that its name or its description calls open: to require it protects nothing. */
export function protectsNothing({ name, node }: Pick<SecurityScheme, 'name' | 'node'>): boolean {
  return isOpenSchemeName(name) || sentencesIn(node.get('description')?.string ?? '').some(openSchemeTexts.matches);
}

export function isOpenSchemeName(name: string): boolean {
  return openSchemes.matches(writtenWordsIn(name));
}

function strengthOfScheme(
  securitySchemes: OpenApiDescription['securitySchemes'],
  { name, scopes }: RequiredScheme,
): number {
  const scheme = securitySchemes.get(name);
  if (scheme?.type === 'mutualTLS') return 5;
  if (scheme?.type === 'oauth2' || scheme?.type === 'openIdConnect') return scopes.length > 0 ? 4 : 3;
  if (scheme?.type === 'apiKey') {
    // A bearer token in the words of Swagger 2.0.
    if (scheme.parameterName?.toLowerCase() === 'authorization') return 3;
    return scheme.in === 'query' ? 1 : 2;
  }
  if (scheme?.httpScheme === 'basic') return 1;
  return 3;
}

/** The security requirements of an operation as text: equal texts are equal requirements. */
export function requirementText({ security }: Operation): string {
  return security.declaration === undefined ? '' : textOf(security.declaration);
}

const textOf = pure('authStrength.textOf', ({ requirements }: SecurityDeclaration): string => {
  return requirements
    .map(({ schemes }) =>
      schemes
        .map(({ name, scopes }) => `${name}(${[...scopes].sort().join(' ')})`)
        .sort()
        .join(' & '),
    )
    .sort()
    .join(' | ');
});

/** Signature Version 4, as API Gateway and AWS itself describe it. */
export function isSignedForAws(scheme: SecurityScheme | undefined): boolean {
  return scheme?.node.get('x-amazon-apigateway-authtype')?.string?.toLowerCase() === 'awssigv4';
}
