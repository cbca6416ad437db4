import { codeFlowFixes } from '../fixes/flowFixes.ts';
import type { SecurityScheme } from '../openapi/model.ts';

/** A visit of `SecurityScheme` that reports the OAuth 2.0 flow `flow` under the message `found` about `{name}`. */
export function offersFlow(flow: 'implicit' | 'password') {
  return function* (scheme: SecurityScheme) {
    const { name, node, flows } = scheme;
    for (const offered of flows) {
      if (offered.name !== flow) continue;
      const at = offered.node === node ? (node.get('flow') ?? node) : { keyOf: offered.node };
      yield { at, message: 'found', data: { name }, fixes: () => codeFlowFixes(scheme, offered) } as const;
    }
  };
}
