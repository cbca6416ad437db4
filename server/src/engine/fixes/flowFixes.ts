import type { OAuthFlow, SecurityScheme } from '../openapi/model.ts';
import type { SourceNode } from '../syntax/sourceNode.ts';
import { type Fix, type Patch, Placeholder } from '../textEdits/fix.ts';
import { encryptUrl } from './httpsFixes.ts';

/** Replaces a flow by the authorization code flow, or removes it where the scheme offers that flow already. */
export function codeFlowFixes(scheme: SecurityScheme, flow: OAuthFlow): readonly Fix[] {
  const code = scheme.flows.find(({ name }) => name === 'authorizationCode');
  if (code !== undefined) return [removeFlow(flow, code)];
  const missing = ['authorizationUrl', 'tokenUrl'].find((key) => !flow.node.has(key));
  const guess = missing === undefined ? undefined : guessUrl(flow.node, missing);
  // In 2.0, the scheme is its only flow, and `flow` names it.
  const name = flow.node === scheme.node ? scheme.node.get('flow') : undefined;
  const patches: Patch[] =
    name === undefined
      ? [{ op: 'rename', at: flow.node, key: 'authorizationCode' }]
      : [{ op: 'replace', at: name, value: 'accessCode' }];
  if (missing !== undefined && guess !== undefined) {
    const after = missing === 'tokenUrl' ? ['authorizationUrl'] : ['flow', 'type'];
    patches.push({ op: 'set', at: flow.node, path: [missing], value: new Placeholder(guess), after });
  }
  const note = missing === undefined ? '' : `, with a guessed "${missing}"`;
  return [{ title: `Use the authorization code flow${note}`, safety: 'unsafe', patches }];
}

/** The code flow keeps the scopes that the removed one alone declares. */
function removeFlow(flow: OAuthFlow, code: OAuthFlow): Fix {
  const scopes = flow.node.get('scopes')?.entries() ?? [];
  const moved = scopes.filter(({ key }) => !code.scopes.includes(key));
  return {
    title: `Remove the ${flow.name} flow`,
    safety: 'unsafe',
    patches: [
      ...moved.map(
        ({ key, value }): Patch => ({
          op: 'set',
          at: code.node,
          path: ['scopes', key],
          value: value.string ?? '',
        }),
      ),
      { op: 'remove', at: flow.node },
    ],
  };
}

/** `https://login.example.com/oauth2/authorize` gets its token at `https://login.example.com/oauth2/token`. */
function guessUrl(node: SourceNode, missing: string): string {
  const last = missing === 'tokenUrl' ? 'token' : 'authorize';
  const known = node.get(missing === 'tokenUrl' ? 'authorizationUrl' : 'tokenUrl')?.string ?? '';
  const [, folder] = /^([^?#]*[^/?#:]\/)[^/?#]+\/?(?:[?#].*)?$/.exec(known) ?? [];
  const [host] = /^https?:\/\/[^/?#]+/i.exec(known) ?? ['https://auth.example.com'];
  return encryptUrl(`${folder ?? `${host}/oauth2/`}${last}`);
}
