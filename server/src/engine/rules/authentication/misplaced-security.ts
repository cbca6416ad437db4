import type { OpenApiDescription } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'misplaced-security',
    title: 'Security is stated where it has no effect',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059, 306],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    // A brace that is still open puts keys where they do not belong.
    absence: true,
    messages: {
      requirement:
        '"security" has no effect in {place}: tools read it at the root and in operations alone. Move it there.',
      later:
        'Portcullis reads OpenAPI {version} as {known}, in which "security" has no effect in a path item. Repeat it in the operations.',
      schemes: '"{key}" has no effect here, so it defines no scheme. Move the schemes to "{target}".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { skipped, version, versionText, isVersionKnown } = description;
      for (const { key, held, within } of skipped) {
        if (key !== 'security') continue;
        const at = { keyOf: held };
        yield within === 'PathItem' && version === '3.2' && !isVersionKnown
          ? { at, message: 'later', data: { version: versionText, known: version } }
          : { at, message: 'requirement', data: { place: places[within] ?? `"${within}"` } };
      }
      for (const { held, place } of besideTheGrammar(description)) {
        yield { at: { keyOf: held }, message: 'requirement', data: { place } };
      }
      for (const { key, held } of misplacedSchemes(description)) {
        const target = version === '2.0' ? 'securityDefinitions' : 'components.securitySchemes';
        yield { at: { keyOf: held }, message: 'schemes', data: { key, target } };
      }
    },
  },
});

const places: Readonly<Record<string, string>> = {
  PathItem: 'a path item',
  Components: '"components"',
  Parameter: 'a parameter',
  RequestBody: 'a request body',
  MediaType: 'a media type',
  Encoding: 'an encoding',
  Response: 'a response',
  Header: 'a header',
  Callback: 'a callback',
  SecurityScheme: 'a security scheme',
  Server: 'a server',
  Link: 'a link',
  Example: 'an example',
};

/** Objects that describe and hold nothing else that is looked at. */
function* besideTheGrammar({ root }: OpenApiDescription): Iterable<{ held: SourceNode; place: string }> {
  const info = root.get('info');
  const tags = root.get('tags')?.items() ?? [];
  for (const [node, place] of [[info, '"info"'] as const, ...tags.map((tag) => [tag, 'a tag'] as const)]) {
    const found = node?.entries().find(({ key, value }) => key === 'security' && value.kind !== 'scalar');
    if (found !== undefined) yield { held: found.held, place };
  }
}

/** Where another version has the schemes, or one level too high. */
function misplacedSchemes({ root, version }: OpenApiDescription): readonly { key: string; held: SourceNode }[] {
  const inComponents = version === '2.0' ? (root.get('components')?.entries() ?? []) : [];
  const wrong = version === '2.0' ? 'securitySchemes' : 'securityDefinitions';
  return [
    ...root.entries().filter(({ key }) => key === 'securitySchemes' || key === wrong),
    ...inComponents.filter(({ key }) => key === 'securitySchemes'),
  ].filter(({ value }) => value.kind === 'map');
}
