import { pure } from '../incremental/pure.ts';
import {
  keyDescriptions,
  loginRequired,
  openData,
  otherAccess,
  ownedWords,
  publicAccess,
} from '../lexicon/publicAccess.ts';
import type { Sentence } from '../lexicon/sentences.ts';
import { type Match, type Prose, proseOf, type SubjectKind } from '../lexicon/subject.ts';
import { wordsIn } from '../lexicon/words.ts';
import type { OpenApiDescription, Operation, Parameter } from '../openapi/model.ts';
import type { SensitiveClass } from '../sensitive/classify.ts';
import { handlesHighImpactData, isWrite } from './operationKind.ts';
import { isAboutPart, proseOfOperation } from './operationWords.ts';

/** True if the path, the summary or the description says that no credentials are asked for. */
export const saysPublic = pure('publicAccess.saysPublic', (operation: Operation): boolean => {
  return operation.path.split('/').includes('public') || findPublic(proseOfOperation(operation)) !== undefined;
});

/** The sentence that says so, unless it is also about a refusal. */
function findPublic<Kind extends SubjectKind>(prose: Prose<Kind>): Match<Kind> | undefined {
  // Nearly no sentence says so, so that is asked first.
  const sentences = prose.sentences.filter((sentence) => publicAccess.matches(sentence) && isAboutAll(sentence));
  return publicAccess.find({ ...prose, sentences });
}

function isAboutAll(sentence: Sentence): boolean {
  return !otherAccess.matches(sentence);
}

/** True if the summary or the description says that callers have to prove who they are. */
export const asksForLogin = pure(
  'publicAccess.asksForLogin',
  (operation: Operation): boolean =>
    !saysPublic(operation) && loginRequired.find(proseOfOperation(operation)) !== undefined,
);

/** True for a key that is described as an ordinary parameter: it is asked for all the same. */
export const takesKey = pure('publicAccess.takesKey', (operation: Operation): boolean =>
  operation.parameters.some((parameter) => isKey(operation, parameter)),
);

function isKey({ sensitiveParameters }: Operation, parameter: Parameter): boolean {
  const { node, name, isRequired, in: where } = parameter;
  if (!isRequired && !(where === 'header' && /api[-_]?key$/i.test(name))) return false;
  const isSecret = sensitiveParameters.some(
    (field) => field.node === node && (field.class === 'credential' || field.class === 'token'),
  );
  return isSecret || (where !== 'path' && isDescribedAsKey(parameter));
}

/** "Authentication token", "Your API key" */
function isDescribedAsKey(parameter: Parameter): boolean {
  return keyDescriptions.find(proseOf('parameter', parameter, parameter.node.get('description')?.string)) !== undefined;
}

/**
 * True for an operation that only reads objects that belong to no account: neither its path nor its texts, parameters or
 * responses hint at a caller that has to be authenticated.
 */
export const readsOpenData = pure('publicAccess.readsOpenData', (operation: Operation): boolean => {
  const { path, operationId = '', parameters, responses, sensitive } = operation;
  if (isWrite(operation) || handlesHighImpactData(operation) || asksForLogin(operation)) return false;
  if (responses.some(({ status }) => status === '401' || status === '403')) return false;
  if (sensitive.response.some((name) => aboutPeople.has(name))) return false;
  const names = [path, operationId, ...parameters.map(({ name }) => name)];
  return !names.some((name) => ownedWords.matches(wordsIn(name)));
});

const aboutPeople: ReadonlySet<SensitiveClass> = new Set(['person-name', 'demographic', 'financial']);

/** True if the introduction says that the whole API is for everybody; a sentence about some operations opens no others. */
export function isOpenByWords(description: OpenApiDescription): boolean {
  const texts = ['title', 'description'].map((key) => description.root.at('info', key)?.string?.slice(0, 2000));
  const prose = proseOf('introduction', description, ...texts);
  const whole = { ...prose, sentences: prose.sentences.filter(({ text }) => !isAboutPart(text)) };
  const isOpen = openData.find({ ...whole, sentences: whole.sentences.filter(isAboutAll) }) !== undefined;
  return isOpen || findPublic(whole) !== undefined;
}
