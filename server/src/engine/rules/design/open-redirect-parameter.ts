import { hostFixes, hostFixesAt } from '../../fixes/patternFixes.ts';
import {
  clientIds,
  filterWords,
  oauthRedirects,
  redirectParameters,
  redirectUrls,
  restrictedUrls,
} from '../../lexicon/redirects.ts';
import { proseOf } from '../../lexicon/subject.ts';
import { type Words, wordsIn } from '../../lexicon/words.ts';
import type { Parameter } from '../../openapi/model.ts';
import { restrictsHost } from '../../patterns/restrictions.ts';
import { freeText } from '../../rule/freeText.ts';
import { defineRule } from '../../rule/rule.ts';
import { weakProperties } from '../../rule/schemaParts.ts';
import type { EffectiveSchema } from '../../schemas/effectiveSchema.ts';
import type { SchemaPart } from '../../schemas/schemaUnit.ts';

export default defineRule({
  meta: {
    id: 'open-redirect-parameter',
    title: 'Request holds an unrestricted redirect URL',
    pillar: 'design',
    owasp: 'API7:2023',
    cwe: [601],
    severity: 'warning',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: true,
    messages: {
      found:
        '"{name}" determines where the browser is redirected and is not restricted. Add an "enum", or a "pattern" with the allowed hosts.',
    },
  },

  visit: {
    Parameter: freeText(isRedirect, ['query'], (schema) => schema.isRestricted(restrictsHost), isHarmless, hostFixes),
    *Schema(schema, { cache }) {
      // With an account at stake, a redirect in a body is a setting; without one, anybody chooses where to send others.
      if (!schema.usage.anonymousRequest) return;
      for (const part of weakProperties(schema, cache, (name) => isRedirect(wordsIn(name)), isSentRedirect)) {
        const fixes = () => hostFixesAt([part.node], cache.resolve);
        yield { at: { keyOf: part.node }, message: 'found', data: { name: part.property ?? '' }, fixes };
      }
    },
  },
});

function isRedirect(words: Words<'singular'>): boolean {
  return [redirectParameters, redirectUrls, oauthRedirects].some((lexicon) => lexicon.matches(words));
}

/** In the body of a request that needs no credentials. OAuth's `client_id` means that the server knows the URLs. */
function isSentRedirect(schema: EffectiveSchema, part: SchemaPart): boolean {
  if (schema.isUnknown || schema.isRestricted(restrictsHost)) return false;
  if (schema.types.length > 0 && !schema.types.includes('string')) return false;
  // Names next to the property say what it is for; they are the part's own surroundings.
  const siblings = part.parent?.node.get('properties')?.entries() ?? [];
  if (siblings.some(({ key }) => clientIds.matches(wordsIn(key)))) return false;
  const description = proseOf('property', part, schema.get('description')?.string);
  return restrictedUrls.find(description) === undefined && filterWords.find(description) === undefined;
}

/** True for settings that take effect later, for filters, and where the server documents which hosts it accepts. */
function isHarmless(parameter: Parameter): boolean {
  const { name, node } = parameter;
  // No browser follows the response to these.
  if (/^\/paths\/[^/]+\/(delete|put|patch)\//.test(node.pointer)) return true;
  if (wordsIn(name).includes('default')) return true;
  const { parent } = node;
  // A shared parameter stands among the shared parameters.
  const siblings = parent?.kind === 'map' ? parent.entries().map(({ value }) => value) : (parent?.items() ?? []);
  if (siblings.some((sibling) => clientIds.matches(wordsIn(sibling.get('name')?.string ?? '')))) return true;
  const description = proseOf('parameter', parameter, node.get('description')?.string);
  return filterWords.find(description) !== undefined || restrictedUrls.find(description) !== undefined;
}
