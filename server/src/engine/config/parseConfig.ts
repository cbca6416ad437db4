import { specified } from '../lexicon/specified.ts';
import { isReason } from '../openapi/reason.ts';
import { type Role, type RolesByPath, readPathPattern, roles } from '../openapi/role.ts';
import { escapeToken, fileKey, pointerTokens, resolveReference } from '../openapi/uri.ts';
import { sensitiveClasses } from '../sensitive/classify.ts';
import { foreignExtensions } from '../suppression/foreignRules.ts';
import type { SourceDocument, SyntaxProblem } from '../syntax/sourceDocument.ts';
import type { OffsetRange, SourceNode } from '../syntax/sourceNode.ts';
import { closest } from '../syntax/text/closest.ts';
import {
  type Acceptance,
  type Attestation,
  attestable,
  type Config,
  confidences,
  defaultConfig,
  echoSeverities,
  gateways,
  pillars,
  profiles,
  type Statement,
  severities,
} from './config.ts';
import { isDay } from './day.ts';
import { globFlaw, globProblem } from './glob.ts';

export interface ParsedConfig {
  readonly config: Config;
  /** With ranges in the config file; those of its syntax included. */
  readonly problems: readonly SyntaxProblem[];
}

/** What a reader of a configuration has to be told. */
export interface Surroundings {
  /** The ids of all rules. */
  readonly rules: readonly string[];
  /** The present day in UTC, as `2027-03-31`: what ends before it has ended. Nothing ends if it is not given. */
  readonly today?: string | undefined;
}

/** Reads `portcullis.yaml`. A mistake becomes a problem at its place, and the default is used instead. */
export function parseConfig(document: SourceDocument, surroundings: Surroundings): ParsedConfig {
  const problems: SyntaxProblem[] = [...document.problems];
  const root = document.root?.resolved;
  if (root === undefined || (root.kind === 'scalar' && root.scalar === null))
    return { config: defaultConfig, problems };
  const reader = new Reader(problems, surroundings.today);
  if (root.kind !== 'map') {
    reader.report(root, 'not-a-map', 'The configuration must be a map of settings.');
    return { config: defaultConfig, problems };
  }
  return { config: readConfig(root, reader, surroundings), problems };
}

export const settings = specified('docs/reference/configuration.md', [
  'profile',
  'rules',
  'pillars',
  'structure',
  'echoes',
  'confidence',
  'gateway',
  'ignore',
  'roles',
  'honor',
  'sensitive',
  'accept',
  'attest',
  '$schema',
] as const);

/** The keys of an acceptance, and of an attestation. */
export const attestationKeys = specified('docs/reference/configuration.md', ['reason', 'owner', 'until'] as const);
export const acceptanceKeys = specified('docs/reference/configuration.md', ['rule', 'at', ...attestationKeys] as const);

function readConfig(root: SourceNode, reader: Reader, known: Surroundings): Config {
  reader.checkKeys(root, settings, 'setting');
  const sensitive = root.get('sensitive');
  if (sensitive !== undefined) reader.checkKeys(sensitive, ['add', 'remove'], 'setting');
  const accept = reader.acceptances(root.get('accept'), known.rules);
  const attest = reader.attestations(root.get('attest'));
  const { uri, text } = root.document;
  return {
    profile: reader.choice(root.get('profile'), profiles) ?? defaultConfig.profile,
    rules: reader.choices(root.get('rules'), known.rules, severities, 'rule', 'severity'),
    reasons: reader.reasons(root.get('rules')),
    pillars: reader.choices(root.get('pillars'), pillars, ['off'] as const, 'pillar'),
    structure: reader.flag(root.get('structure')) ?? defaultConfig.structure,
    echoes: reader.choice(root.get('echoes'), echoSeverities) ?? defaultConfig.echoes,
    confidence: reader.choice(root.get('confidence'), confidences) ?? defaultConfig.confidence,
    gateway: reader.choice(root.get('gateway'), gateways),
    ignore: reader.globs(root.get('ignore')),
    roles: reader.rolesByPath(root.get('roles')),
    honor: reader.several(root.get('honor'), foreignExtensions),
    sensitive: {
      add: Object.fromEntries(
        reader.pairs(sensitive?.get('add'), sensitiveClasses, 'class').map(([key, node]) => [key, reader.texts(node)]),
      ),
      remove: reader.texts(sensitive?.get('remove')),
    },
    accept,
    attest,
    source: accept.length + attest.length === 0 ? undefined : { uri, text },
  };
}

/** A key such as "password=…" is a line of another format, and what follows the name may be secret. */
function nameOnly(key: string): string {
  const name = /^[^=:\s]*/.exec(key)?.[0] ?? '';
  return name === key ? key : `${name}…`;
}

function rangeIn(node: SourceNode, isKey: boolean): OffsetRange {
  return (isKey ? node.keyRange : undefined) ?? { start: node.start, end: node.end };
}

class Reader {
  readonly #problems: SyntaxProblem[];
  readonly #today: string | undefined;

  constructor(problems: SyntaxProblem[], today: string | undefined) {
    this.#problems = problems;
    this.#today = today;
  }

