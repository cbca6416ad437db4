import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import type { JsonObject } from './api.ts';

/** Careful descriptions, in which no rule finds anything: what is found after a planting is the planting. */
const shop = `
swagger: "2.0"
info: { title: Lamp Shop, version: 4.1.0, description: Orders and baskets of a shop for lamps. }
host: api.lampshop.example
basePath: /v4
schemes: [https]
consumes: [application/json]
produces: [application/json]
security:
  - shopper: ["orders:read", "orders:write"]
paths:
  /health:
    get:
      operationId: health
      security: []
      responses:
        200: { description: The shop is open }
        429: { $ref: "#/responses/TooManyRequests" }
  /login:
    post:
      operationId: login
      summary: Exchange a password for a session
      security: []
      parameters:
        - { in: body, name: body, required: true, schema: { $ref: "#/definitions/Login" } }
      responses:
        200: { description: Who is logged in, schema: { $ref: "#/definitions/Shopper" } }
        400: { $ref: "#/responses/Invalid" }
        401: { $ref: "#/responses/Unauthorized" }
        429: { $ref: "#/responses/TooManyRequests" }
  /products:
    get:
      operationId: listProducts
      security:
        - partner: []
      parameters:
        - $ref: "#/parameters/Limit"
        - { in: query, name: color, type: string, enum: [white, black, brass] }
        - { in: query, name: sort, type: string, pattern: "^[a-z]{1,20}$" }
      responses:
        200:
          description: The products
          headers: { X-Total-Count: { type: integer } }
          schema: { type: array, items: { $ref: "#/definitions/Product" } }
        401: { $ref: "#/responses/Unauthorized" }
        429: { $ref: "#/responses/TooManyRequests" }
        default: { $ref: "#/responses/Unexpected" }
  /products/{productId}:
    parameters:
      - { in: path, name: productId, required: true, type: string, format: uuid }
    get:
      operationId: getProduct
      security:
        - partner: []
        - shopper: ["orders:read"]
      responses:
        200: { description: The product, schema: { $ref: "#/definitions/Product" } }
        401: { $ref: "#/responses/Unauthorized" }
        403: { $ref: "#/responses/Forbidden" }
        404: { description: There is none }
        429: { $ref: "#/responses/TooManyRequests" }
    put:
      operationId: replaceProduct
      security:
        - partner: []
      parameters:
        - in: body
          name: product
          required: true
          schema: { $ref: "#/definitions/Product" }
      responses:
        200: { description: The product, schema: { $ref: "#/definitions/Product" } }
        400: { $ref: "#/responses/Invalid" }
        401: { $ref: "#/responses/Unauthorized" }
        429: { $ref: "#/responses/TooManyRequests" }
  /orders:
    get:
      operationId: listOrders
      security:
        - shopper: ["orders:read"]
      parameters:
        - $ref: "#/parameters/Limit"
        - { in: query, name: since, type: string, format: date }
      responses:
        200: { description: The orders, schema: { $ref: "#/definitions/OrderPage" } }
        401: { $ref: "#/responses/Unauthorized" }
        403: { $ref: "#/responses/Forbidden" }
        429: { $ref: "#/responses/TooManyRequests" }
    post:
      operationId: placeOrder
      parameters:
        - in: body
          name: order
          required: true
          schema: { $ref: "#/definitions/NewOrder" }
      responses:
        201: { description: Placed, schema: { $ref: "#/definitions/Order" } }
        400: { $ref: "#/responses/Invalid" }
        401: { $ref: "#/responses/Unauthorized" }
        403: { $ref: "#/responses/Forbidden" }
        429: { $ref: "#/responses/TooManyRequests" }
  /orders/{orderId}:
    parameters:
      - { in: path, name: orderId, required: true, type: string, format: uuid }
    get:
      operationId: getOrder
      responses:
        200: { description: The order, schema: { $ref: "#/definitions/Order" } }
        401: { $ref: "#/responses/Unauthorized" }
        403: { $ref: "#/responses/Forbidden" }
        429: { $ref: "#/responses/TooManyRequests" }
    delete:
      operationId: cancelOrder
      security:
        - shopper: ["orders:write"]
      responses:
        204: { description: Canceled }
        401: { $ref: "#/responses/Unauthorized" }
        403: { $ref: "#/responses/Forbidden" }
        429: { $ref: "#/responses/TooManyRequests" }
securityDefinitions:
  shopper:
    type: oauth2
    flow: accessCode
    authorizationUrl: https://login.lampshop.example/authorize
    tokenUrl: https://login.lampshop.example/token
    scopes: { "orders:read": See orders, "orders:write": Place and cancel orders }
  partner: { type: apiKey, in: header, name: X-Partner-Key }
parameters:
  Limit: { in: query, name: limit, type: integer, minimum: 1, maximum: 100, default: 20 }
responses:
  Invalid: { description: What was sent is not right, schema: { $ref: "#/definitions/Problem" } }
  Unauthorized: { description: Log in first, schema: { $ref: "#/definitions/Problem" } }
  Forbidden: { description: Not for you, schema: { $ref: "#/definitions/Problem" } }
  Unexpected: { description: Something else, schema: { $ref: "#/definitions/Problem" } }
  TooManyRequests:
    description: Slow down
    headers: { Retry-After: { type: integer, minimum: 0 } }
    schema: { $ref: "#/definitions/Problem" }
definitions:
  Login:
    type: object
    additionalProperties: false
    required: [username, password]
    properties:
      username: { type: string, maxLength: 64 }
      password: { type: string, format: password, maxLength: 128 }
  Shopper:
    type: object
    properties:
      id: { type: string, format: uuid }
      displayName: { type: string, maxLength: 200 }
      language: { type: string, enum: [de, en, fr] }
  Product:
    type: object
    additionalProperties: false
    required: [title]
    properties:
      id: { type: string, format: uuid, readOnly: true }
      title: { type: string, maxLength: 120 }
      price: { type: integer, minimum: 0, maximum: 1000000 }
      watts: { type: number, minimum: 0.5, maximum: 300 }
      tags:
        type: array
        maxItems: 20
        items: { type: string, maxLength: 30 }
      size:
        type: object
        additionalProperties: false
        properties:
          width: { type: integer, minimum: 1, maximum: 500 }
          height: { type: integer, minimum: 1, maximum: 500 }
  NewOrder:
    type: object
    additionalProperties: false
    required: [lines]
    properties:
      note: { type: string, maxLength: 400 }
      lines: { type: array, maxItems: 50, items: { $ref: "#/definitions/OrderLine" } }
  OrderLine:
    type: object
    additionalProperties: false
    properties:
      productId: { type: string, format: uuid }
      quantity: { type: integer, minimum: 1, maximum: 20 }
  Order:
    type: object
    properties:
      id: { type: string, format: uuid }
      status: { type: string, enum: [placed, sent, canceled] }
      placedAt: { type: string, format: date-time }
      lines: { type: array, items: { $ref: "#/definitions/OrderLine" } }
  OrderPage:
    type: object
    properties:
      items: { type: array, items: { $ref: "#/definitions/Order" } }
      nextPage: { type: string, maxLength: 200 }
  Problem:
    type: object
    properties:
      title: { type: string, maxLength: 200 }
      status: { type: integer }
`;

