import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { corpus, root } from './process.ts';

/** How much of what a synthetic description has. */
export interface Size {
  readonly paths: number;
  readonly schemas: number;
  /** In the properties of each schema. */
  readonly references: number;
  /** Operations that any rule about access, limits and bounds has something to say about. */
  readonly findings: number;
}

const text = 'Does what it says. ';

export function synthetic({ paths, schemas, references, findings }: Size): string {
  const pathItems = Array.from({ length: paths }, (_, index) =>
    pathItem(`/things${index}`, `S${index % schemas}`, true),
  );
  const weak = Array.from({ length: findings }, (_, index) => pathItem(`/weak${index}`, 'S0', false));
  const named = Array.from({ length: schemas }, (_, index) => {
    const links = Array.from(
      { length: references },
      (_unused, link) => `        link${link}: { $ref: "#/components/schemas/S${(index * 7 + link + 1) % schemas}" }\n`,
    );
    return `${schema(`S${index}`)}${links.join('')}`;
  });
  return `openapi: 3.0.3
info: { title: Things, version: "1" }
servers: [{ url: https://api.example.org }]
security: [{ key: [] }]
paths:
${pathItems.join('')}${weak.join('')}components:
  securitySchemes:
    key: { type: http, scheme: bearer }
  schemas:
${named.join('')}`;
}

function pathItem(path: string, name: string, isSafe: boolean): string {
  const operation = (method: string): string => `    ${method}:
      operationId: ${method}${path.slice(1)}
${isSafe ? '' : '      security: []\n'}      description: ${text.repeat(20)}
      parameters:
        - { name: limit, in: query, schema: { type: integer${isSafe ? ', minimum: 0, maximum: 100' : ''} } }
        - { name: id, in: path, required: true, schema: { type: string, format: uuid } }
      responses:
        "200":
          description: It worked
          content:
            application/json:
              schema: { $ref: "#/components/schemas/${name}" }
`;
  return `  ${path}/{id}:\n${['get', 'put', 'delete'].map(operation).join('')}`;
}

function schema(name: string): string {
  const fields = Array.from(
    { length: 8 },
    (_, index) => `        field${index}: { type: string, description: ${text} }\n`,
  );
  return `    ${name}:\n      type: object\n      properties:\n${fields.join('')}`;
}

/** As large as asked for, more or less; it grows in paths and schemas alike. */
export function ofMegabytes(folder: string, megabytes: number, findings = 0): string {
  const count = Math.round(megabytes * 325);
  return write(
    join(folder, `${megabytes}MB.yaml`),
    synthetic({ paths: count, schemas: count, references: 1, findings }),
  );
}

export function write(path: string, content: string): string {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

/** A small one, what somebody writes, and the largest that are public; without the corpus, synthetic ones. */
export function documents(folder: string): readonly string[] {
  const real = [
    'oai-spec/_archive_/schemas/v3.0/pass/petstore-expanded.yaml',
    'slack/web-api/slack_web_openapi_v2.json',
    'stripe/model/test_files/stripe.yaml',
    'github/api.github.com.json',
    'github/api.github.com.derived.yaml',
  ].map((name) => join(corpus, name));
  return [
    join(root, 'examples/bank.yaml'),
    ...[1, 4].map((megabytes) => ofMegabytes(folder, megabytes)),
    ...real.filter(existsSync),
  ];
}

/** A description of thousands of files: its entry, and a file that others reference. */
export function linkedDescription(folder: string): {
  readonly entry: string;
  readonly leaf: string;
  readonly name: string;
} {
  const specification = join(corpus, 'digitalocean/specification');
  const entry = join(specification, 'DigitalOcean-public.v2.yaml');
  if (existsSync(entry)) {
    const leaf = join(specification, 'resources/droplets/models/droplet.yml');
    return { entry, leaf, name: 'DigitalOcean' };
  }
  const count = 1000;
  const base = join(folder, 'linked');
  const paths: string[] = [];
  for (let index = 0; index < count; index++) {
    paths.push(`  /things${index}: { $ref: "paths/p${index}.yaml" }\n`);
    const item = `get:\n  operationId: get${index}\n  description: ${text.repeat(10)}\n  responses:\n    "200": { $ref: "../responses/r${index}.yaml" }\n`;
    const response = `description: It worked\ncontent:\n  application/json:\n    schema: { $ref: "../models/m${index}.yaml" }\n`;
    const model = `type: object\ndescription: A thing\nproperties:\n  name: { type: string }\n  next: { $ref: m${(index + 1) % count}.yaml }\n`;
    write(join(base, `paths/p${index}.yaml`), item);
    write(join(base, `responses/r${index}.yaml`), response);
    write(join(base, `models/m${index}.yaml`), model);
  }
  const top = `openapi: 3.0.3\ninfo: { title: Things, version: "1" }\npaths:\n${paths.join('')}`;
  return {
    entry: write(join(base, 'openapi.yaml'), top),
    leaf: join(base, 'models/m0.yaml'),
    name: `generated, ${basename(base)}`,
  };
}
