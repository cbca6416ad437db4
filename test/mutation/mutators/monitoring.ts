import {
  below,
  bodySchemas,
  guardedOf,
  isError,
  type Json,
  type JsonObject,
  type Mutator,
  objectIn,
  operationsOf,
  type Planting,
  resolve,
  responsesOf,
} from '../api.ts';
import { addOperation, chance, insert, plantInResponse, rewriteText, setBody, some, spelled } from '../planting.ts';

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

  'missing-correlation-id': (api, random) => {
    const isMeant = (name: Json | undefined): boolean => /request-?id|correlation|trace/i.test(String(name));
    const planting: Planting = [['paths']];
    for (const operation of operationsOf(api)) {
      for (const holder of [operation, operation.item]) {
        const list = holder.value['parameters'];
        if (!Array.isArray(list)) continue;
        holder.value['parameters'] = list.filter((_, index) => {
          const parameter = below(holder, 'parameters', String(index));
          return parameter === undefined || !isMeant(resolve(api, parameter).value['name']);
        });
      }
      for (const [, response] of responsesOf(api, operation)) {
        const headers = response.value['headers'];
        for (const name of Object.keys(headers ?? {})) if (isMeant(name)) delete (headers as JsonObject)[name];
      }
    }
    if (chance(random, 0.5)) addOperation(api, random, 'post', '/wishes');
    return planting;
  },

  'unaudited-operation': (api, random) => {
    const key = random.pick(['x-audit', 'x-audit-event', 'x-audit-log']);
    for (const { value } of operationsOf(api)) value[key] = true;
    const operation = addOperation(
      api,
      random,
      random.pick(['post', 'put']),
      random.pick(['/payees', '/me/insurance', '/login']),
    );
    if (operation === undefined) return undefined;
    delete operation.value[key];
    const name = random.pick(['iban', 'cardNumber', 'diagnosis', 'password']);
    const text = { type: 'string', maxLength: 90 };
    setBody(api, random, operation, { type: 'object', properties: { [spelled(random, name)]: text } });
    return [operation.path];
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

  'exposed-technology': (api, random) => {
    const operation = some(random, operationsOf(api));
    const [, response] = some(random, operation === undefined ? [] : responsesOf(api, operation)) ?? [];
    if (response === undefined) return undefined;
    const [name, example] = random.pick([
      ['X-Powered-By', 'Express'],
      ['x-aspnet-version', '4.0.30319'],
      ['Server', 'Apache/2.4.41 (Ubuntu)'],
      ['X-Generator', 'Drupal 9'],
    ] as const);
    const shape: JsonObject =
      api.version === '2.0' ? { type: 'string', default: example } : { schema: { type: 'string', example } };
    objectIn(response.value, 'headers')[name] = shape;
    return [[...response.path, 'headers', name]];
  },
};
