import { specified } from '../lexicon/specified.ts';
import { roles } from '../openapi/role.ts';
import type { RuleMeta } from '../rule/rule.ts';
import { sensitiveClasses } from '../sensitive/classify.ts';
import { foreignExtensions } from '../suppression/foreignRules.ts';
import {
  attestable,
  type Config,
  confidences,
  echoSeverities,
  gateways,
  pillars,
  profiles,
  severities,
} from './config.ts';

/** JSON Schema of `portcullis.yaml`, from the names that its reader knows. Editors complete and check with it. */
export function configSchema(rules: readonly Pick<RuleMeta, 'id' | 'title'>[]): object {
  const text = { type: 'string', minLength: 1 };
  const texts = { anyOf: [text, { type: 'array', items: text }] };
  const role = { enum: roles };
  const statement = {
    reason: { ...text, description: 'Why, in a sentence.' },
    owner: { ...text, description: 'The person or team that answers for it.' },
    until: {
      type: 'string',
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: 'The last day on which it holds, as 2027-03-31 in UTC. After it, it is reported.',
    },
  };
  const properties: { readonly [Key in Exclude<keyof Config, 'source'>]: object } = {
    profile: { enum: profiles, default: 'recommended', description: 'Which rules run.' },
    rules: {
      type: 'object',
      description: 'Severity of a rule, or off. A rule that is named here runs in every profile.',
      properties: Object.fromEntries(
        rules.map(({ id, title }) => [id, { description: title, $ref: '#/definitions/severity' }]),
      ),
      additionalProperties: false,
    },
    pillars: {
      type: 'object',
      description: 'Families of rules that are off.',
      properties: Object.fromEntries(pillars.map((pillar) => [pillar, { enum: ['off'] }])),
      additionalProperties: false,
    },
    structure: { type: 'boolean', default: false, description: 'Check against the schema of the specification too.' },
    echoes: { enum: echoSeverities, default: 'hint', description: 'Severity of the marks of a root cause.' },
    confidence: { enum: confidences, default: 'low', description: 'Report findings of this confidence and above.' },
    gateway: { enum: gateways, description: 'Whose rate-limit extension the fixes write.' },
    ignore: { ...texts, description: 'Globs of files that are not checked, relative to this file.' },
    roles: {
      type: 'object',
      description: 'What operations are for, by "METHOD /path" or "/path" with * and **.',
      additionalProperties: { anyOf: [role, { type: 'array', items: role }] },
    },
    honor: {
      type: 'array',
      items: { enum: foreignExtensions },
      description: 'Extensions in which other linters suppress findings.',
    },
    sensitive: {
      type: 'object',
      description: 'Names of fields that are sensitive here, and names that are not.',
      properties: {
        add: {
          type: 'object',
          properties: Object.fromEntries(sensitiveClasses.map((name) => [name, texts])),
          additionalProperties: false,
        },
        remove: texts,
      },
      additionalProperties: false,
    },
    accept: {
      type: 'array',
      description: 'Findings that are accepted with a reason.',
      items: {
        type: 'object',
        properties: {
          rule: { $ref: '#/definitions/rule' },
          at: {
            ...text,
            description: 'The file, relative to this one, and a JSON Pointer: openapi.yaml#/paths/~1export.',
          },
          ...statement,
        },
        required: specified('docs/reference/configuration.md', ['rule', 'at', 'reason']),
        additionalProperties: false,
      },
    },
    attest: {
      type: 'object',
      description: 'What no description can show, and your team attests.',
      properties: Object.fromEntries(attestable.map((id) => [id, { $ref: '#/definitions/attestation' }])),
      additionalProperties: false,
    },
  };
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'Configuration of Portcullis',
    type: ['object', 'null'],
    properties: { $schema: { type: 'string' }, ...properties },
    additionalProperties: false,
    definitions: {
      rule: { enum: rules.map(({ id }) => id) },
      attestation: { type: 'object', properties: statement, required: ['reason'], additionalProperties: false },
      severity: {
        anyOf: [
          { enum: severities },
          {
            type: 'object',
            properties: { severity: { enum: severities }, reason: { type: 'string', minLength: 1 } },
            required: ['severity'],
            additionalProperties: false,
          },
        ],
      },
    },
  };
}
