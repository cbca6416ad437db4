import { specified } from '../lexicon/specified.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { matchSegments } from '../syntax/text/wildcards.ts';

/** What an operation is for, as far as it decides what its security has to be: docs/reference/roles.md. */
export const roles = specified('docs/reference/roles.md', [
  'administration',
  'authorization',
  'beneficiary',
  'bulk',
  'capability',
  'destruction',
  'export',
  'factor',
  'health',
  'hook',
  'limits',
  'login',
  'logout',
  'metadata',
  'money',
  'open-data',
  'recovery',
  'redirect',
  'registration',
  'search',
  'token',
] as const);

export type Role = (typeof roles)[number];

/** The extension of an operation that states its roles: one, or a list. */
export const roleExtension = 'x-portcullis-role';

/** By `METHOD /path` or `/path`, where `*` matches within a segment and `**` across segments. */
export type RolesByPath = Readonly<Record<string, readonly Role[]>>;

/** The roles that a value names, and the parts of it that name none. */
export function readRoles(value: SourceNode): { readonly roles: readonly Role[]; readonly bad: readonly SourceNode[] } {
  const items = value.kind === 'sequence' ? value.items() : [value];
  const isRole = ({ string }: SourceNode): boolean => roles.some((role) => role === string);
  const named = new Set(items.filter(isRole).map(({ string }) => string as Role));
  return { roles: [...named].sort(), bad: items.filter((item) => !isRole(item)) };
}

/** The roles that an operation states itself; `undefined` if it states none that is known. */
export function statedRoles(operation: SourceNode): readonly Role[] | undefined {
  const value = operation.get(roleExtension);
  if (value === undefined) return undefined;
  const stated = readRoles(value);
  // An empty list says that the operation has no role; a list of mistakes says nothing.
  return stated.roles.length === 0 && stated.bad.length > 0 ? undefined : stated.roles;
}

/** The method, or none, and the path of a key of `RolesByPath`; `undefined` if it is neither. */
export function readPathPattern(
  key: string,
): { readonly method: string | undefined; readonly path: string } | undefined {
  const [, method, path] = /^(?:([A-Za-z]+)\s+)?(\/\S*)$/.exec(key) ?? [];
  return path === undefined || key.length > maxPattern ? undefined : { method: method?.toLowerCase(), path };
}

const maxPattern = 1000;

/** The roles that the configuration states for an operation, of all keys that match it; `undefined` if none does. */
export function rolesByPath(byPath: RolesByPath): (method: string, path: string) => readonly Role[] | undefined {
  const patterns = Object.entries(byPath).flatMap(([key, roles]) => {
    const pattern = readPathPattern(key);
    return pattern === undefined ? [] : [{ method: pattern.method, parts: segmentsOf(pattern.path), roles }];
  });
  return (method, path) => {
    if (patterns.length === 0) return undefined;
    const segments = segmentsOf(path);
    const matching = patterns.filter(
      (pattern) =>
        (pattern.method === undefined || pattern.method === method.toLowerCase()) &&
        matchSegments(segments, pattern.parts),
    );
    return matching.length === 0 ? undefined : [...new Set(matching.flatMap(({ roles }) => roles))].sort();
  };
}

/** The name of a path parameter says nothing about the path, so `/users/{id}` is `/users/{userId}`. */
function segmentsOf(path: string): readonly string[] {
  return path
    .split('/')
    .filter((segment) => segment !== '')
    .map((segment) => segment.replace(/\{[^{}]*\}/g, '{}'));
}
