import { pure } from '../incremental/pure.ts';
import type { OpenApiDescription, Operation, Parameter } from '../openapi/model.ts';
import type { SensitiveClass } from '../sensitive/classify.ts';
import { wordsOf } from '../sensitive/tokenize.ts';
import { handlesGraveData, isWrite } from './operationKind.ts';
import { isAboutPart, statementsOf, textsOf } from './operationWords.ts';

/** True if the path, the summary or the description says that no credentials are asked for. */
export const saysPublic = pure(
  'publicAccess.saysPublic',
  (operation: Operation): boolean =>
    operation.path.split('/').includes('public') ||
    sentencesOf(operation).some((sentence) => publicWords.test(sentence) && !refusalWords.test(sentence)),
);

/** True if the summary or the description says that callers have to prove who they are. */
export const asksForLogin = pure(
  'publicAccess.asksForLogin',
  (operation: Operation): boolean =>
    !saysPublic(operation) && sentencesOf(operation).some((sentence) => loginWords.test(sentence)),
);

/** True for a key that is described as an ordinary parameter: it is asked for all the same. */
export const takesKey = pure('publicAccess.takesKey', (operation: Operation): boolean =>
  operation.parameters.some((parameter) => isKey(operation, parameter)),
);

/** True if the address holds a token that lets callers in (`/invitations/{accessToken}`); a key is for all addresses. */
export const takesTokenInPath = pure(
  'publicAccess.takesTokenInPath',
  ({ parameters, sensitiveParameters }: Operation): boolean =>
    sensitiveParameters.some(
      (field) =>
        field.class === 'token' && parameters.some(({ node, in: where }) => node === field.node && where === 'path'),
    ),
);

function isKey({ sensitiveParameters }: Operation, { node, name, isRequired, in: where }: Parameter): boolean {
  if (!isRequired && !(where === 'header' && /api[-_]?key$/i.test(name))) return false;
  const isSecret = sensitiveParameters.some(
    (field) => field.node === node && (field.class === 'credential' || field.class === 'token'),
  );
  return isSecret || (where !== 'path' && keyDescription.test(node.get('description')?.string ?? ''));
}

/** "Authentication token", "Your API key" */
const keyDescription = /^((the|an?|your) )?(auth\w*|access|api|session) (token|key)\b/i;

/**
 * True for an operation that only reads what is nobody's: neither its path nor its texts, parameters or responses hint
 * at somebody who would have to be known.
 */
export const readsOpenData = pure('publicAccess.readsOpenData', (operation: Operation): boolean => {
  const { path, operationId = '', parameters, responses, sensitive } = operation;
  if (isWrite(operation) || handlesGraveData(operation) || asksForLogin(operation)) return false;
  if (responses.some(({ status }) => status === '401' || status === '403')) return false;
  if (sensitive.response.some((name) => aboutPeople.has(name))) return false;
  const names = [path, operationId, ...parameters.map(({ name }) => name)];
  return !names.some((name) => wordsOf(name).some((word) => ownedWords.has(word)));
});

const aboutPeople: ReadonlySet<SensitiveClass> = new Set(['person-name', 'demographic', 'financial']);

const ownedWords: ReadonlySet<string> = new Set(
  'key apikey token auth authorization login license username password secret session user account customer client employee member patient person people profile me my order payment transaction invoice transfer balance card contact message subscription booking device document file report audit log admin internal private config setting metric'.split(
    ' ',
  ),
);

/** True if there is an introduction, and nothing in it hints at callers who are known. */
export function speaksOfNoCallers({ root }: OpenApiDescription): boolean {
  const introduction = root.at('info', 'description')?.string ?? '';
  return introduction !== '' && !callerWords.test(introduction);
}

const callerWords =
  /\b(api[- ]?keys?|tokens?|credentials?|authenticat\w*|authoriz\w*|oauth\w*|sign(ing|ed)?[- ]?(up|in)|log(ging|ged)?[- ]?in|passwords?|subscri\w+|regist\w+|private|internal|partners?|customers?)\b/i;

/** True if the introduction says that the whole API is for everybody; a word about some operations opens no others. */
export function isOpenByWords({ root }: OpenApiDescription): boolean {
  const texts = [root.at('info', 'title'), root.at('info', 'description')];
  return texts.some((text) =>
    statementsOf((text?.string ?? '').slice(0, 2000)).some(
      (statement) =>
        (publicWords.test(statement) || openWords.test(statement)) &&
        !refusalWords.test(statement) &&
        !isAboutPart(statement),
    ),
  );
}

const openWords =
  /\bopen[- ]data\b|\bpublic(ly available)? (api|data|dataset|users?)\b|\bfree to use\b|\bfor public use\b|\bopen (database|source data)\b|\bopen to the public\b|\ballows the public to\b|\bfree (&|and) open\b|\b(is|are) an open api\b|\b(free )?public access (to|for)\b/i;

function sentencesOf(operation: Operation): readonly string[] {
  return textsOf(operation).flatMap(sentences);
}

function sentences(text: string): readonly string[] {
  return text.slice(0, 2000).split(/[.!\n]/);
}

const loginWords =
  /\b((user|caller|client|you)s? must be (authenticated|logged in|signed in)|requires? (authentication|a valid (access )?token|a logged[- ]in user|login)|authentication( is)? required|must be authenticated|authenticated users? only|only (for )?authenticated users?|precondition:? authenticated user)\b/i;

const publicWords =
  /\b(no|without|(does not|doesn't|do not|don't|not) (need|require|have)|needs no|requires no|not required)\b[^,;:]{0,30}\b(auth|authentication|authori[sz]ation|authenticated|logged in|log ?in|signed in|sign ?in|credentials?|api[- ]?keys?|access tokens?)\b|\b(needs?|requires?) no (\w+ )?tokens?\b|\bno (\w+ )?token (is )?(needed|required|necessary)\b|\b(authentication|authorization|login) (is not|isn't) (required|needed|necessary)|\bunauthenticated (endpoint|call|request|access|operation|route)|^\s*((view|list|get|search) )?(the )?public (?!and\b|or\b)\w+|\b(completely|fully|entirely) public\b|\bpublic and (freely )?(accessible|available|open)\b|\b(accessible|open|available) to (everyone|everybody|anyone|anybody)\b(?! (with|who|that|in|holding|having)\b)|\bpublic(ly)? (endpoint|accessible|available|route|operation)\b/i;

/** "Requests without credentials are rejected." */
const refusalWords = /\b(reject|refus|fail|den(y|ied)|forbidden|error|40[13]|invalid|cannot|can't|unauthori[sz]ed)/i;
