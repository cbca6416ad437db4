import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { parse } from 'yaml';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { defaultConfig } from '../../server/src/engine/config/config.ts';
import { type JsonObject, operationsOf, toApi } from '../mutation/api.ts';
import { corpus, options } from '../support/corpus.ts';
import { describeText } from '../support/openapi.ts';

/**
 * APIs that are weak on purpose: what their authors planted, as far as a description shows it, is found; in the twin
 * that does without, nothing of it is.
 */
interface Vulnerable {
  readonly path: string;
  /** `rule pointer`, of the first place of each finding. */
  readonly planted: readonly string[];
  /** Repairs each weakness in the parsed description. */
  secure(root: JsonObject): void;
}

const documents: readonly Vulnerable[] = [
  {
    path: 'crapi/openapi-spec/crapi-openapi-spec.json',
    planted: [
      // Challenges 3 and 6: codes are guessed, a mechanic's service is flooded.
      'missing-rate-limit /paths',
      'unlimited-guessing /paths/~1identity~1api~1auth~1login/post',
      'unlimited-messages /paths/~1identity~1api~1auth~1forget-password/post',
      'unbounded-page-size /paths/~1community~1api~1v2~1community~1posts~1recent/get/parameters/0/name',
      // Challenge 3: accounts are found by the answer to a forgotten password.
      'account-enumeration /paths/~1identity~1api~1auth~1forget-password/post/responses/404',
      // Challenge 7: videos are deleted by those who are no administrators.
      'shared-admin-access /paths/~1identity~1api~1v2~1admin~1videos~1{video_id}/delete',
      // Challenge 11: the server calls the address of the mechanic that the client gives.
      'unrestricted-outbound-url /paths/~1workshop~1api~1merchant~1contact_mechanic/post/requestBody/content/application~1json/schema/properties/mechanic_api',
      // Challenge 14: nobody asks who it is.
      'optional-authentication /paths/~1workshop~1api~1shop~1return_qr_code/get/security/0',
      'public-operation /paths/~1workshop~1api~1mechanic~1receive_report/get/security',
      // What invalid input and callers without a token get is not documented.
      'undocumented-invalid-input /paths/~1identity~1api~1auth~1v2.7~1user~1login-with-token/post',
      'missing-401-response /paths/~1identity~1api~1v2~1user~1reset-password/post',
      // Any text is an email address, and any number a quantity.
      'unbounded-string /paths/~1identity~1api~1auth~1signup/post/requestBody/content/application~1json/schema/properties/email',
      'unbounded-number /components/schemas/ProductQuantity/properties/quantity',
      'weak-password-policy /paths/~1identity~1api~1auth~1signup/post/requestBody/content/application~1json/schema/properties/password',
      // A link creates a service report, and a picture has any size.
      'state-changing-get /paths/~1workshop~1api~1mechanic~1receive_report/get',
      'unbounded-upload /paths/~1identity~1api~1v2~1user~1pictures/post/requestBody/content/multipart~1form-data/schema/properties/file',
    ],
    secure(root) {
      const schemes = (root['components'] as JsonObject)['securitySchemes'] as JsonObject;
      schemes['adminAuth'] = { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' };
      for (const { value, template } of operationsOf(toApi(root))) {
        const responses = value['responses'] as JsonObject;
        for (const status of ['400', '401', '403', '429']) responses[status] ??= refusal(status);
        if (template.endsWith('forget-password')) delete responses['404'];
        const security = value['security'] as JsonObject[] | undefined;
        // All users are listed for managers alone.
        if (/\/(admin|management)\//.test(template)) value['security'] = [{ adminAuth: [] }];
        else if (security?.some((one) => Object.keys(one).length === 0) || template.endsWith('receive_report'))
          value['security'] = [{ bearerAuth: [] }];
        for (const parameter of (value['parameters'] ?? []) as JsonObject[]) {
          const schema = parameter['schema'] as JsonObject | undefined;
          if (schema?.['type'] === 'integer') schema['maximum'] = 100;
        }
      }
      for (const name of ['email', 'old_email', 'new_email']) setAll(root, name, { type: 'string', format: 'email' });
      setAll(root, 'password', { type: 'string', minLength: 12 });
      setAll(root, 'quantity', { type: 'integer', minimum: 1, maximum: 100 });
      setAll(root, 'file', { type: 'string', format: 'binary', maxLength: 10_000_000 });
      const report = (root['paths'] as JsonObject)['/workshop/api/mechanic/receive_report'] as JsonObject;
      report['post'] = report['get'] as JsonObject;
      delete report['get'];
      setAll(root, 'mechanic_api', { type: 'string', pattern: '^https://mechanics[.]crapi[.]example/' });
    },
  },
  {
    path: 'vampi/openapi_specs/openapi3.yml',
    planted: [
      'missing-rate-limit /paths',
      'unlimited-guessing /paths/~1users~1v1~1login/post',
      // The database is emptied, and every user listed with the password, by anybody.
      'unauthenticated-operation /paths/~1/get',
      'unauthenticated-operation /paths/~1createdb/get',
      'unauthenticated-operation /paths/~1users~1v1/get',
      'unauthenticated-operation /paths/~1users~1v1~1{username}/get',
      'unauthenticated-operation /paths/~1books~1v1/get',
      'unauthenticated-operation /paths/~1users~1v1~1_debug/get',
      'secret-in-response /paths/~1users~1v1~1_debug/get/responses/200/content/application~1json/schema/properties/users/items/properties/password',
      // Whoever has a token sets the password of anybody.
      'password-change-without-proof /paths/~1users~1v1~1{username}~1password/put',
      'unbounded-string /paths/~1users~1v1~1register/post/requestBody/content/application~1json/schema/properties/email',
      'weak-password-policy /paths/~1users~1v1~1register/post/requestBody/content/application~1json/schema/properties/password',
      // All books come at once.
      'unpaged-list /paths/~1books~1v1/get',
    ],
    secure(root) {
      root['security'] = [{ bearerAuth: [] }];
      const paths = root['paths'] as JsonObject;
      delete paths['/users/v1/_debug'];
      for (const { value, template } of operationsOf(toApi(root))) {
        const responses = value['responses'] as JsonObject;
        for (const status of ['400', '401', '403', '429']) responses[status] ??= refusal(status);
        if (/register$|login$/.test(template)) value['x-portcullis-public'] = 'Whoever comes here has no token yet.';
        if (/register$|login$/.test(template)) value['security'] = [];
      }
      setAll(paths, 'email', { type: 'string', format: 'email' });
      setAll(paths['/users/v1/register'] as JsonObject, 'password', { type: 'string', minLength: 12 });
      const books = (paths['/books/v1'] as JsonObject)['get'] as JsonObject;
      books['parameters'] = [
        { name: 'limit', in: 'query', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
        { name: 'cursor', in: 'query', schema: { type: 'string', maxLength: 100 } },
      ];
      const change = (paths['/users/v1/{username}/password'] as JsonObject)['put'] as JsonObject;
      setAll(change['requestBody'] as JsonObject, 'properties', {
        currentPassword: { type: 'string', format: 'password' },
        password: { type: 'string', format: 'password', minLength: 12 },
      });
    },
  },
];

function refusal(status: string): JsonObject {
  const headers = status === '429' ? { headers: { 'Retry-After': { schema: { type: 'integer' } } } } : {};
  return { description: 'Refused', ...headers };
}

/** Gives every entry of that name another value. */
function setAll(holder: JsonObject, name: string, value: JsonObject): void {
  for (const [key, held] of Object.entries(holder)) {
    if (key === name && typeof held === 'object') holder[key] = value;
    else if (typeof held === 'object' && held !== null) setAll(held as JsonObject, name, value);
  }
}

function findingsOf(text: string): string[] {
  const { findings } = analyze(describeText(text), defaultConfig);
  return findings.filter(({ echo }) => !echo).map(({ ruleId, pointer }) => `${ruleId} ${pointer}`);
}

for (const { path, planted, secure } of documents) {
  test(`finds the planted weaknesses of ${path}, and none in its fixed twin`, options, () => {
    const text = readFileSync(join(corpus, path), 'utf8');
    assert.deepEqual(findingsOf(text).sort(), [...planted].sort());
    const root = parse(text);
    secure(root);
    assert.deepEqual(findingsOf(JSON.stringify(root, undefined, 2)), []);
  });
}
