import { documentInvalidInputFixes } from '../../fixes/invalidInputFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { pure } from '../../incremental/pure.ts';
import { errorSchemas, failureFields } from '../../lexicon/errorSchemas.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { groupReports, methodKey, relatedOperations, summarize } from '../../rule/group.ts';
import { isExplained } from '../../rule/isExplained.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'undocumented-invalid-input',
    title: 'Response to invalid input is not documented',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [1059, 755],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" takes a request body, but documents no error response. Document the response to invalid input, such as "400" or "422".',
      many: 'No error response is documented for {operations:operation} with a request body. Document the response to invalid input, such as "400" or "422".',
      none: 'No error response is documented for {operations:operation} that take input. Document the responses to invalid input and to missing objects, such as "400" and "404".',
    },
  },

  visit: {
    *OpenAPI(description, { config }) {
      const { operations, resolve, cache } = description;
      if (config.profile !== 'strict' && [400, 422].some((status) => isExplained(description, status))) return;
      const demands = new Demands(resolve);
      const reportsError = errorReporter(resolve);
      const isReported = (operation: Operation): boolean =>
        config.profile === 'strict' || !operation.responses.some(({ schemas }) => schemas.some(reportsError));
      const silent = cache.select(operations, documentsSuccessOnly).filter(isReported);
      const isInvalidBody = (operation: Operation): boolean =>
        mayHaveBody(operation) && canBeInvalid(operation, demands);
      const others = silent.filter((operation) => !isInvalidBody(operation) && takesInput(operation));
      if (others.length < habit) {
        yield* summarize(silent.filter(isInvalidBody), (left) => documentInvalidInputFixes(description, left));
        return;
      }
      const isOther = new Set(others);
      yield* groupReports(
        silent.filter((operation) => isOther.has(operation) || isInvalidBody(operation)),
        methodKey,
        function* (left) {
          const [first, ...rest] = left;
          if (first === undefined) return;
          yield {
            at: methodKey(first),
            message: 'none',
            data: { operations: left.length },
            operations: left.length,
            related: relatedOperations(rest),
            fixes: () => documentInvalidInputFixes(description, left),
          };
        },
      );
    },
  },
});

type Resolve = (node: SourceNode) => SourceNode | undefined;

/** So many operations without a body that document success alone are a habit, and no oversight. */
const habit = 3;

/** A part of the path may name nothing, and a required part of the query may be missing or invalid. */
const takesInput = pure('undocumented-invalid-input.takesInput', ({ parameters }: Operation): boolean => {
  return parameters.some(
    ({ in: where, node }) => where === 'path' || (where === 'query' && node.get('required')?.scalar === true),
  );
});

const documentsSuccessOnly = pure(
  'undocumented-invalid-input.documentsSuccessOnly',
  (operation: Operation): boolean => {
    const { responses } = operation;
    return isServed(operation) && responses.length > 0 && responses.every(({ status }) => /^[123]/.test(status));
  },
);

/** OAS 3.0.4 §4.7.10: the body of a GET has no meaning, and is ignored. */
function mayHaveBody({ method, requestSchemas }: Operation): boolean {
  return method !== 'get' && method !== 'head' && requestSchemas.length > 0;
}

/**
 * `200: { success, errorCode, … }`, or a choice with an error: the response reports failure, whatever its status.
 * Each schema is read once, however many operations return it.
 */
function errorReporter(resolve: Resolve): (schema: SourceNode) => boolean {
  const known = new Map<SourceNode, boolean>();
  return (schema) => {
    const node = resolve(schema);
    if (node === undefined) return false;
    let reports = known.get(node);
    if (reports === undefined) {
      const choices = ['oneOf', 'anyOf'].flatMap((key) => node.get(key)?.items() ?? []);
      reports = [node, ...choices.map(resolve)].some((choice) => choice !== undefined && isError(choice));
      known.set(node, reports);
    }
    return reports;
  };
}

function isError(schema: SourceNode): boolean {
  if (errorSchemas.matches(wordsIn(String(schema.key)))) return true;
  return (schema.get('properties')?.entries() ?? []).some(({ key }) => failureFields.matches(wordsIn(key)));
}

/** An optional body of unrestricted strings is always valid. */
function canBeInvalid({ requestBody, requestSchemas }: Operation, demands: Demands): boolean {
  return requestBody?.isRequired === true || requestSchemas.some((schema) => demands.of(schema));
}

/** Whether a value can be invalid against a schema; final once all parts of the schema are read. */
interface State {
  demands: boolean;
  /** The schemas that contain or combine this one, and so have its demands. */
  readonly holders: State[];
}

/**
 * Finds the schemas against which a value can be invalid: those with a demand of their own, and those that contain or
 * combine one. Every schema is read once, even where schemas contain each other, and without recursion.
 */
class Demands {
  readonly #resolve: Resolve;
  readonly #ofBodies = new Map<SourceNode, State>();
  readonly #ofParts = new Map<SourceNode, State>();
  #open: { readonly node: SourceNode; readonly isBody: boolean; readonly state: State }[] = [];

  constructor(resolve: Resolve) {
    this.#resolve = resolve;
  }

  of(body: SourceNode): boolean {
    const start = this.#stateOf(body, true);
    for (let next = this.#open.pop(); next !== undefined; next = this.#open.pop()) {
      const { node, isBody, state } = next;
      if (demandsItself(node, isBody)) demand(state);
      else this.#follow(node, isBody, state);
    }
    return start?.demands === true;
  }

  #follow(node: SourceNode, isBody: boolean, holder: State): void {
    const items = node.get('items');
    const within = [...(items === undefined ? [] : [items]), ...valuesOf(node.get('properties'))];
    const combined = node.get('allOf')?.items() ?? [];
    for (const schema of within) this.#connect(holder, this.#stateOf(schema, false));
    for (const schema of combined) this.#connect(holder, this.#stateOf(schema, isBody));
  }

  #connect(holder: State, part: State | undefined): void {
    if (part?.demands === true) demand(holder);
    else part?.holders.push(holder);
  }

  #stateOf(schema: SourceNode, isBody: boolean): State | undefined {
    const node = this.#resolve(schema);
    if (node === undefined) return undefined;
    const states = isBody ? this.#ofBodies : this.#ofParts;
    let state = states.get(node);
    if (state === undefined) {
      state = { demands: false, holders: [] };
      states.set(node, state);
      this.#open.push({ node, isBody, state });
    }
    return state;
  }
}

function demand(state: State): void {
  const open = [state];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next.demands) continue;
    next.demands = true;
    for (const holder of next.holders) open.push(holder);
  }
}

function valuesOf(properties: SourceNode | undefined): readonly SourceNode[] {
  return properties?.entries().map(({ value }) => value) ?? [];
}

function demandsItself(node: SourceNode, isBody: boolean): boolean {
  let found = false;
  node.each((key, value) => {
    if (key === 'type') found ||= !isBody && !permissiveTypes.has(value.string ?? '');
    else if (key === 'required') found ||= value.scalar === true || value.items().length > 0;
    // RFC 9110 §15.5.14: a body that is too large has a status of its own, 413.
    else found ||= restrictingKeywords.has(key) && !(isBody && key === 'maxLength');
  });
  return found;
}

/** Types that accept any value, at least in a format other than JSON. */
const permissiveTypes: ReadonlySet<string> = new Set(['string', 'object', 'array']);

/** Keywords against which a string or an array can be invalid. */
const restrictingKeywords: ReadonlySet<string> = new Set(
  'enum const pattern format minLength maxLength minItems maxItems minimum maximum oneOf anyOf not additionalProperties'.split(
    ' ',
  ),
);
