import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { hasRole, rolesOf } from '../../server/src/engine/heuristics/roles.ts';
import { describeText } from '../support/openapi.ts';

/**
 * Operations of published APIs with the roles that a reader gave them before any was decided: `-` for none of those that
 * make public what is public, and several where either is right. Of the operation, the table holds what decides.
 */
interface Row {
  readonly api: string;
  readonly method: string;
  readonly path: string;
  readonly roles: readonly string[];
  readonly operation: object;
  readonly isInherited: boolean;
}

const publicRoles: ReadonlySet<string> = new Set([
  'authorization',
  'capability',
  'health',
  'hook',
  'login',
  'logout',
  'metadata',
  'open-data',
  'recovery',
  'redirect',
  'registration',
  'token',
]);

function read(): readonly Row[] {
  const [, ...lines] = readFileSync(join(import.meta.dirname, 'role-labels.tsv'), 'utf8')
    .trimEnd()
    .split('\n');
  return lines.map((line) => {
    const [api = '', method = '', path = '', roles = '', ...facts] = line.split('\t');
    return { api, method, path, roles: roles === '-' ? [] : roles.split(' '), ...toOperation(path, facts) };
  });
}

function toOperation(path: string, facts: readonly string[]): Pick<Row, 'operation' | 'isInherited'> {
  const [operationId = '', summary = '', description = '', security = '', parameters = '', sent = '', returned = ''] =
    facts;
  const [authentication = '', declaredAt = ''] = security.split(' ');
  const schema = { type: 'string' };
  return {
    isInherited: declaredAt === 'root',
    operation: {
      ...(operationId === '' ? {} : { operationId }),
      ...(summary === '' ? {} : { summary }),
      ...(description === '' ? {} : { description }),
      ...(declaredAt === 'operation' ? { security: requirements[authentication] } : {}),
      parameters: [
        ...[...path.matchAll(/\{([^{}]*)\}/g)].map(([, name]) => ({ name, in: 'path', required: true, schema })),
        ...listOf(parameters).map((text) => {
          const [where = '', name = ''] = text.replace(/!$/, '').split(':');
          return { name, in: where, required: text.endsWith('!'), schema };
        }),
      ],
      ...(sent === '' ? {} : { requestBody: { content: contentOf(sent) } }),
      responses: { '200': { description: 'ok', ...(returned === '' ? {} : { content: contentOf(returned) }) } },
    },
  };
}

const requirements: Readonly<Record<string, readonly object[]>> = {
  required: [{ key: [] }],
  optional: [{}, { key: [] }],
  none: [],
};

function contentOf(fields: string): object {
  const properties = Object.fromEntries(listOf(fields).map((name) => [name, { type: 'string' }]));
  return { 'application/json': { schema: { type: 'object', properties } } };
}

function listOf(text: string): readonly string[] {
  return text.split(' ').filter((part) => part !== '');
}

/** The operations of one API are read together. */
function decide(rows: readonly Row[]) {
  const paths: Record<string, Record<string, object>> = {};
  for (const { path, method, operation } of rows) paths[path] = { ...paths[path], [method]: operation };
  const security = rows.some(({ isInherited }) => isInherited) ? { security: requirements['required'] } : {};
  return describeText(JSON.stringify({ openapi: '3.1.0', ...security, paths })).operations;
}

test('the roles that make public what is public are those that a reader gave', (context) => {
  const rows = read();
  const counts = { given: 0, found: 0, right: 0, decided: 0 };
  const wrong: string[] = [];
  for (const api of new Set(rows.map((row) => row.api))) {
    const own = rows.filter((row) => row.api === api);
    const operations = decide(own);
    for (const { method, path, roles } of own) {
      const operation = operations.find((one) => one.method === method && one.path === path);
      assert.ok(operation);
      const decided = rolesOf(operation).filter((role) => publicRoles.has(role));
      const right = decided.filter((role) => roles.includes(role));
      counts.given += Math.min(1, roles.length);
      counts.found += Math.min(1, right.length);
      counts.decided += decided.length;
      counts.right += right.length;
      if (right.length < decided.length || (roles.length > 0 && right.length === 0))
        wrong.push(`${method} ${path}: ${decided.join(' ') || '-'}, not ${roles.join(' or ') || '-'}`);
    }
  }
  const precision = counts.right / counts.decided;
  const recall = counts.found / counts.given;
  context.diagnostic(
    `${rows.length} operations, ${counts.given} with such a role: precision ${precision.toFixed(3)}, recall ${recall.toFixed(3)}`,
  );
  for (const line of wrong) context.diagnostic(line);
  assert.ok(rows.length >= 400 && counts.given >= 70);
  assert.ok(precision >= 0.95, `precision ${precision}`);
  assert.ok(recall >= 0.9, `recall ${recall}`);
});

test('no operation of the table that a reader found closed is public by its role', () => {
  const closed = read().filter(({ roles }) => roles.length === 0);
  const opened = closed.filter((row) =>
    decide([row]).some((operation) => hasRole(operation, 'login', 'registration', 'recovery', 'token', 'redirect')),
  );
  assert.deepEqual(
    opened.map(({ method, path }) => `${method} ${path}`),
    [],
  );
});
