import type { MalformedSecurity, SecurityDeclaration } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import { toValue } from '../../syntax/toValue.ts';
import type { Fix, PatchValue } from '../../textEdits/fix.ts';

export default defineRule({
  meta: {
    id: 'malformed-security',
    title: 'Security requirement is malformed',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1286, 306],
    severity: 'warning',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    absence: false,
    messages: {
      name: 'The name "{scheme}" stands where "security" expects an object, so tools may require nothing. Write the name as a key with a list of scopes.',
      map: 'The value of "security" is an object, but a list of objects is expected, so tools may require nothing. Put the object into a list.',
      scopes:
        'The scopes of "{scheme}" are not a list, so tools may ignore the requirement. Write a list, "[]" for no scopes.',
      value:
        'This value of "security" is neither a list nor an object, so tools may require nothing. Write a list of objects.',
    },
  },

  visit: {
    *OpenAPI({ security }) {
      if (security !== undefined) yield* reports(security, true);
    },

    *Operation({ security: { declaredAt, declaration } }) {
      if (declaredAt === 'operation' && declaration !== undefined) yield* reports(declaration, false);
    },
  },
});

function* reports(declaration: SecurityDeclaration, isForAll: boolean) {
  for (const one of declaration.malformed) {
    const scheme = one.scheme ?? '';
    const at = one.node === declaration.node ? { keyOf: one.node } : one.node;
    // Without a list there is nothing that a tool could read as a requirement; at the root, no operation has one.
    const isGrave = one.kind === 'map' || (isForAll && one.kind !== 'scopes');
    const base = { at, fixes: () => fixesOf(one, declaration), ...(isGrave && ({ severity: 'error' } as const)) };
    if (one.kind === 'name' || one.kind === 'scopes') yield { ...base, message: one.kind, data: { scheme } } as const;
    else yield { ...base, message: one.kind } as const;
  }
}

/** What is written stays: names become keys, scopes stay scopes. */
function fixesOf({ node, kind, scheme = '' }: MalformedSecurity, declaration: SecurityDeclaration): readonly Fix[] {
  const replace = (title: string, value: PatchValue): readonly Fix[] => [
    { title, safety: 'unsafe', patches: [{ op: 'replace', at: node, value }] },
  ];
  if (kind === 'name') {
    const requirement = { [scheme]: [] };
    return replace(`Require "${scheme}"`, node === declaration.node ? [requirement] : requirement);
  }
  if (kind === 'map') return replace('Put the object into a list', [toValue(node) as PatchValue]);
  if (kind === 'scopes' && node.kind === 'scalar' && node.string !== undefined) {
    return replace(`Make "${node.string}" a list of scopes`, [node.string]);
  }
  return [];
}
