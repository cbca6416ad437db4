import { specified } from '../lexicon/specified.ts';
import { roles } from '../openapi/role.ts';
import type { RuleMeta } from '../rule/rule.ts';
import { sensitiveClasses } from '../sensitive/classify.ts';
import { foreignExtensions } from '../suppression/foreignRules.ts';
import { aboutSettings as about, aboutStatement } from './about.ts';
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
    reason: { ...text, description: aboutStatement.reason },
    owner: { ...text, description: aboutStatement.owner },
    until: {
      type: 'string',
      pattern: '^\\d{4}-\\d{2}-\\d{2}$',
      description: aboutStatement.until,
    },
  };
  const properties: { readonly [Key in Exclude<keyof Config, 'source' | 'reasons'>]: object } = {
    profile: { enum: profiles, default: 'recommended', description: about.profile },
    rules: {
      type: 'object',
      description: about.rules,
      properties: Object.fromEntries(
        rules.map(({ id, title }) => [id, { description: title, $ref: '#/definitions/severity' }]),
      ),
      additionalProperties: false,
    },
    pillars: {
      type: 'object',
      description: about.pillars,
      properties: Object.fromEntries(pillars.map((pillar) => [pillar, { enum: ['off'] }])),
      additionalProperties: false,
    },
    structure: { type: 'boolean', default: false, description: about.structure },
    echoes: { enum: echoSeverities, default: 'hint', description: about.echoes },
    confidence: { enum: confidences, default: 'low', description: about.confidence },
    gateway: { enum: gateways, description: about.gateway },
    ignore: { ...texts, description: about.ignore },
    roles: {
      type: 'object',
      description: about.roles,
      additionalProperties: { anyOf: [role, { type: 'array', items: role }] },
    },
    honor: {
      type: 'array',
      items: { enum: foreignExtensions },
      description: about.honor,
    },
    sensitive: {
      type: 'object',
      description: about.sensitive,
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
      description: about.accept,
      items: {
        type: 'object',
        properties: {
          rule: { $ref: '#/definitions/rule' },
          at: {
            ...text,
            description: aboutStatement.at,
          },
          ...statement,
        },
        required: specified('docs/reference/configuration.md', ['rule', 'at', 'reason']),
        additionalProperties: false,
      },
    },
    attest: {
      type: 'object',
      description: about.attest,
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
