import { requireDefinedFixes } from '../../fixes/securityFixes.ts';
import { isServed } from '../../heuristics/operationKind.ts';
import { specified } from '../../lexicon/specified.ts';
import type { Operation } from '../../openapi/model.ts';
import { methodKey, nameOf } from '../../rule/group.ts';
import { defineRule } from '../../rule/rule.ts';

export default defineRule({
  meta: {
    id: 'exposed-debug-endpoint',
    title: 'Debug endpoint is public',
    pillar: 'monitoring',
    owasp: 'API8:2023',
    cwe: [489, 306],
    severity: 'error',
    confidence: 'medium',
    recommended: true,
    compliance: ['PCI DSS 6.2.4'],
    since: '0.1.0',
    absence: false,
    messages: {
      found:
        '"{operation}" exposes internals of the server without authentication. Require authentication, or remove it from this server.',
    },
  },

  visit: {
    *Operation(operation, context) {
      if (!isServed(operation) || operation.security.authentication === 'required') return;
      if (operation.publicReason !== undefined || !isForOperators(operation)) return;
      yield {
        at: methodKey(operation),
        message: 'found',
        data: { operation: nameOf(operation) },
        fixes: () => requireDefinedFixes(context.description, [operation]),
      };
    },
  },
});

/** Actuators of Spring Boot except its probes, profilers, dumps and consoles. */
function isForOperators({ path }: Operation): boolean {
  const segments = path
    .toLowerCase()
    .split('/')
    .filter((segment) => segment !== '');
  const actuator = segments.indexOf('actuator');
  if (actuator >= 0) return !/^(health|info)?$/.test(segments[actuator + 1] ?? '');
  return operatorPath.test(segments.join('/'));
}

const operatorPath = specified(
  'Go net/http/pprof and expvar, Spring Boot Actuator, PHP, Apache mod_status, H2, GraphiQL, Jolokia',
  /(^|\/)(debug\/(pprof|vars)|pprof|heapdump|threaddump|phpinfo(\.php)?|server-status|h2-console|graphiql|jolokia)(\/|$)/,
);
