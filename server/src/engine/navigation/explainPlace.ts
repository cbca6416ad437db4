import { counted } from '../counted.ts';
import { callersOf } from '../description/callers.ts';
import { hostOf, isInternalHost } from '../heuristics/hosts.ts';
import { limitAmounts } from '../openapi/limitAmounts.ts';
import type { OpenApiDescription, Operation, SecurityDeclaration, Server } from '../openapi/model.ts';
import { hasLimitExtension, isLimitExtension } from '../openapi/rateLimit.ts';
import { hasMoreUrls, transportOfUrl } from '../openapi/servers.ts';
import { schemaFacts } from '../schemas/sensitiveSchemas.ts';
import type { FieldFacts, SensitiveClass } from '../sensitive/classify.ts';
import { toPrintable } from '../sensitive/toPrintable.ts';
import { nodeAt } from '../syntax/nodeAt.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { NodeAt, OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import type { Explanation } from './explain.ts';

/** An explanation of what stands at a position and is no name. */
export interface PlaceExplanation extends Explanation {
  /** The key or the text that is explained. */
  readonly range: OffsetRange;
}

/** More URLs and alternatives are counted. */
const maxListed = 5;

/** Security requirements, servers, sensitive fields and the rate limits of gateways. */
export function explainPlace(
  document: SourceDocument,
  offset: number,
  description: OpenApiDescription,
): PlaceExplanation | undefined {
  const found = nodeAt(document, offset);
  if (found === undefined) return undefined;
  return explainField(found, description) ?? explainAround(found, description);
}

/** What holds the position, the innermost first. */
function explainAround({ node: start, isKey }: NodeAt, description: OpenApiDescription): PlaceExplanation | undefined {
  const own = start.kind === 'scalar' && !isKey ? start : undefined;
  for (let node: SourceNode | undefined = start; node !== undefined; node = node.parent) {
    const { key } = node;
    const range = own ?? node.keyRange ?? start.keyRange ?? start;
    const explanation =
      key === 'security'
        ? explainSecurity(node, description)
        : typeof key === 'string' && isLimitExtension(key)
          ? explainLimit(key, node, description)
          : key === 'servers'
            ? explainServers(node, description)
            : explainServerAt(node, description);
    if (explanation !== undefined) return { ...explanation, range: { start: range.start, end: range.end } };
  }
  return undefined;
}

function explainSecurity(node: SourceNode, description: OpenApiDescription): Explanation | undefined {
  const isMeant = (declaration: SecurityDeclaration | undefined): boolean => declaration?.node === node.resolved;
  const users = description.operations.filter(({ security }) => isMeant(security.declaration));
  const isRoot = isMeant(description.security);
  const [first] = users;
  const security =
    first?.security ?? (isRoot ? { declaration: description.security, undefinedSchemes: [] } : undefined);
  const declaration = security?.declaration;
  if (security === undefined || declaration === undefined) return undefined;
  const callers = callersOf({ declaredAt: 'root', authentication: 'none', ...security }).map(toPrintable);
  const isOpen = callers.includes('anyone');
  const named = callers.filter((caller) => caller !== 'anyone');
  return {
    title: 'Security requirements',
    lines: [
      ...(named.length === 0
        ? ['No authentication is required.']
        : [
            named.length === 1
              ? `Required: ${named[0]}.`
              : `One of these is enough: ${listed(named, 'alternative', '; ')}.`,
          ]),
      ...(isOpen && named.length > 0 ? ['An empty alternative accepts anonymous requests as well.'] : []),
      ...(callers.some((caller) => caller.includes('(undefined)'))
        ? ['A scheme that is not defined protects nothing.']
        : []),
      isRoot
        ? `They apply to ${counted(users.length, 'operation')} without requirements of their own.`
        : 'They replace the requirements at the root.',
    ],
    operations: isRoot ? users : [],
  };
}

