import { sensitiveClasses } from '../sensitive/classify.ts';
import type { attestable, pillars, profiles } from './config.ts';
import type { acceptanceKeys, settings } from './parseConfig.ts';

/** What the settings are for, in one sentence each: for completion, hovers and the JSON Schema. */
export const aboutSettings: Readonly<Record<(typeof settings)[number], string>> = {
  profile: 'Which rules run.',
  rules: 'Severity of a rule, or off. A rule that is named here runs in every profile.',
  pillars: 'Families of rules that are off.',
  structure: 'Check against the schema of the specification too (slower).',
  echoes: 'Severity of the marks of a root cause at the operations it affects.',
  confidence: 'Report findings of this confidence and above.',
  gateway: 'Whose rate-limit extension the fixes write where the document shows none.',
  ignore: 'Globs of files that are not checked, relative to this file.',
  roles: 'What operations are for, by "METHOD /path" or "/path" with * and **.',
  honor: 'Extensions in which other linters suppress findings.',
  sensitive: 'Names of fields that are sensitive here, and names that are not.',
  accept: 'Findings that are accepted with a reason.',
  attest: 'What no description can show, and your team attests.',
  $schema: 'The JSON Schema of this file.',
};

/** The keys of an acceptance or an attestation. */
export const aboutStatement: Readonly<Record<(typeof acceptanceKeys)[number], string>> = {
  rule: 'The rule whose findings are accepted.',
  at: 'The file, relative to this one, and a JSON Pointer: openapi.yaml#/paths/~1export.',
  reason: 'Why, in a sentence.',
  owner: 'The person or team that answers for it.',
  until: 'The last day on which it holds, as 2027-03-31 in UTC. After it, it is reported.',
};

const aboutRule: Readonly<Record<string, string>> = {
  severity: 'The severity of the findings, or off.',
  reason: 'Why the rule has another severity here.',
};

const aboutSensitive: Readonly<Record<string, string>> = {
  add: 'Names of fields that are sensitive here, by class.',
  remove: 'Names of fields that are not sensitive here.',
};

const aboutProfiles: Readonly<Record<(typeof profiles)[number], string>> = {
  minimal: 'Errors of high confidence.',
  recommended: "Findings worth a maintainer's attention.",
  strict: 'Every rule.',
};

const aboutPillars: Readonly<Record<(typeof pillars)[number], string>> = {
  authentication: 'Who can call the API: security schemes, requirements, scopes.',
  design: 'What the API takes and returns: schemas, sensitive data, object IDs.',
  transport: 'How data travels: HTTPS, headers, cookies, caches.',
  monitoring: 'What can be followed and found in logs.',
  'rate-limiting': 'How much a client can ask for.',
  assessment: 'Whether the description can be relied on, and what was accepted.',
};

const aboutAttestations: Readonly<Record<(typeof attestable)[number], string>> = {
  'encryption-at-rest': 'Stored data is encrypted.',
  'intrusion-detection': 'Attacks are detected while the API runs.',
  'penetration-tests': 'People test the API for weaknesses.',
  advisories: 'Advisories about what the API is built with are followed.',
};

/** What a key or value of the configuration means; `path` leads to it. `undefined` for names of others. */
export function aboutConfig(path: readonly (string | number)[], value: string | undefined): string | undefined {
  const [first, second, third] = path;
  if (path.length === 1) {
    const name = String(first);
    if (value !== undefined) return first === 'profile' ? own(aboutProfiles, value) : own(aboutSettings, name);
    return own(aboutSettings, name);
  }
  if (first === 'rules' && path.length === 3) return own(aboutRule, String(third));
  if (first === 'pillars' && path.length === 2) return own(aboutPillars, String(second));
  if (first === 'sensitive' && path.length === 2) return own(aboutSensitive, String(second));
  if (first === 'sensitive' && path.length === 3 && sensitiveClasses.some((name) => name === third))
    return `Names of fields that hold data of the class "${third}".`;
  if (first === 'accept' && path.length === 3) return own(aboutStatement, String(third));
  if (first === 'attest' && path.length === 2) return own(aboutAttestations, String(second));
  if (first === 'attest' && path.length === 3) return own(aboutStatement, String(third));
  return undefined;
}

function own(texts: Readonly<Record<string, string>>, name: string): string | undefined {
  return Object.hasOwn(texts, name) ? texts[name] : undefined;
}
