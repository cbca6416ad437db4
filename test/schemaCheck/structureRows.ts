/**
 * The rows of docs/internal/coverage.tsv that the structure check answers: what it reports, each by itself, and what it does
 * not. Each is what a description adds to `openapi: 3.0.3`, or to the version that it states.
 */
export const structureRows: Readonly<Record<string, { readonly reported: readonly string[]; readonly valid: string }>> =
  {
    30: {
      reported: [
        'components: { securitySchemes: { a: { type: oauth2, flows: { implicit: { authorizationUrl: "not a url", scopes: {} } } } } }',
      ],
      valid:
        'components: { securitySchemes: { a: { type: oauth2, flows: { implicit: { authorizationUrl: "https://a.example/x", scopes: {} } } } } }',
    },
    31: {
      reported: [
        'components: { securitySchemes: { a: { type: oauth2, flows: { password: { tokenUrl: "not a url", scopes: {} } } } } }',
      ],
      valid:
        'components: { securitySchemes: { a: { type: oauth2, flows: { password: { tokenUrl: "https://a.example/x", scopes: {} } } } } }',
    },
    34: {
      reported: ['components: { securitySchemes: { a: { type: openIdConnect } } }'],
      valid:
        'components: { securitySchemes: { a: { type: openIdConnect, openIdConnectUrl: "https://a.example/.well-known/openid-configuration" } } }',
    },
    35: {
      reported: ['components: { securitySchemes: { a: { type: apiKey, name: k } } }'],
      valid: 'components: { securitySchemes: { a: { type: apiKey, name: k, in: header } } }',
    },
    64: {
      reported: ['components: { parameters: { a: { name: a, in: query } } }'],
      valid: 'components: { parameters: { a: { name: a, in: query, schema: { type: string } } } }',
    },
    65: {
      reported: ['components: { headers: { A: { description: x } } }'],
      valid: 'components: { headers: { A: { schema: { type: string } } } }',
    },
    88: {
      reported: [
        'components: { schemas: { A: { type: array } } }',
        'swagger: "2.0"\npaths: { /a: { get: { parameters: [{ name: a, in: query, type: array }], responses: { 200: { description: x } } } } }',
      ],
      valid: 'components: { schemas: { A: { type: array, items: { type: string } } } }',
    },
    97: {
      reported: ['components: { schemas: { A: { type: object, discriminator: { mapping: {} } } } }'],
      valid: 'components: { schemas: { A: { type: object, discriminator: { propertyName: kind } } } }',
    },
    106: {
      reported: [
        'paths: { /a: { get: { responses: { 200: { description: x, content: { "appl ication/json": {} } } } } } }',
      ],
      valid: 'paths: { /a: { get: { responses: { 200: { description: x, content: { "application/json": {} } } } } } }',
    },
    108: {
      reported: [
        'swagger: "2.0"\nconsumes: [application/json]\npaths: { /a: { post: { parameters: [{ name: f, in: formData, type: file }], responses: { 200: { description: x } } } } }',
      ],
      valid:
        'swagger: "2.0"\nconsumes: [multipart/form-data]\npaths: { /a: { post: { parameters: [{ name: f, in: formData, type: file }], responses: { 200: { description: x } } } } }',
    },
    111: {
      reported: [
        'paths: { /a: { get: { parameters: [{ name: a, in: query, schema: {} }, { name: a, in: query, schema: {} }], responses: { 200: { description: x } } } } }',
        'paths: { /a: { get: { parameters: [{ name: X-A, in: header, schema: {} }, { name: x-a, in: header, schema: {} }], responses: { 200: { description: x } } } } }',
      ],
      valid:
        'paths: { /a: { get: { parameters: [{ name: a, in: query, schema: {} }, { name: a, in: header, schema: {} }], responses: { 200: { description: x } } } } }',
    },
    113: {
      reported: [
        'paths: { "/a/{id}": { get: { parameters: [{ name: id, in: path, schema: {} }], responses: { 200: { description: x } } } } }',
      ],
      valid:
        'paths: { "/a/{id}": { get: { parameters: [{ name: id, in: path, required: true, schema: {} }], responses: { 200: { description: x } } } } }',
    },
    114: {
      reported: [
        'paths: { "/a/{id}": { get: { responses: { 200: { description: x } } } } }',
        'paths: { /a: { get: { parameters: [{ name: id, in: path, required: true, schema: {} }], responses: { 200: { description: x } } } } }',
      ],
      valid:
        'paths: { "/a/{id}": { get: { parameters: [{ name: id, in: path, required: true, schema: {} }], responses: { 200: { description: x } } } } }',
    },
    116: {
      reported: ['paths: { "/a?b=c": { get: { responses: { 200: { description: x } } } } }'],
      valid: 'paths: { /a: { get: { responses: { 200: { description: x } } } } }',
    },
    134: {
      reported: [
        'servers: [{ url: "https://{region}.a.example" }]',
        'servers: [{ url: "https://{region}.a.example", variables: { region: { enum: [] } } }]',
      ],
      valid: 'servers: [{ url: "https://{region}.a.example", variables: { region: { default: eu } } }]',
    },
    147: {
      reported: ['paths: { /a: { get: { responses: { 600: { description: x } } } } }'],
      valid: 'paths: { /a: { get: { responses: { 200: { description: x } } } } }',
    },
    148: {
      reported: ['paths: { /a: { get: { responses: {} } } }'],
      valid: 'paths: { /a: { get: { responses: { 200: { description: x } } } } }',
    },
    166: {
      reported: ['info: { title: x }'],
      valid: 'info: { title: x, version: "1.0.0" }',
    },
    173: {
      reported: [
        'paths: { /a: { get: { parameters: [{ $ref: "#/components/schemas/A" }], responses: { 200: { description: x } } } } }\ncomponents: { schemas: { A: { type: string } } }',
      ],
      valid:
        'paths: { /a: { get: { parameters: [{ $ref: "#/components/parameters/A" }], responses: { 200: { description: x } } } } }\ncomponents: { parameters: { A: { name: a, in: query, schema: {} } } }',
    },
    175: {
      reported: ['info: { title: x, version: "1", titel: y }'],
      valid: 'info: { title: x, version: "1", x-titel: y }',
    },
    177: {
      reported: ['info: { title: x, version: "1", contact: { email: nobody at all, url: not a url } }'],
      valid: 'info: { title: x, version: "1", contact: { email: a@b.example, url: "https://b.example" } }',
    },
    179: {
      reported: ['components: { links: { A: { operationId: a, operationRef: "#/paths/~1a/get" } } }'],
      valid: 'components: { links: { A: { operationId: a } } }',
    },
  };
