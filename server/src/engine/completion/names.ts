import type { ObjectKind } from '../openapi/grammar.ts';
import { escapeToken, resolveReference } from '../openapi/uri.ts';
import type { SourceDocument } from '../syntax/sourceDocument.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import type { Known, Place } from './complete.ts';
import { type Completion, type Completions, chosen, nothing, together } from './completion.ts';

/** As which part of the text something is written: alone, as an entry of a map, as an item with its dash, as a whole list. */
type Form = 'value' | 'entry' | 'item' | 'list';

/** The schemes that the description defines, with the scopes to fill in. */
export function requiredSchemes(place: Place, known: Known, form: 'entry' | 'item' | 'list'): Completions {
  const { cursor, keys, writer } = place;
  const schemes = schemesOf(known).filter(({ name }) => !keys.has(name));
  return chosen(
    schemes,
    cursor.token.text,
    ({ name }) => name,
    ({ name, node }): Completion => {
      const requirement = { [name]: [] };
      const written =
        form === 'entry'
          ? writer.entry(name, [])
          : form === 'item'
            ? writer.item(requirement, name)
            : writer.value([requirement], name);
      const empty = written.text.indexOf('[]');
      const hasScopes = node !== undefined && declaredScopes(node).length > 0;
      const within = { start: empty + 1, end: empty + 1 };
      return {
        label: name,
        kind: 'scheme',
        detail: schemeDetail(node),
        documentation: schemeText(node),
        rank: 0,
        ...written,
        placeholders: hasScopes && empty >= 0 ? [within] : [],
      };
    },
  );
}

interface Scheme {
  readonly name: string;
  readonly node: SourceNode | undefined;
}

function schemesOf({ navigator, unbroken }: Known): readonly Scheme[] {
  const map = sharedIn(
    navigator.sources.version === '2.0' ? 'securityDefinitions' : 'securitySchemes',
    navigator,
    unbroken,
  );
  return (map?.entries() ?? []).map(({ key, value }) => ({ name: key, node: navigator.resolve(value) }));
}

/** The map of the shared objects of a section. */
export function sharedIn(
  section: string,
  navigator: Known['navigator'],
  unbroken: Known['unbroken'],
): SourceNode | undefined {
  const present = navigator.components(section);
  if (present !== undefined || unbroken === undefined) return present;
  const { root, version, resolve } = unbroken;
  const components = version === '2.0' ? root : root.get('components');
  const map = (components && resolve(components))?.get(section);
  return map && resolve(map);
}

interface Scope {
  readonly name: string;
  readonly text: string;
}

function declaredScopes(scheme: SourceNode): readonly Scope[] {
  const flows = scheme.get('flows');
  const holders = flows === undefined ? [scheme] : flows.entries().map(({ value }) => value);
  const found = new Map<string, string>();
  for (const holder of holders) {
    for (const { key, value } of holder.get('scopes')?.entries() ?? [])
      if (!key.startsWith('x-') && !found.has(key)) found.set(key, value.string ?? '');
  }
  return [...found].map(([name, text]) => ({ name, text }));
}

function schemeDetail(scheme: SourceNode | undefined): string {
  const words = ['type', 'scheme', 'in', 'name'].flatMap((field) => scheme?.get(field)?.string ?? []);
  const flows = scheme?.get('flows')?.entries() ?? [];
  return [...words, ...flows.map(({ key }) => key)].join(' ');
}

function schemeText(scheme: SourceNode | undefined): string {
  if (scheme === undefined) return 'The reference of this scheme leads nowhere.';
  const description = scheme.get('description')?.string ?? '';
  const names = declaredScopes(scheme).map(({ name }) => name);
  const listed = names.length > 10 ? [...names.slice(0, 10), '…'] : names;
  return [description, ...(names.length === 0 ? [] : [`Scopes: ${listed.join(', ')}`])].filter(Boolean).join('\n\n');
}

/** The scopes that the required scheme declares. */
export function scopes(place: Place, known: Known, form: 'value' | 'item' | 'list'): Completions {
  const { cursor, document, node } = place;
  const { path } = cursor;
  const name = form === 'value' ? path.at(-2) : path.at(-1);
  const scheme = schemesOf(known).find((one) => one.name === name)?.node;
  if (scheme === undefined) return nothing;
  const list = form === 'value' ? listAt(document, path.slice(0, -1)) : node;
  const used = new Set((list?.items() ?? []).flatMap((item) => (item === node ? [] : (item.string ?? []))));
  const free = declaredScopes(scheme).filter((scope) => !used.has(scope.name));
  return chosen(
    free,
    cursor.token.text,
    (scope) => scope.name,
    (scope): Completion => ({
      label: scope.name,
      kind: 'scope',
      detail: String(name),
      documentation: scope.text,
      rank: 0,
      ...inForm(place, form, scope.name),
    }),
  );
}

