import type { OpenApiDescription, Operation, Parameter, Response, SecurityScheme } from '../openapi/model.ts';
import type { SchemaPart } from '../schemas/schemaUnit.ts';
import type { FieldFacts } from '../sensitive/classify.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Sentence, sentencesIn } from './sentences.ts';

/** What a text of a description belongs to. */
export interface SubjectOf {
  introduction: OpenApiDescription;
  tag: SourceNode;
  pathItem: SourceNode;
  operation: Operation;
  parameter: Parameter;
  response: Response;
  scheme: SecurityScheme;
  schema: SourceNode;
  property: SchemaPart;
  /** A property, parameter or header, as the classifier sees it. */
  field: FieldFacts;
}

export type SubjectKind = keyof SubjectOf;

/** The texts of one subject, in sentences. */
export interface Prose<Kind extends SubjectKind> {
  readonly kind: Kind;
  readonly subject: SubjectOf[Kind];
  readonly sentences: readonly Sentence[];
}

/** A phrase that was found. It holds for its subject and for nothing else. */
export interface Match<Kind extends SubjectKind> {
  readonly kind: Kind;
  readonly subject: SubjectOf[Kind];
  readonly phrase: string;
  /** The sentence as written, to quote it. */
  readonly sentence: string;
}

export function proseOf<Kind extends SubjectKind>(
  kind: Kind,
  subject: SubjectOf[Kind],
  ...texts: readonly (string | undefined)[]
): Prose<Kind> {
  return { kind, subject, sentences: texts.flatMap((text) => (text === undefined ? [] : sentencesIn(text))) };
}

/** True if the match was found in the texts of this very subject. */
export function holdsFor<Kind extends SubjectKind>(
  match: Match<Kind> | undefined,
  subject: SubjectOf[NoInfer<Kind>],
): boolean {
  return match?.subject === subject;
}