function explainServerAt(node: SourceNode, description: OpenApiDescription): Explanation | undefined {
  // Most places are not within a server.
  if (node.parent?.key !== 'servers' && node.parent?.key !== 'schemes' && node.key !== 'host') return undefined;
  const server = description.nodes.Server.find((one) => one.node === node.resolved || one.urlNode === node.resolved);
  return server && explainServer(server, description);
}

function explainServers(node: SourceNode, description: OpenApiDescription): Explanation | undefined {
  const own = new Set(node.items());
  const servers = description.nodes.Server.filter((server) => own.has(server.node));
  const [first] = servers;
  if (first === undefined) return undefined;
  if (servers.length === 1) return explainServer(first, description);
  const users = description.operations.filter((operation) => operation.servers.servers.includes(first));
  return {
    title: 'Servers',
    lines: [
      ...servers.slice(0, maxListed).map((server) => `${toPrintable(server.template)}: ${transportLine(server)}`),
      ...(servers.length > maxListed ? [`And ${counted(servers.length - maxListed, 'more server')}.`] : []),
      usedBy(users),
    ],
    operations: users,
  };
}

function explainServer(server: Server, { operations }: OpenApiDescription): Explanation {
  const users = operations.filter((operation) => operation.servers.servers.includes(server));
  const { template, urls, variables } = server;
  const undeclared = [...template.matchAll(/\{([^{}]*)\}/g)]
    .map(([, name = '']) => name)
    .filter((name) => !variables.some((variable) => variable.name === name));
  return {
    title: `Server ${toPrintable(template)}`,
    lines: [
      transportLine(server),
      ...(urls.some((url) => isInternalHost(hostOf(url)))
        ? ['An internal host: only a private network reaches it, so the document shows how that network is built.']
        : []),
      ...(variables.length === 0
        ? []
        : [
            `With its variables it stands for ${listed(urls.map(toPrintable), 'URL', ', ')}${hasMoreUrls(server) ? ', among others' : ''}.`,
          ]),
      ...undeclared.map((name) => `The variable "${toPrintable(name)}" is not declared, so its values are not known.`),
      usedBy(users),
    ],
    operations: users,
  };
}

function transportLine({ urls, template }: Server): string {
  const kinds = new Set(urls.map(transportOfUrl));
  if (kinds.has('http'))
    return kinds.has('https')
      ? 'Some of its URLs use plain HTTP: what is sent there can be read and changed on the way.'
      : 'Plain HTTP: all that is sent, credentials included, can be read and changed on the way.';
  if (kinds.has('https')) return 'HTTPS: what is sent is encrypted on the way.';
  if (kinds.has('local')) return 'A development host: only the machine itself reaches it.';
  return /^[a-z][\w+.-]*:/i.test(template)
    ? 'Its transport is not known.'
    : 'A relative URL: transport and host are those from which the description is downloaded.';
}

function explainLimit(key: string, node: SourceNode, description: OpenApiDescription): Explanation {
  const holder = node.parent?.resolved;
  // The description may be that of an earlier text.
  const isRoot = holder?.pointer === '' && holder.document.uri === description.entry.uri;
  const isOn = isRoot || (holder !== undefined && hasLimitExtension(holder, key));
  const users = description.operations.filter(
    (operation) =>
      isOn &&
      operation.rateLimit.includes(key) &&
      (operation.node === holder ||
        (operation.pathItem === holder && !operation.node.has(key)) ||
        (isRoot && !operation.node.has(key) && !operation.pathItem.has(key))),
  );
  const amounts = limitAmounts(node.resolved).map(toPrintable);
  const amount = amounts.length === 0 ? 'It states no amount: the gateway has it.' : `Limit: ${amounts.join(', ')}.`;
  return {
    title: `Rate limit ${toPrintable(key)}`,
    lines:
      users.length === 0
        ? ['It limits no operation here: it is off, not filled in, or not read at this place.']
        : [amount, `It limits ${counted(users.length, 'operation')}.`],
    operations: users.length === 1 && users[0]?.node === holder ? [] : users,
  };
}