const bank = `
openapi: 3.0.3
info:
  title: Meadow Bank
  version: 1.9.2
  description: |
    Accounts and payments of Meadow Bank.

    All amounts are decimal texts.
servers:
  - url: https://api.meadowbank.example/v1
    description: Production
  - url: "https://{region}.meadowbank.example/v1"
    variables: { region: { default: eu, enum: [eu, us] } }
tags:
  - { name: Accounts, description: What the customer owns }
  - { name: Payments, description: What the customer spends }
security:
  - session: []
x-kong-plugin-rate-limiting: { enabled: true, config: { minute: 120 } }
paths:
  /auth/token:
    post:
      operationId: issueToken
      security: []
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/Credentials" } }
      responses:
        "200":
          description: A session
          content:
            application/json: { schema: { $ref: "#/components/schemas/Session" } }
        "400": { $ref: "#/components/responses/Invalid" }
        "401": { $ref: "#/components/responses/Unauthorized" }
        "429": { $ref: "#/components/responses/TooManyRequests" }
  /branches:
    get:
      operationId: listBranches
      tags: [Accounts]
      security: []
      x-portcullis-public: Branches are on the map of the home page.
      parameters:
        - { in: query, name: city, schema: { type: string, maxLength: 60 } }
      responses:
        "200":
          description: The branches
          content:
            application/json:
              schema: { type: array, items: { $ref: "#/components/schemas/Branch" } }
        "429": { $ref: "#/components/responses/TooManyRequests" }
  /accounts:
    get:
      operationId: listAccounts
      tags: [Accounts]
      description: Every account that the caller may see.
      parameters:
        - { in: query, name: page_size, schema: { type: integer, minimum: 1, maximum: 50 } }
        - { in: query, name: cursor, schema: { type: string, maxLength: 200 } }
        - { in: header, name: X-Request-Id, schema: { type: string, format: uuid } }
      responses:
        "200":
          description: The accounts
          headers:
            X-RateLimit-Limit: { schema: { type: integer } }
          content:
            application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Account" } } }
        "401": { $ref: "#/components/responses/Unauthorized" }
        "429": { $ref: "#/components/responses/TooManyRequests" }
  /accounts/{accountId}:
    parameters:
      - $ref: "#/components/parameters/AccountId"
    get:
      operationId: getAccount
      tags: [Accounts]
      responses:
        "200":
          description: The account
          content: { application/json: { schema: { $ref: "#/components/schemas/Account" } } }
        "401": { $ref: "#/components/responses/Unauthorized" }
        "404": { description: There is none }
        "429": { $ref: "#/components/responses/TooManyRequests" }
    patch:
      operationId: renameAccount
      tags: [Accounts]
      requestBody: { $ref: "#/components/requestBodies/AccountChange" }
      responses:
        "200":
          description: The account
          content: { application/json: { schema: { $ref: "#/components/schemas/Account" } } }
        "400": { $ref: "#/components/responses/Invalid" }
        "401": { $ref: "#/components/responses/Unauthorized" }
        "429": { $ref: "#/components/responses/TooManyRequests" }
  /payments:
    post:
      operationId: createPayment
      tags: [Payments]
      security:
        - app: ["payments:write"]
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/Payment" } }
      responses:
        "201":
          description: The payment
          content: { application/json: { schema: { $ref: "#/components/schemas/Payment" } } }
        4XX: { $ref: "#/components/responses/Invalid" }
        "429": { $ref: "#/components/responses/TooManyRequests" }
      callbacks:
        settled:
          "https://hooks.meadowbank.example/settled":
            post:
              parameters:
                - { in: header, name: X-Meadow-Signature, required: true, schema: { type: string, maxLength: 256 } }
              requestBody:
                content: { application/json: { schema: { $ref: "#/components/schemas/Settlement" } } }
              responses: { "204": { description: Thanks } }
    get:
      operationId: listPayments
      tags: [Payments]
      security:
        - app: ["payments:read"]
        - session: []
      responses:
        "200":
          description: The payments
          content:
            application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Payment" } } }
        "401": { $ref: "#/components/responses/Unauthorized" }
        "403": { $ref: "#/components/responses/Forbidden" }
        "429": { $ref: "#/components/responses/TooManyRequests" }
  /payments/{paymentId}/approval:
    put:
      operationId: approvePayment
      tags: [Payments]
      parameters:
        - { in: path, name: paymentId, required: true, schema: { type: string, format: uuid } }
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                comment: { type: string, maxLength: 200 }
                steps:
                  type: array
                  maxItems: 5
                  items:
                    type: object
                    additionalProperties: false
                    properties: { reason: { type: string, maxLength: 80 } }
      responses:
        "204": { description: Approved }
        "401": { $ref: "#/components/responses/Unauthorized" }
        "429": { $ref: "#/components/responses/TooManyRequests" }
        default: { $ref: "#/components/responses/Invalid" }
components:
  securitySchemes:
    session: { type: http, scheme: bearer, bearerFormat: JWT }
    app:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://login.meadowbank.example/authorize
          tokenUrl: https://login.meadowbank.example/token
          refreshUrl: https://login.meadowbank.example/refresh
          scopes: { "payments:read": See payments, "payments:write": Pay }
  parameters:
    AccountId: { in: path, name: accountId, required: true, schema: { type: string, format: uuid } }
  requestBodies:
    AccountChange:
      required: true
      content: { application/json: { schema: { $ref: "#/components/schemas/AccountChange" } } }
  responses:
    Invalid:
      description: What was sent is not right
      content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
    Unauthorized:
      description: Log in first
      content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
    Forbidden: { description: Not for you }
    TooManyRequests:
      description: Slow down
      headers:
        Retry-After: { schema: { type: integer, minimum: 0 } }
        X-Request-Id: { schema: { type: string, format: uuid } }
      content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
  schemas:
    Credentials:
      type: object
      additionalProperties: false
      properties:
        customer: { type: string, maxLength: 40 }
        password: { type: string, format: password, maxLength: 100, writeOnly: true }
    Session:
      type: object
      properties:
        accessToken: { type: string }
        expiresIn: { type: integer }
    Branch:
      type: object
      properties:
        city: { type: string }
        openingHours: { type: array, items: { type: string } }
    Account:
      type: object
      properties:
        id: { type: string, format: uuid }
        nickname: { type: string, maxLength: 200 }
        currency: { type: string, enum: [EUR, USD] }
        kind: { type: string, enum: [current, savings], nullable: true }
    AccountChange:
      type: object
      additionalProperties: false
      properties:
        nickname: { type: string, minLength: 1, maxLength: 40 }
        theme: { type: string, enum: [light, dark] }
    Payment:
      type: object
      additionalProperties: false
      required: [amount, payee]
      properties:
        id: { type: string, format: uuid, readOnly: true }
        amount: { type: string, pattern: "^[0-9]{1,9}\\\\.[0-9]{2}$", maxLength: 12 }
        payee: { $ref: "#/components/schemas/Payee" }
        executeOn: { type: string, format: date }
        priority: { type: integer, minimum: 0, maximum: 3 }
        labels: { type: array, maxItems: 10, items: { type: string, maxLength: 20 } }
    Payee:
      type: object
      additionalProperties: false
      properties:
        alias: { type: string, maxLength: 60 }
        payeeId: { type: string, format: uuid }
    Settlement:
      type: object
      properties:
        paymentId: { type: string, format: uuid }
        settledAt: { type: string, format: date-time }
    Problem:
      type: object
      properties:
        title: { type: string, maxLength: 200 }
        detail: { type: string, maxLength: 2000 }
        status: { type: integer }
`;