function listAt({ root }: SourceDocument, path: readonly (string | number)[]): SourceNode | undefined {
  return root?.at(...path);
}

function inForm({ writer }: Place, form: Exclude<Form, 'entry'>, name: string) {
  if (form === 'item') return writer.item(name, name);
  return writer.value(form === 'list' ? [name] : name, name);
}

/** The tags that the root declares. */
export function tags(place: Place, { navigator }: Known, form: Exclude<Form, 'entry'>): Completions {
  const declared = (navigator.sources.entry.root?.get('tags')?.items() ?? []).flatMap((tag) => {
    const name = tag.get('name')?.string;
    return name === undefined ? [] : [{ name, text: tag.get('description')?.string ?? '' }];
  });
  return chosen(
    declared,
    place.cursor.token.text,
    ({ name }) => name,
    ({ name, text }): Completion => ({
      label: name,
      kind: 'name',
      detail: 'tag',
      documentation: text,
      rank: 0,
      ...inForm(place, form, name),
    }),
  );
}

export function operationIds(place: Place, { navigator }: Known): Completions {
  const ids = new Set(
    navigator.sources.documents.flatMap((document) => navigator.index(document).texts('operation', 'definition')),
  );
  return chosen(
    ids,
    place.cursor.token.text,
    String,
    (id): Completion => ({
      label: id,
      kind: 'name',
      detail: 'operation',
      documentation: '',
      rank: 0,
      ...place.writer.value(id, id),
    }),
  );
}

/** The schemas of the description, as a discriminator names them. */
export function schemaNames(place: Place, { navigator, unbroken }: Known): Completions {
  const names = sectionsOf(navigator, 'Schema').flatMap(
    (section) => sharedIn(section, navigator, unbroken)?.entries() ?? [],
  );
  return chosen(
    names,
    place.cursor.token.text,
    ({ key }) => key,
    ({ key, value }): Completion => ({
      label: key,
      kind: 'reference',
      detail: 'schema',
      documentation: textOf(value),
      rank: 0,
      ...place.writer.value(key, key),
    }),
  );
}

/** The keys that hold the shared objects of a kind. */
function sectionsOf({ sources, reading }: Known['navigator'], kind: ObjectKind): readonly string[] {
  const { grammar } = reading(sources.entry);
  const fields = grammar[sources.version === '2.0' ? 'OpenAPI' : 'Components'];
  return [...fields].flatMap(([key, field]) =>
    field.shape === 'map' && field.kind === kind && key !== 'paths' && key !== 'webhooks' ? [key] : [],
  );
}

interface Target {
  readonly text: string;
  readonly node: SourceNode | undefined;
  readonly rank: number;
}

/** Shared objects of the right kind, those of this document first, then files. */
export function references(place: Place, known: Known, kind: ObjectKind): Completions {
  const { cursor, document, writer } = place;
  const typed = cursor.token.text;
  const make = ({ text, node, rank }: Target): Completion => ({
    label: text,
    kind: node === undefined ? 'file' : 'reference',
    detail: node === undefined ? 'file' : kind,
    documentation: textOf(node),
    rank,
    ...writer.reference(text),
  });
  const hash = typed.indexOf('#');
  // In a file that is named already, its own objects.
  const targets = hash > 0 ? targetsInFile(typed.slice(0, hash), place, known, kind) : targetsOf(place, known, kind);
  const own = chosen(targets, typed, ({ text }) => text, make);
  if (hash >= 0) return own;
  const files = known.files.flatMap((uri): Target[] => {
    const text = uri === document.uri ? undefined : relativeTo(document.uri, uri);
    return text === undefined ? [] : [{ text, node: undefined, rank: 2 }];
  });
  return together(
    own,
    chosen(files, typed, ({ text }) => text, make),
  );
}

