import { isServed } from '../../heuristics/operationKind.ts';
import { errorSchemas, failureFields } from '../../lexicon/errorSchemas.ts';
import { wordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { summarize } from '../../rule/group.ts';
import { isExplained } from '../../rule/isExplained.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'undocumented-invalid-input',
    title: 'What happens with invalid input is not documented',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [1059, 755],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: true,
    messages: {
      one: '"{operation}" takes a body and documents success alone. Document what invalid input gets, such as "400" or "422".',
      many: '{operations:operation} take a body and document success alone. Document what invalid input gets, such as "400" or "422".',
    },
  },

  visit: {
    *OpenAPI({ root, operations, resolve }, { config }) {
      if (config.profile !== 'strict' && (isExplained(root, 400) || isExplained(root, 422))) return;
      const demands = new Demands(resolve);
      const tellsError = errorTeller(resolve);
      yield* summarize(
        operations.filter(
          (operation) =>
            isSilent(operation) &&
            canBeInvalid(operation, demands) &&
            (config.profile === 'strict' || !operation.responses.some(({ schemas }) => schemas.some(tellsError))),
        ),
      );
    },
  },
});

type Resolve = (node: SourceNode) => SourceNode | undefined;

/** Takes something that can be wrong, and says nothing but success. */
function isSilent(operation: Operation): boolean {
  return (
    isServed(operation) &&
    // OAS 3.0.4 §4.7.10: the body of a GET has no meaning, and is ignored.
    operation.method !== 'get' &&
    operation.method !== 'head' &&
    operation.requestSchemas.length > 0 &&
    operation.responses.length > 0 &&
    operation.responses.every(({ status }) => /^[123]/.test(status))
  );
}

/**
 * `200: { success, errorCode, … }`, or a choice with an error: what went wrong stands in the answer, whatever its status.
 * Each schema is looked at once, however many operations return it.
 */
function errorTeller(resolve: Resolve): (schema: SourceNode) => boolean {
  const known = new Map<SourceNode, boolean>();
  return (schema) => {
    const node = resolve(schema);
    if (node === undefined) return false;
    let tells = known.get(node);
    if (tells === undefined) {
      const choices = ['oneOf', 'anyOf'].flatMap((key) => node.get(key)?.items() ?? []);
      tells = [node, ...choices.map(resolve)].some((choice) => choice !== undefined && isError(choice));
      known.set(node, tells);
    }
    return tells;
  };
}

function isError(schema: SourceNode): boolean {
  if (errorSchemas.matches(wordsIn(String(schema.key)))) return true;
  return (schema.get('properties')?.entries() ?? []).some(({ key }) => failureFields.matches(wordsIn(key)));
}

/** A body that may be left out, with a few texts that may be anything, is never wrong. */
function canBeInvalid({ requestBody, requestSchemas }: Operation, demands: Demands): boolean {
  return requestBody?.isRequired === true || requestSchemas.some((schema) => demands.of(schema));
}

/** Whether a value can fail to meet a schema, once that is known of everything it holds. */
interface State {
  demands: boolean;
  /** The schemas that demand what this one demands. */
  readonly holders: State[];
}

/**
 * Which schemas a value can fail to meet: those with a demand of their own, and those that hold or combine one. Every
 * schema is read once, however many bodies share it and however schemas hold each other, and without recursion.
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
    for (const schema of within) this.#hold(holder, this.#stateOf(schema, false));
    for (const schema of combined) this.#hold(holder, this.#stateOf(schema, isBody));
  }

  #hold(holder: State, held: State | undefined): void {
    if (held?.demands === true) demand(holder);
    else held?.holders.push(holder);
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
    if (key === 'type') found ||= !isBody && !harmless.has(value.string ?? '');
    else if (key === 'required') found ||= value.scalar === true || value.items().length > 0;
    else found ||= demanding.has(key);
  });
  return found;
}

/** Types that hold whatever is sent, in a form that is not JSON at least. */
const harmless: ReadonlySet<string> = new Set(['string', 'object', 'array']);

/** What a text or a list can fail to meet. */
const demanding: ReadonlySet<string> = new Set(
  'enum const pattern format minLength maxLength minItems maxItems minimum maximum oneOf anyOf not additionalProperties'.split(
    ' ',
  ),
);