const clinic = `
openapi: 3.1.0
info: { title: Birch Clinic Records, version: "2025-02", summary: Records that patients and physicians share }
servers:
  - { url: "https://records.birchclinic.example", description: Production }
jsonSchemaDialect: https://spec.openapis.org/oas/3.1/dialect/base
paths:
  /patients:
    post:
      operationId: registerPatient
      security: [{ staff: [patients.manage] }]
      requestBody:
        required: true
        content:
          application/json: { schema: { $ref: "#/components/schemas/NewPatient" } }
      responses:
        "201":
          description: The patient
          content: { application/json: { schema: { $ref: "#/components/schemas/Patient" } } }
        "400": { $ref: "#/components/responses/Problem" }
        "401": { $ref: "#/components/responses/Problem" }
        "403": { $ref: "#/components/responses/Problem" }
        "429": { $ref: "#/components/responses/Busy" }
  /patients/{patientId}:
    parameters:
      - { in: path, name: patientId, required: true, schema: { $ref: "#/components/schemas/Id" } }
    get:
      operationId: getPatient
      security: [{ staff: [patients.see] }, { device: [] }]
      responses:
        "200":
          description: The patient
          content: { application/json: { schema: { $ref: "#/components/schemas/Patient" } } }
        4XX: { $ref: "#/components/responses/Problem" }
        "429": { $ref: "#/components/responses/Busy" }
    delete:
      operationId: forgetPatient
      security: [{ staff: [patients.manage] }]
      responses:
        "204": { description: Forgotten }
        "401": { $ref: "#/components/responses/Problem" }
        "403": { $ref: "#/components/responses/Problem" }
        "429": { $ref: "#/components/responses/Busy" }
  /patients/{patientId}/records:
    parameters:
      - { in: path, name: patientId, required: true, schema: { $ref: "#/components/schemas/Id" } }
    get:
      operationId: listRecords
      description: The newest record first.
      security: [{ staff: [records.see] }]
      parameters:
        - name: perPage
          in: query
          schema: { type: integer, minimum: 1, maximum: 200 }
        - { name: from, in: query, schema: { type: string, format: date } }
        - name: kind
          in: query
          explode: false
          schema: { type: array, maxItems: 4, items: { type: string, enum: [visit, lab, image] } }
      responses:
        "200":
          description: The records
          content:
            application/json:
              schema:
                type: object
                properties:
                  items: { type: array, items: { $ref: "#/components/schemas/Record" } }
                  total: { type: integer }
        "401": { $ref: "#/components/responses/Problem" }
        "403": { $ref: "#/components/responses/Problem" }
        "429": { $ref: "#/components/responses/Busy" }
    post:
      operationId: addRecord
      security: [{ staff: [records.change] }]
      requestBody:
        content:
          application/json: { schema: { $ref: "#/components/schemas/Record" } }
          application/xml: { schema: { $ref: "#/components/schemas/Record" } }
      responses:
        "201":
          description: The record
          content: { application/json: { schema: { $ref: "#/components/schemas/Record" } } }
        "401": { $ref: "#/components/responses/Problem" }
        "403": { $ref: "#/components/responses/Problem" }
        "422": { $ref: "#/components/responses/Problem" }
        "429": { $ref: "#/components/responses/Busy" }
  /devices/{deviceId}/readings:
    put:
      operationId: storeReadings
      security: [{ device: [] }]
      parameters:
        - { in: path, name: deviceId, required: true, schema: { $ref: "#/components/schemas/Id" } }
      requestBody:
        content:
          application/json:
            schema:
              type: array
              maxItems: 500
              items: { $ref: "#/components/schemas/Reading" }
      responses:
        "204": { description: Stored }
        default: { $ref: "#/components/responses/Problem" }
        "429": { $ref: "#/components/responses/Busy" }
  /status:
    get:
      operationId: status
      security: []
      x-portcullis-public: The page of the state is for everybody.
      responses:
        "200": { description: All is well, content: { text/plain: { schema: { type: string } } } }
        "429": { $ref: "#/components/responses/Busy" }
webhooks:
  recordAdded:
    post:
      parameters:
        - { in: header, name: X-Birch-Signature, required: true, schema: { type: string, maxLength: 512 } }
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/Record" } } }
      responses: { "204": { description: Thanks } }
components:
  securitySchemes:
    staff:
      type: oauth2
      flows:
        authorizationCode:
          authorizationUrl: https://login.birchclinic.example/authorize
          tokenUrl: https://login.birchclinic.example/token
          scopes:
            patients.see: See patients
            patients.manage: Register and forget patients
            records.see: See records
            records.change: Write records
    device: { type: mutualTLS }
  responses:
    Problem:
      description: It did not work
      content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
    Busy:
      description: Slow down
      headers:
        Retry-After: { schema: { type: integer, minimum: 1 } }
        RateLimit: { schema: { type: string } }
  schemas:
    Id: { type: string, format: uuid }
    NewPatient:
      type: object
      unevaluatedProperties: false
      allOf:
        - $ref: "#/components/schemas/Contact"
        - type: object
          properties:
            language: { type: [string, "null"], maxLength: 12 }
            ward: { type: string, const: north }
    Contact:
      type: object
      properties:
        nickname: { type: string, maxLength: 80 }
        preferred: { type: string, enum: [mail, phone] }
    Patient:
      type: object
      properties:
        id: { $ref: "#/components/schemas/Id" }
        nickname: { type: string, maxLength: 200 }
        records: { type: array, items: { $ref: "#/components/schemas/Record" } }
    Record:
      type: object
      additionalProperties: false
      required: [kind]
      properties:
        id: { type: string, format: uuid, readOnly: true }
        kind: { type: string, enum: [visit, lab, image] }
        at: { type: string, format: date-time }
        pages: { type: integer, minimum: 1, maximum: 90, examples: [3] }
        note: { type: string, maxLength: 4000, description: What the physician wrote }
        detail:
          oneOf:
            - { $ref: "#/components/schemas/Reading" }
            - { $ref: "#/components/schemas/Visit" }
    Reading:
      type: object
      additionalProperties: false
      properties:
        unit: { type: string, enum: [mmHg, bpm] }
        value: { type: number, exclusiveMinimum: 0, maximum: 500 }
        takenAt: { type: string, format: date-time }
    Visit:
      type: object
      additionalProperties: false
      properties:
        room: { type: string, pattern: "^[A-Z][0-9]{3}$" }
        minutes: { type: integer, minimum: 1, maximum: 600 }
        guests: { type: array, maxItems: 4, items: { type: string, maxLength: 60 } }
    Problem:
      type: object
      properties:
        type: { type: string, format: uri }
        title: { type: string, maxLength: 200 }
`;