/** Why data of a class is worth protecting. */
const matters: Readonly<Record<SensitiveClass, string>> = {
  credential: 'It gives access to an account.',
  token: 'It gives access until it expires.',
  'payment-card': 'It can be charged; PCI DSS applies.',
  'bank-account': 'Payments can be collected from the account.',
  'government-id': 'It identifies a person for life and is used for identity theft.',
  health: 'GDPR Article 9 gives it special protection.',
  biometric: 'It cannot be replaced once it is known; GDPR Article 9 gives it special protection.',
  demographic: 'A person can be discriminated against because of it.',
  contact: 'A person can be reached and deceived with it.',
  'person-name': 'It identifies a person.',
  location: 'It tells where a person lives or is.',
  financial: 'It tells what a person owns, earns or owes.',
};

/** The name of a property, a parameter or a header that holds sensitive data. */
function explainField(found: NodeAt, description: OpenApiDescription): PlaceExplanation | undefined {
  const field = fieldAt(found);
  if (field === undefined) return undefined;
  const senders: Operation[] = [];
  const receivers: Operation[] = [];
  let known: { readonly name: string; readonly class: SensitiveClass } | undefined;
  for (const operation of description.operations) {
    for (const one of operation.sensitiveFields) {
      if (one.node !== field.node) continue;
      known = one;
      const list = one.direction === 'request' ? senders : receivers;
      if (list.at(-1) !== operation) list.push(operation);
    }
  }
  if (known === undefined) return undefined;
  return {
    title: `Sensitive data: ${known.class}`,
    lines: [
      matters[known.class],
      `"${toPrintable(known.name)}" is taken for it ${reasonOf(known, field.position, field.node, description)}.`,
      ...(senders.length === 0 ? [] : [`Sent to ${counted(senders.length, 'operation')}.`]),
      ...(receivers.length === 0 ? [] : [`Returned by ${counted(receivers.length, 'operation')}.`]),
      `Not sensitive here? Add it to "sensitive.remove" in portcullis.yaml.`,
    ],
    operations: [...new Set([...receivers, ...senders])],
    range: field.range,
  };
}

function fieldAt({
  node,
  isKey,
}: NodeAt):
  | { readonly node: SourceNode; readonly position: FieldFacts['position']; readonly range: OffsetRange }
  | undefined {
  const holder = node.parent;
  if (isKey && holder?.key === 'properties')
    return { node: node.resolved, position: 'property', range: node.keyRange ?? node };
  if (isKey && holder?.key === 'headers')
    return { node: node.resolved, position: 'header', range: node.keyRange ?? node };
  if (node.key !== 'name' || holder === undefined) return undefined;
  const where = holder.get('in')?.string;
  const position =
    where === 'query' || where === 'path' || where === 'header' || where === 'cookie' ? where : undefined;
  return position && { node: holder, position, range: { start: node.start, end: node.end } };
}

function reasonOf(
  { name, class: found }: { readonly name: string; readonly class: SensitiveClass },
  position: FieldFacts['position'],
  node: SourceNode,
  { classify, resolve }: OpenApiDescription,
): string {
  const { annotations, format } = schemaFacts(name, node, position, [], resolve);
  const isFound = (facts: FieldFacts): boolean => classify(facts)?.class === found;
  if (isFound({ name: 'field', position, annotations: annotations ?? {} })) return 'because an extension says so';
  if (isFound({ name, position })) return 'because of its name';
  if (format !== undefined && isFound({ name, position, format }))
    return `because of its name and format "${toPrintable(format)}"`;
  return 'because of its name and what stands around it';
}

function usedBy(users: readonly Operation[]): string {
  return users.length === 0 ? 'Used by no operation.' : `Used by ${counted(users.length, 'operation')}.`;
}

function listed(texts: readonly string[], noun: string, separator: string): string {
  const more = texts.length - maxListed;
  return [...texts.slice(0, maxListed), ...(more > 0 ? [counted(more, `more ${noun}`)] : [])].join(separator);
}