function* targetsOf(place: Place, { navigator, unbroken }: Known, kind: ObjectKind): Generator<Target> {
  const { document } = place;
  if (kind === 'Operation') {
    yield* operationTargets(navigator.sources.entry, document);
    return;
  }
  const sections = sectionsOf(navigator, kind);
  for (const section of sections) {
    const map = sharedIn(section, navigator, unbroken);
    const base = map && referenceTo(document, map);
    if (map === undefined || base === undefined) continue;
    const rank = map.document.uri === document.uri ? 0 : 1;
    for (const { key, value } of map.entries()) yield { text: base + fragmentToken(key), node: value, rank };
  }
  for (const other of navigator.sources.documents) {
    if (other !== navigator.sources.entry) yield* targetsIn(other, document, navigator, kind, sections);
  }
}

/** What a document other than the entry shares: its components, and what others refer to. */
function* targetsIn(
  other: SourceDocument,
  from: SourceDocument,
  navigator: Known['navigator'],
  kind: ObjectKind,
  sections: readonly string[],
): Generator<Target> {
  const { root } = other;
  const rank = other === from ? 0 : 1;
  const seen = new Set<SourceNode>();
  for (const section of sections) {
    const map = root?.get('components')?.get(section) ?? root?.get(section);
    const base = map && referenceTo(from, map);
    if (map === undefined || base === undefined) continue;
    for (const { key, value } of map.entries()) {
      seen.add(value);
      yield { text: base + fragmentToken(key), node: value, rank };
    }
  }
  for (const [pointer, ofKind] of navigator.reading(other).starts) {
    if (ofKind !== kind) continue;
    const node = pointer === '' ? root : root?.at(...pointer.slice(1).split('/').map(unescaped));
    const path = relativeTo(from.uri, other.uri);
    if (node === undefined || seen.has(node) || path === undefined || other === from) continue;
    yield { text: pointer === '' ? path : `${path}#${pointer}`, node, rank };
  }
}

function unescaped(token: string): string {
  return token.replaceAll('~1', '/').replaceAll('~0', '~');
}

function targetsInFile(file: string, { document }: Place, { navigator }: Known, kind: ObjectKind): readonly Target[] {
  const { uri } = resolveReference(document.uri, file);
  const loaded = navigator.sources.loader.load(uri);
  if (loaded === 'pending' || !('document' in loaded)) return [];
  const { root } = loaded.document;
  const sections = sectionsOf(navigator, kind);
  const maps = sections.flatMap((section) => root?.get('components')?.get(section) ?? root?.get(section) ?? []);
  const holders = maps.length > 0 || root === undefined ? maps : [root];
  return holders.flatMap((map) =>
    map.entries().map(({ key, value }) => ({
      text: `${file}#${map.pointer}/${fragmentToken(key)}`,
      node: value,
      rank: 0,
    })),
  );
}

/** Every operation of the entry, as `operationRef` names it. */
function* operationTargets({ root, uri }: SourceDocument, from: SourceDocument): Generator<Target> {
  const path = uri === from.uri ? '' : relativeTo(from.uri, uri);
  if (path === undefined) return;
  for (const { key, value } of root?.get('paths')?.entries() ?? []) {
    for (const { key: method, value: operation } of value.entries()) {
      if (operation.kind !== 'map' || !operation.has('responses')) continue;
      yield { text: `${path}#/paths/${fragmentToken(key)}/${method}`, node: operation, rank: 0 };
    }
  }
}

/** What references to the entries of a map begin with. */
function referenceTo(from: SourceDocument, map: SourceNode): string | undefined {
  const path = map.document.uri === from.uri ? '' : relativeTo(from.uri, map.document.uri);
  return path === undefined ? undefined : `${path}#${map.pointer}/`;
}

/** A key in the fragment of a URI (RFC 6901 §6). */
function fragmentToken(key: string): string {
  if (/^[\w.-]+$/.test(key)) return key;
  return encodeURI(escapeToken(key)).replaceAll('#', '%23').replaceAll('%7B', '{').replaceAll('%7D', '}');
}

/** The path from one file to another; `undefined` where they have no common root. */
function relativeTo(from: string, to: string): string | undefined {
  const [a, b] = [from.split('/'), to.split('/')];
  if (a.slice(0, 3).join('/') !== b.slice(0, 3).join('/')) return undefined;
  let common = 0;
  while (common < a.length - 1 && common < b.length - 1 && a[common] === b[common]) common++;
  const up = a.length - 1 - common;
  return `${up === 0 ? './' : '../'.repeat(up)}${b.slice(common).join('/')}`;
}

function textOf(node: SourceNode | undefined): string {
  const value = node?.kind === 'map' ? node : undefined;
  return ['summary', 'title', 'description'].flatMap((field) => value?.get(field)?.string ?? []).join('\n\n');
}