const messages = `
openapi: 3.2.0
$self: https://api.pigeon.example/openapi.yaml
info: { title: Pigeon, version: 0.9.0, description: Rooms and messages }
servers:
  - { url: "https://api.pigeon.example", name: main }
tags:
  - { name: rooms, summary: Rooms }
  - { name: messages, summary: Messages, parent: rooms }
security:
  - member: [chat.use]
  - workload: []
paths:
  /rooms:
    get:
      operationId: listRooms
      tags: [rooms]
      parameters:
        - { name: limit, in: query, schema: { type: integer, minimum: 1, maximum: 100 } }
      responses:
        "200":
          summary: Rooms
          content:
            application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Room" } } }
        "401": { $ref: "#/components/responses/Failed" }
        "403": { $ref: "#/components/responses/Failed" }
        "429": { $ref: "#/components/responses/Slow" }
    post:
      operationId: openRoom
      tags: [rooms]
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/NewRoom" } } }
      responses:
        "201":
          summary: A room
          content: { application/json: { schema: { $ref: "#/components/schemas/Room" } } }
        "400": { $ref: "#/components/responses/Failed" }
        "401": { $ref: "#/components/responses/Failed" }
        "403": { $ref: "#/components/responses/Failed" }
        "429": { $ref: "#/components/responses/Slow" }
  /rooms/{roomId}/messages:
    parameters:
      - $ref: "#/components/parameters/RoomId"
    get:
      operationId: followMessages
      tags: [messages]
      responses:
        "200":
          summary: Messages as they come
          content:
            application/jsonl: { itemSchema: { $ref: "#/components/schemas/Message" } }
        "401": { $ref: "#/components/responses/Failed" }
        "403": { $ref: "#/components/responses/Failed" }
        "429": { $ref: "#/components/responses/Slow" }
    query:
      operationId: searchMessages
      tags: [messages]
      requestBody:
        content:
          application/json:
            schema:
              type: object
              additionalProperties: false
              properties:
                words: { type: array, maxItems: 8, items: { type: string, maxLength: 40 } }
                before: { type: string, format: date-time }
      responses:
        "200":
          summary: What was found
          content:
            application/json: { schema: { type: array, items: { $ref: "#/components/schemas/Message" } } }
        4XX: { $ref: "#/components/responses/Failed" }
        "429": { $ref: "#/components/responses/Slow" }
    post:
      operationId: sendMessage
      tags: [messages]
      security:
        - member: [chat.use, chat.send]
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/Message" } } }
      responses:
        "201":
          summary: The message
          content: { application/json: { schema: { $ref: "#/components/schemas/Message" } } }
        "401": { $ref: "#/components/responses/Failed" }
        "403": { $ref: "#/components/responses/Failed" }
        "413": { $ref: "#/components/responses/Failed" }
        "429": { $ref: "#/components/responses/Slow" }
  /rooms/{roomId}/members:
    parameters:
      - $ref: "#/components/parameters/RoomId"
    put:
      operationId: setMembers
      tags: [rooms]
      security:
        - workload: []
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/Members" } } }
      responses:
        "204": { summary: Done }
        default: { $ref: "#/components/responses/Failed" }
        "429": { $ref: "#/components/responses/Slow" }
    additionalOperations:
      LINK:
        operationId: linkRoom
        tags: [rooms]
        responses:
          "204": { summary: Done }
          "401": { $ref: "#/components/responses/Failed" }
          "403": { $ref: "#/components/responses/Failed" }
          "429": { $ref: "#/components/responses/Slow" }
  /healthz:
    get:
      operationId: health
      security: []
      responses:
        "204": { summary: It runs }
        "429": { $ref: "#/components/responses/Slow" }
webhooks:
  mentioned:
    post:
      security: [{ workload: [] }]
      requestBody:
        content: { application/json: { schema: { $ref: "#/components/schemas/Message" } } }
      responses: { "204": { summary: Thanks } }
components:
  securitySchemes:
    member:
      type: oauth2
      oauth2MetadataUrl: https://id.pigeon.example/.well-known/oauth-authorization-server
      flows:
        deviceAuthorization:
          deviceAuthorizationUrl: https://id.pigeon.example/device
          tokenUrl: https://id.pigeon.example/token
          scopes: { chat.use: Take part, chat.send: Send messages }
    workload: { type: openIdConnect, openIdConnectUrl: "https://id.pigeon.example/.well-known/openid-configuration" }
  parameters:
    RoomId: { name: roomId, in: path, required: true, schema: { type: string, pattern: "^[a-z0-9]{12}$" } }
  responses:
    Failed:
      summary: It did not work
      content: { application/problem+json: { schema: { $ref: "#/components/schemas/Problem" } } }
    Slow:
      summary: Slow down
      headers: { Retry-After: { schema: { type: integer } } }
  schemas:
    NewRoom:
      type: object
      additionalProperties: false
      properties:
        topic: { type: string, maxLength: 140 }
        seats: { type: integer, minimum: 2, maximum: 5000 }
        style: { $ref: "#/components/schemas/Style" }
    Style:
      type: object
      additionalProperties: false
      properties:
        color: { type: string, pattern: "^#[0-9a-f]{6}$" }
        emoji: { type: string, maxLength: 8 }
    Room:
      type: object
      properties:
        id: { type: string, maxLength: 200 }
        topic: { type: string, maxLength: 200 }
        style: { $ref: "#/components/schemas/Style" }
    Members:
      type: object
      additionalProperties: false
      properties:
        memberIds: { type: array, maxItems: 1000, items: { type: string, format: uuid } }
    Message:
      type: object
      additionalProperties: false
      properties:
        id: { type: string, format: uuid, readOnly: true }
        text: { type: string, maxLength: 8000 }
        sentAt: { type: string, format: date-time, readOnly: true }
        reactions:
          type: array
          maxItems: 50
          items:
            type: object
            additionalProperties: false
            properties:
              emoji: { type: string, maxLength: 8 }
              count: { type: integer, minimum: 1, maximum: 9999 }
    Problem:
      type: object
      properties:
        title: { type: string, maxLength: 200 }
        hint: { type: string, maxLength: 200 }
`;

export interface CleanDocument {
  readonly name: string;
  readonly root: JsonObject;
}

const examples = join(import.meta.dirname, '../../examples');

/** A tree without shared parts: a planting changes one place. */
function read(text: string): JsonObject {
  return JSON.parse(JSON.stringify(parse(text))) as JsonObject;
}

export const cleanDocuments: readonly CleanDocument[] = [
  { name: 'shop (2.0)', root: read(shop) },
  { name: 'bank (3.0)', root: read(bank) },
  { name: 'clinic (3.1)', root: read(clinic) },
  { name: 'messages (3.2)', root: read(messages) },
  ...['bank.fixed.yaml', 'bank.swagger.fixed.yaml'].map((name) => ({
    name,
    root: read(readFileSync(join(examples, name), 'utf8')),
  })),
];
