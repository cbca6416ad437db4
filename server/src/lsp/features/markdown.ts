import type { RuleMeta } from '../../engine/rule/rule.ts';

/** The paragraph of the rule page that describes the attack. */
export function attackOf(page: string): string | undefined {
  return page
    .split('\n\n')
    .find((paragraph) => paragraph.startsWith('**Attack.**'))
    ?.replaceAll('\n', ' ');
}

/** The id of a rule and its labels, in one line. */
export function labelsOf({ id, owasp, cwe, compliance }: RuleMeta): string {
  return [`\`${id}\``, owasp, ...cwe.map((number) => `CWE-${number}`), ...(compliance ?? [])].join(' · ');
}

export function escapeMarkdown(text: string): string {
  // A URL would become a link without any mark.
  return text.replaceAll(/[\\`*_{}[\]()#+\-.!<>|~&]|:(?=\/\/)/g, '\\$&');
}
