import { componentPath } from '../../openapi/components.ts';
import type { OpenApiDescription } from '../../openapi/model.ts';
import { defineRule } from '../../rule/rule.ts';
import type { SourceNode } from '../../syntax/sourceNode.ts';

export default defineRule({
  meta: {
    id: 'misplaced-security',
    title: 'Security is declared where it has no effect',
    pillar: 'authentication',
    owasp: 'API2:2023',
    cwe: [1059, 306],
    severity: 'information',
    confidence: 'high',
    recommended: true,
    since: '0.1.0',
    // While a brace is open, keys may appear to be in the wrong object.
    absence: true,
    messages: {
      requirement: '"security" has no effect in {place}. Move it to the root or to the operations.',
      later:
        'Portcullis reads OpenAPI {version} as {known}, in which "security" has no effect in a path item. Repeat it in the operations.',
      schemes: '"{key}" has no effect here and defines no scheme. Move the schemes to "{target}".',
    },
  },

  visit: {
    *OpenAPI(description) {
      const { skipped, version, versionText, isVersionKnown } = description;
      for (const { key, raw, within } of skipped) {
        if (key !== 'security') continue;
        const at = { keyOf: raw };
        yield within === 'PathItem' && version === '3.2' && !isVersionKnown
          ? { at, message: 'later', data: { version: versionText, known: version } }
          : { at, message: 'requirement', data: { place: places[within] ?? `"${within}"` } };
      }
      for (const { raw, place } of misplacedInInfoOrTags(description)) {
        yield { at: { keyOf: raw }, message: 'requirement', data: { place } };
      }
      for (const { key, raw } of misplacedSchemes(description)) {
        const target = componentPath(version, 'securitySchemes').join('.');
        yield { at: { keyOf: raw }, message: 'schemes', data: { key, target } };
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

/** `info` and tags have no fact in the model, so they are read here. */
function* misplacedInInfoOrTags({ root }: OpenApiDescription): Iterable<{ raw: SourceNode; place: string }> {
  const info = root.get('info');
  const tags = root.get('tags')?.items() ?? [];
  for (const [node, place] of [[info, '"info"'] as const, ...tags.map((tag) => [tag, 'a tag'] as const)]) {
    const found = node?.entries().find(({ key, value }) => key === 'security' && value.kind !== 'scalar');
    if (found !== undefined) yield { raw: found.raw, place };
  }
}

/** Where another version defines schemes, or one level too high. */
function misplacedSchemes({ root, version }: OpenApiDescription): readonly { key: string; raw: SourceNode }[] {
  const inComponents = version === '2.0' ? (root.get('components')?.entries() ?? []) : [];
  const wrong = version === '2.0' ? 'securitySchemes' : 'securityDefinitions';
  return [
    ...root.entries().filter(({ key }) => key === 'securitySchemes' || key === wrong),
    ...inComponents.filter(({ key }) => key === 'securitySchemes'),
  ].filter(({ value }) => value.kind === 'map');
}
