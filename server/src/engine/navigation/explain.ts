import { counted } from '../counted.ts';
import { protectionOf } from '../description/protection.ts';
import { isWrite } from '../heuristics/operationKind.ts';
import type { OpenApiDescription, Operation, SecurityScheme } from '../openapi/model.ts';
import { tokensOf } from '../openapi/uri.ts';
import { toPrintable } from '../sensitive/toPrintable.ts';
import type { Name } from './names.ts';
import type { Navigator } from './navigator.ts';

/** What a name means: a title, and sentences about it. All of it is plain text, and some of it is the document's. */
export interface Explanation {
  readonly title: string;
  readonly lines: readonly string[];
  /** The operations that it concerns, to go to. */
  readonly operations?: readonly Operation[];
}

/** Longer descriptions are cut. */
const maxText = 200;

/** `undefined` for names that explain themselves. */
export function explainName(
  name: Name,
  navigator: Navigator,
  description: OpenApiDescription,
): Explanation | undefined {
  const [definition] = navigator.definitionsOf(name);
  switch (name.kind) {
    case 'scheme': {
      const scheme = description.securitySchemes.get(String(definition?.node.key ?? name.text));
      return scheme === undefined
        ? { title: `Security scheme ${toPrintable(name.text)}`, lines: ['It is not defined, so it protects nothing.'] }
        : explainScheme(scheme, description);
    }
    case 'scope': {
      const text = definition?.subject.string;
      const users = description.operations.filter((operation) =>
        requires(operation, ({ scopes }) => scopes.includes(name.text)),
      );
      return {
        title: `Scope ${toPrintable(name.text)}`,
        lines: [
          ...(text === undefined || text === '' ? [] : [shortened(text)]),
          ...(definition === undefined ? ['It is not declared by its scheme.'] : []),
          requiredBy(users),
        ],
        operations: users,
      };
    }
    case 'operation':
    case 'object': {
      const subject = definition?.subject;
      const operation = description.operations.find(({ node }) => node === subject || node === subject?.resolved);
      return operation === undefined ? undefined : explainOperation(operation);
    }
    case 'reference':
    case 'schema': {
      if (definition === undefined) return undefined;
      const { node, subject } = definition;
      const text = (subject.get('description') ?? subject.get('summary'))?.string;
      const uses = navigator.usesOf(name).length;
      return {
        title: toPrintable(String(tokensOf(node.pointer)?.at(-1) ?? name.text)),
        lines: [...(text === undefined ? [] : [shortened(text)]), `Used at ${counted(uses, 'place')}.`],
      };
    }
    default:
      return undefined;
  }
}

function explainOperation(operation: Operation): Explanation {
  const title = `${operation.method.toUpperCase()} ${toPrintable(operation.path)}`;
  const limits = operation.rateLimit.map(toPrintable);
  return {
    title,
    lines: [
      `${protectionOf(operation).join(' · ')}.`,
      ...(limits.length === 0 ? [] : [`Evidence of a rate limit: ${limits.join(', ')}.`]),
    ],
  };
}

const names: Readonly<Record<string, string>> = {
  apiKey: 'API key',
  http: 'HTTP authentication',
  basic: 'HTTP Basic: the password is sent with every request',
  oauth2: 'OAuth 2.0',
  openIdConnect: 'OpenID Connect',
  mutualTLS: 'Mutual TLS: the client has a certificate',
};

function explainScheme(scheme: SecurityScheme, { operations }: OpenApiDescription): Explanation {
  const { name, type = '', in: place, parameterName, httpScheme, flows, node } = scheme;
  const kind = Object.hasOwn(names, type) ? names[type] : toPrintable(type);
  const details = [
    ...(place === undefined ? [] : [`sent in the ${toPrintable(place)} as "${toPrintable(parameterName ?? '')}"`]),
    ...(httpScheme === undefined
      ? []
      : [httpScheme === 'basic' ? 'the password is sent with every request' : toPrintable(httpScheme)]),
    ...(flows.length === 0 ? [] : [`flow ${flows.map((flow) => toPrintable(flow.name)).join(', ')}`]),
  ];
  const text = node.get('description')?.string;
  const users = operations.filter((operation) => requires(operation, (required) => required.name === name));
  return {
    title: `Security scheme ${toPrintable(name)}`,
    lines: [`${[kind, ...details].join(', ')}.`, ...(text === undefined ? [] : [shortened(text)]), requiredBy(users)],
    operations: users,
  };
}

function requires(
  { security }: Operation,
  isMeant: (required: { readonly name: string; readonly scopes: readonly string[] }) => boolean,
): boolean {
  return security.declaration?.requirements.some(({ schemes }) => schemes.some(isMeant)) === true;
}

function requiredBy(users: readonly Operation[]): string {
  if (users.length === 0) return 'Required by no operation.';
  const writes = users.filter(isWrite).length;
  return `Required by ${counted(users.length, 'operation')}${writes === 0 ? '' : `, ${writes} of them writing`}.`;
}

function shortened(text: string): string {
  const line = toPrintable(text.replaceAll(/\s+/g, ' ').trim());
  return line.length <= maxText ? line : `${line.slice(0, maxText)}…`;
}
