import { isServed } from '../../heuristics/operationKind.ts';
import { logsIn } from '../../heuristics/roles.ts';
import { apiTokens, expiryFields, expiryWords } from '../../lexicon/expiry.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { writtenWordsIn } from '../../lexicon/words.ts';
import type { Operation } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import { effectiveOf, type SchemaSource } from '../../schemas/effectiveSchema.ts';
import { partsNear, type SchemaPart } from '../../schemas/schemaUnit.ts';
import { isReturned } from '../../schemas/schemaUsage.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';
import type { Fix } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'token-without-expiry',
    title: 'Token is returned without an expiry',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [613],
    severity: 'information',
    confidence: 'medium',
    recommended: false,
    since: '0.1.0',
    absence: true,
    messages: {
      missing: '"{name}" is returned without a documented lifetime. Add "expires_in".',
    },
  },

  visit: {
    *Schema(schema, { cache }) {
      const part = schema.parts.find(
        (one) => isAccessToken(one, cache) && isReturned(schema, one) && !documentsExpiry(one),
      );
      if (part !== undefined) yield report(part);
    },
    *OpenAPI({ operations, cache }) {
      const seen = new Set<SourceNode>();
      for (const operation of operations) {
        if (!isServed(operation) || !logsIn(operation)) continue;
        for (const part of successes(operation).flatMap((schema) => partsNear(schema, cache.resolve))) {
          if (!isToken(part, cache) || seen.has(part.node)) continue;
          seen.add(part.node);
          if (!documentsExpiry(part)) yield report(part);
        }
      }
    },
  },
});

function report({ node, parent, property = '' }: SchemaPart) {
  return {
    at: { keyOf: node },
    message: 'missing',
    data: { name: property },
    fixes: (): readonly Fix[] => (parent === undefined ? [] : [addExpiry(parent.node, property)]),
  } as const;
}

function addExpiry(holder: SourceNode, token: string): Fix {
  const value = { type: 'integer', minimum: 1, description: 'Seconds until the token expires.' };
  return {
    title: 'Add "expires_in"',
    safety: 'unsafe',
    patches: [{ op: 'set', at: holder, path: ['properties', 'expires_in'], value, after: [token] }],
  };
}

function successes({ responses }: Operation): readonly SourceNode[] {
  return responses.flatMap(({ status, schemas }) => (status.startsWith('2') ? schemas : []));
}

function isAccessToken({ property, node }: SchemaPart, source: SchemaSource): boolean {
  // Most properties are something else: test cheaply before splitting the name.
  if (property === undefined || !/token|jwt/i.test(property)) return false;
  return apiTokens.matches(writtenWordsIn(property)) && isText(node, source);
}

/** Elsewhere `token` may also be a page token; a login returns a credential. */
function isToken({ property = '', node }: SchemaPart, source: SchemaSource): boolean {
  return property.toLowerCase() === 'token' && isText(node, source);
}

function isText(node: SourceNode, source: SchemaSource): boolean {
  return effectiveOf(node, source).types.includes('string');
}

/** In its description, next to the token, or next to an object that contains it. */
function documentsExpiry(part: SchemaPart): boolean {
  const { node, parent } = part;
  if (expiryWords.find(proseOf('property', part, node.get('description')?.string)) !== undefined) return true;
  for (let holder = parent; holder !== undefined; holder = holder.parent) {
    const siblings = holder.node.get('properties')?.entries() ?? [];
    if (siblings.some(({ key }) => expiryFields.matches(writtenWordsIn(key)))) return true;
  }
  return false;
}