  report(node: SourceNode, code: string, message: string, isKey = false): void {
    this.#problems.push({ code, message, severity: 'error', range: rangeIn(node, isKey) });
  }

  #warn(node: SourceNode, code: string, message: string, isKey = false): void {
    this.#problems.push({ code, message, severity: 'warning', range: rangeIn(node, isKey) });
  }

  /** Reports a name that is none of those that are allowed, with the one that is probably meant. */
  #reportName(
    node: SourceNode,
    code: string,
    message: string,
    name: string,
    allowed: readonly string[],
    isKey = false,
  ) {
    const meant = closest(name, allowed);
    const hint = meant === undefined ? '' : ` Did you mean "${meant}"?`;
    const range = rangeIn(node, isKey);
    this.#problems.push({ code, message: `${message}${hint}`, severity: 'error', range, meant });
  }

  checkKeys(map: SourceNode, allowed: readonly string[], what: string): void {
    for (const { key, raw } of map.entries()) {
      if (allowed.includes(key)) continue;
      this.#reportName(raw, `unknown-${what}`, `There is no ${what} "${nameOnly(key)}".`, key, allowed, true);
    }
  }

  pairs<Key extends string>(node: SourceNode | undefined, allowed: readonly Key[], what: string): [Key, SourceNode][] {
    if (node === undefined || node.scalar === null) return [];
    if (node.kind !== 'map') {
      this.report(node, 'not-a-map', `A map of ${what === 'class' ? 'classe' : what}s is expected here.`);
      return [];
    }
    this.checkKeys(node, allowed, what);
    return node
      .entries()
      .filter(({ key }) => (allowed as readonly string[]).includes(key))
      .map(({ key, value }) => [key as Key, value]);
  }

  choices<Key extends string, Value extends string>(
    node: SourceNode | undefined,
    keys: readonly Key[],
    values: readonly Value[],
    what: string,
    /** The key of a map that may replace the value, so that a reason fits next to it. */
    explained?: string,
  ): Record<Key, Value> {
    const chosen = Object.create(null) as Record<Key, Value>;
    for (const [key, raw] of this.pairs(node, keys, what)) {
      const isExplained = explained !== undefined && raw.kind === 'map';
      if (isExplained) this.checkKeys(raw, [explained, 'reason'], 'setting');
      const value = this.choice(isExplained ? raw.get(explained) : raw, values);
      const isUnexplained =
        isExplained &&
        this.#lacksReason(
          raw.get('reason'),
          'State why the rule has another severity; until then, it does not turn the rule off.',
        );
      if (isExplained && value === 'off' && !raw.has('reason'))
        this.#warn(
          raw,
          'suppression-without-reason',
          'No reason is stated. Add "reason", and say why the rule is off.',
          true,
        );
      // A placeholder turns nothing off.
      if (value !== undefined && !(isUnexplained && value === 'off')) chosen[key] = value;
    }
    return chosen;
  }

  /** Reports a text that is not a reason, such as a placeholder. */
  #lacksReason(node: SourceNode | undefined, advice: string): boolean {
    if (node === undefined || isReason(node.string)) return false;
    this.#warn(node, 'suppression-without-reason', `This is not a reason. ${advice}`);
    return true;
  }

  choice<Value extends string>(node: SourceNode | undefined, values: readonly Value[]): Value | undefined {
    if (node === undefined) return undefined;
    // YAML 1.1 habits: an unquoted `off` is text in 1.2, `false` is not.
    const text = node.scalar === false ? 'off' : node.string;
    const value = values.find((candidate) => candidate === text);
    if (value === undefined) {
      const message = `One of ${values.map((name) => `"${name}"`).join(', ')} is expected here.`;
      this.#reportName(node, 'invalid-value', message, node.string ?? '', values);
    }
    return value;
  }

  flag(node: SourceNode | undefined): boolean | undefined {
    if (node === undefined) return undefined;
    if (typeof node.scalar === 'boolean') return node.scalar;
    this.report(node, 'invalid-value', '"true" or "false" is expected here.');
    return undefined;
  }

  several<Value extends string>(node: SourceNode | undefined, values: readonly Value[]): readonly Value[] {
    const items = node?.kind === 'sequence' ? node.items() : node === undefined || node.scalar === null ? [] : [node];
    return [...new Set(items.flatMap((item) => this.choice(item, values) ?? []))];
  }

  rolesByPath(node: SourceNode | undefined): RolesByPath {
    const byPath = Object.create(null) as Record<string, readonly Role[]>;
    if (node === undefined || node.scalar === null) return byPath;
    if (node.kind !== 'map') {
      this.report(node, 'not-a-map', 'A map of paths is expected here.');
      return byPath;
    }
    for (const { key, value, raw } of node.entries()) {
      if (readPathPattern(key) === undefined) {
        this.report(raw, 'invalid-path', 'A path is expected here, such as "POST /session" or "/admin/**".', true);
        continue;
      }
      const named = this.several(value, roles);
      if (named.length > 0 || value.kind === 'sequence') byPath[key] = named;
    }
    return byPath;
  }

  /** Those of configured severities. */
  reasons(node: SourceNode | undefined): Readonly<Record<string, string>> {
    const stated = (node?.entries() ?? []).flatMap(({ key, value }) => {
      const reason = value.get('reason')?.string;
      return isReason(reason) ? [[key, reason] as const] : [];
    });
    return Object.fromEntries(stated);
  }

  acceptances(node: SourceNode | undefined, rules: readonly string[]): readonly Acceptance[] {
    if (node === undefined || node.scalar === null) return [];
    if (node.kind !== 'sequence') {
      this.report(node, 'not-a-list', 'A list of acceptances is expected here.');
      return [];
    }
    return node.items().flatMap((item, index): Acceptance | readonly [] => {
      if (item.kind !== 'map') {
        this.report(item, 'not-a-map', 'A map with "rule", "at" and "reason" is expected here.');
        return [];
      }
      this.checkKeys(item, acceptanceKeys, 'setting');
      const ruleId = this.#ruleId(this.#required(item, 'rule'), rules);
      const at = this.#place(this.#required(item, 'at'));
      const statement = this.#statement(item, 'State why the finding is accepted; until then, it is reported.');
      if (ruleId === undefined || at === undefined || statement === undefined) return [];
      return { ruleId, ...at, index, ...statement };
    });
  }

  attestations(node: SourceNode | undefined): readonly Attestation[] {
    return this.pairs(node, attestable, 'attestation').flatMap(([id, value]): Attestation | readonly [] => {
      if (value.kind !== 'map') {
        this.report(value, 'not-a-map', 'A map with "reason" is expected here.');
        return [];
      }
      this.checkKeys(value, attestationKeys, 'setting');
      const statement = this.#statement(value, 'State what is done; until then, nothing is attested.');
      return statement === undefined ? [] : { id, ...statement };
    });
  }

  #required(map: SourceNode, key: string): SourceNode | undefined {
    const node = map.get(key);
    if (node === undefined) this.report(map, 'missing-setting', `"${key}" is missing here.`);
    return node;
  }

  #ruleId(node: SourceNode | undefined, rules: readonly string[]): string | undefined {
    if (node === undefined) return undefined;
    const id = node.string ?? '';
    if (rules.includes(id)) return id;
    this.#reportName(node, 'unknown-rule', `There is no rule "${nameOnly(id)}".`, id, rules);
    return undefined;
  }

  /** A file relative to the configuration, and a JSON Pointer in it. */
  #place(node: SourceNode | undefined): Pick<Acceptance, 'file' | 'pointer'> | undefined {
    if (node === undefined) return undefined;
    const [file = '', ...fragment] = (node.string ?? '').split('#');
    const tokens = pointerTokens(fragment.join('#'));
    if (file === '' || tokens === undefined) {
      this.report(node, 'invalid-place', 'A file with a JSON Pointer is expected here, such as "openapi.yaml#/paths".');
      return undefined;
    }
    const pointer = tokens.map((token) => `/${escapeToken(token)}`).join('');
    return { file: fileKey(resolveReference(node.document.uri, file).uri), pointer };
  }

  /** `undefined` where the reason is missing or none. */
  #statement(map: SourceNode, advice: string): Statement | undefined {
    const reason = this.#required(map, 'reason');
    const owner = map.get('owner');
    if (owner !== undefined && (owner.string ?? '').trim() === '')
      this.report(owner, 'not-a-text', 'A string is expected here.');
    const until = this.#day(map.get('until'));
    if (reason === undefined || this.#lacksReason(reason, advice)) return undefined;
    const hasEnded = until !== undefined && this.#today !== undefined && until < this.#today;
    return { reason: reason.string ?? '', owner: owner?.string, until, hasEnded };
  }

  #day(node: SourceNode | undefined): string | undefined {
    if (node === undefined || isDay(node.string ?? '')) return node?.string;
    this.report(node, 'invalid-date', 'A day is expected here, such as 2027-03-31.');
    return undefined;
  }

  texts(node: SourceNode | undefined): readonly string[] {
    return this.#textNodes(node).flatMap(({ string }) => string ?? []);
  }

  globs(node: SourceNode | undefined): readonly string[] {
    return this.#textNodes(node).flatMap((item) => {
      const glob = item.string ?? '';
      const flaw = globFlaw(glob);
      if (flaw !== undefined) this.#warn(item, 'invalid-pattern', flaw);
      const problem = globProblem(glob);
      if (problem === undefined) return [glob];
      this.report(item, 'pattern-too-long', problem);
      return [];
    });
  }

  #textNodes(node: SourceNode | undefined): readonly SourceNode[] {
    if (node === undefined || node.scalar === null) return [];
    if (node.string !== undefined) return [node];
    if (node.kind !== 'sequence') {
      this.report(node, 'not-a-list', 'A list of strings is expected here.');
      return [];
    }
    return node.items().filter((item) => {
      if (item.string === undefined) this.report(item, 'not-a-text', 'A string is expected here.');
      return item.string !== undefined;
    });
  }
}
