import { parentPort } from 'node:worker_threads';
import SwaggerParser from '@apidevtools/swagger-parser';
import schema32 from '@seriousme/openapi-schema-validator/schemas/v3.2/schema.json' with { type: 'json' };
import Ajv2020 from 'ajv/dist/2020.js';
import type { StructureError, StructureRequest, StructureResponse } from './messages.ts';

/** Runs the validators in a worker thread, because they block for seconds and may have to be stopped. */
parentPort?.on('message', async ({ id, version, document }: StructureRequest) => {
  let response: StructureResponse;
  try {
    response = { id, errors: version === '3.2' ? validate32(document) : await validate(version, document) };
  } catch (error) {
    response = { id, skipped: error instanceof Error ? error.name : 'unknown error' };
  }
  parentPort?.postMessage(response);
});

/** The patch versions that the validator accepts. Others have the same rules. */
const knownVersions = { '2.0': '2.0', '3.0': '3.0.3', '3.1': '3.1.0' } as const;

async function validate(version: keyof typeof knownVersions, document: object): Promise<readonly StructureError[]> {
  const field = version === '2.0' ? 'swagger' : 'openapi';
  const copy: Record<string, unknown> = { ...document, [field]: knownVersions[version] };
  // OAS 3.1.1 §4.8.1: one of these is enough, and the validator asks for paths or webhooks before it looks.
  if (version === '3.1' && !('paths' in copy) && !('webhooks' in copy) && 'components' in copy) copy['paths'] = {};
  try {
    await SwaggerParser.validate(
      copy as never,
      {
        // No other file is read or fetched.
        resolve: { external: false, file: false, http: false },
        dereference: { circular: 'ignore' },
        continueOnError: true,
        // semantics.ts looks at all of it, in every version; this stops at the first error.
        validate: { spec: false },
      } as never,
    );
    return [];
  } catch (error) {
    const { details } = error as { details?: readonly StructureError[] };
    if (Array.isArray(details)) return details.map(plain);
    throw error;
  }
}

function validate32(document: object): readonly StructureError[] {
  const ajv = new Ajv2020.default({ allErrors: true, strict: false, validateFormats: false });
  const check = ajv.compile(schema32 as object);
  return check(document) ? [] : ((check.errors ?? []) as readonly StructureError[]).map(plain);
}

/** Copies an error as plain data, because other values cannot be sent between threads. */
function plain({ instancePath, keyword, message, params, propertyName }: StructureError): StructureError {
  return {
    instancePath,
    keyword,
    message: message ?? '',
    params: JSON.parse(JSON.stringify(params ?? {})),
    ...(propertyName === undefined ? {} : { propertyName }),
  };
}
