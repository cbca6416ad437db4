import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { analyze } from '../../server/src/engine/analyze/analyze.ts';
import { type Config, defaultConfig } from '../../server/src/engine/config/config.ts';
import { parseConfig } from '../../server/src/engine/config/parseConfig.ts';
import { isPublic } from '../../server/src/engine/description/totals.ts';
import { rules } from '../../server/src/engine/rules/index.ts';
import { scoringConfig } from '../../server/src/engine/score/scoringConfig.ts';
import { parseSource } from '../../server/src/engine/syntax/parseSource.ts';
import { describeTrend } from '../../server/src/report/page/evidence.ts';
import { toHtml } from '../../server/src/report/page/html.ts';
import { groupsOf, sorted } from '../../server/src/report/page/operations.ts';
import { buildReport, type Made, type Report, reduceReport } from '../../server/src/report/report.ts';
import { compareReport, readFormer } from '../../server/src/report/trend.ts';
import { describeText } from '../support/openapi.ts';

const assets = { script: 'run()', style: 'p{}', scriptSource: "'sha256-s'", styleSource: "'sha256-t'" };

function reportOn(text: string, config: Config = defaultConfig, made?: Made): Report {
  const description = describeText(text);
  const analysis = analyze(description, config);
  const scored = analyze(description, scoringConfig(config));
  return buildReport(description, analysis, {
    nameOf: ({ uri }) => uri.slice('file:///'.length),
    config,
    scored,
    ...(made && { made }),
  });
}

/** The description is `a.yaml` in the same folder. */
function configured(text: string): Config {
  const known = { rules: rules.map(({ meta }) => meta.id), today: '2027-01-01' };
  const { config, problems } = parseConfig(parseSource('file:///d/portcullis.yaml', text), known);
  assert.deepEqual(problems, []);
  return config;
}

const shop = `openapi: 3.1.0
info: { title: Shop, version: "1" }
servers: [{ url: https://api.shop.example }]
security: [{ key: [] }]
paths:
  /orders/{orderId}:
    get:
      summary: Read an order
      parameters: [{ name: orderId, in: path, required: true, schema: { type: string, format: uuid } }]
      responses:
        "200": { description: Order, content: { application/json: { schema: { $ref: "#/components/schemas/Order" } } } }
        "401": { description: No key }
        "429": { description: Too many requests, headers: { Retry-After: { schema: { type: integer } } } }
  /customers:
    post:
      summary: Change a customer
      security: []
      requestBody:
        required: true
        content: { application/json: { schema: { $ref: "#/components/schemas/Customer" } } }
      responses: { "204": { description: Changed } }
components:
  schemas:
    Order: { type: object, properties: { iban: { type: string } } }
    Customer: { type: object, properties: { taxId: { type: string } } }
  securitySchemes:
    key: { type: apiKey, in: header, name: X-Api-Key }
`;

test('a report says who may call, with which data, and what each finding wins', () => {
  const { operations, findings, flows, score, title } = reportOn(shop);
  assert.equal(title, 'Shop');
  assert.deepEqual(
    operations.map(({ method, path, callers, sensitive }) => ({ method, path, callers, sensitive })),
    [
      {
        method: 'get',
        path: '/orders/{orderId}',
        callers: ['key'],
        sensitive: { request: [], response: ['bank-account'] },
      },
      {
        method: 'post',
        path: '/customers',
        callers: ['anyone'],
        sensitive: { request: ['government-id'], response: [] },
      },
    ],
  );
  assert.deepEqual(flows, [
    { class: 'bank-account', fields: [{ name: 'Order.iban', direction: 'response', operations: [0] }] },
    { class: 'government-id', fields: [{ name: 'Customer.taxId', direction: 'request', operations: [1] }] },
  ]);
  const open = findings.findIndex(({ ruleId }) => ruleId === 'public-operation');
  assert.ok(open >= 0 && findings[open]!.points > 5);
  assert.deepEqual(findings[open]!.operations, [1]);
  assert.ok(operations[1]!.findings.includes(open) && !operations[0]!.findings.includes(open));
  assert.ok(operations[1]!.score < operations[0]!.score);
  assert.equal(score?.letter, 'C');
});

test('the strategy names what fails, what is shown, and what no description can show', () => {
  const { considerations, findings } = reportOn(shop);
  const state = (id: string): string | undefined => considerations.find((one) => one.id === id)?.state;
  assert.equal(state('strong-authentication'), 'weak');
  assert.equal(state('encryption-in-transit'), 'shown');
  assert.equal(state('encryption-at-rest'), 'invisible');
  for (const { failing } of considerations) for (const index of failing) assert.ok(index in findings);
});

const transfers = (code: string): string => `openapi: 3.1.0
info: { title: Bank, version: "1" }
servers: [{ url: https://api.bank.example }]
security: [{ customer: [payments] }]
paths:
${['transfers', 'payees']
  .map(
    (name, index) => `  /${name}:
    post:
      summary: ${index === 0 ? 'Transfer money' : 'Add a payee'}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [iban${index === 0 && code === 'required' ? ', otpCode' : ''}]
              properties: { iban: { type: string, maxLength: 34, pattern: '^[A-Z0-9]+$' }${code === 'none' ? '' : `, otpCode: { type: string, writeOnly: true, maxLength: 6, pattern: '^[0-9]{6}$' }`} }
              additionalProperties: false
      responses: { "204": { description: Done }, "400": { description: Invalid }, "401": { description: No token }, "403": { description: No scope }, "429": { description: Too many requests, headers: { Retry-After: { schema: { type: integer } } } } }
`,
  )
  .join('')}components:
  securitySchemes:
    customer: { type: oauth2, flows: { clientCredentials: { tokenUrl: https://a.example/token, scopes: { payments: Pay } } } }
`;

function consideration(report: Report, id: string) {
  return report.considerations.find((one) => one.id === id)!;
}

test('what needs a second factor is no evidence of one: only a required code is', () => {
  const factor = (code: string) => {
    const { state, need, evidence, exceptions } = consideration(
      reportOn(transfers(code)),
      'multi-factor-authentication',
    );
    return { state, need, evidence, exceptions };
  };
  const need = '2 operations that move money or change payees, limits or factors';
  for (const code of ['none', 'optional'])
    assert.deepEqual(factor(code), { state: 'absent', need, evidence: [], exceptions: [] });
  assert.deepEqual(factor('required'), {
    state: 'part',
    need,
    evidence: ['The request requires a code or another proof at 1 of 2'],
    exceptions: [1],
  });
  assert.equal(consideration(reportOn(shop), 'multi-factor-authentication').state, 'unneeded');
});

test('a consideration with exceptions is shown in part, and names them', () => {
  const limited = transfers('none');
  assert.equal(consideration(reportOn(limited), 'abuse-detection').state, 'shown');
  const text = limited.replace(/, "429": .*$/m, ' }');
  const accepted = configured(
    'accept: [{ rule: missing-rate-limit, at: a.yaml, reason: the gateway limits }, { rule: missing-429-response, at: a.yaml, reason: the gateway limits }]',
  );
  const { state, evidence, exceptions, accepted: count } = consideration(reportOn(text, accepted), 'abuse-detection');
  assert.deepEqual(
    { state, evidence, exceptions, isAccepted: count > 0 },
    { state: 'part', evidence: ['A rate limit is documented at 1 of 2'], exceptions: [0], isAccepted: true },
  );
});

test('an unknown transport is no evidence of encryption, and is counted', () => {
  for (const servers of ['', 'servers: [{ url: /v1 }]\n']) {
    const report = reportOn(shop.replace(/^servers.*\n/m, servers));
    const { state, evidence, unknown } = consideration(report, 'encryption-in-transit');
    assert.deepEqual(
      { state, evidence, unknown },
      { state: 'absent', evidence: [], unknown: ['Transport unknown, as no server URL is absolute: 2 of 2'] },
    );
    assert.match(toHtml([report], assets), /2 with unknown transport/);
  }
});

test('a pillar of which the description shows nothing has no good letter', () => {
  const { shownPillars, score } = reportOn(transfers('none'));
  assert.deepEqual(shownPillars, ['authentication', 'transport', 'rate-limiting', 'design']);
  assert.equal(score?.pillars.find(({ pillar }) => pillar === 'monitoring')?.letter, 'A');
  const html = toHtml([reportOn(transfers('none'))], assets);
  assert.match(html, /100\.0 \(A\)/);
  assert.match(html, /monitoring<\/dt>.*?100\.0 \(not shown\)/);
});

test('every finding fails one consideration', () => {
  for (const text of [
    shop,
    transfers('none'),
    readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8'),
  ]) {
    const { findings, considerations } = reportOn(text, { ...defaultConfig, profile: 'strict' });
    const failing = considerations.flatMap((one) => one.failing).sort((a, b) => a - b);
    assert.deepEqual(failing, [...findings.keys()]);
  }
});

test('equal things have equal counts, and webhooks are counted apart', () => {
  const text = readFileSync(join(import.meta.dirname, '../../examples/bank.yaml'), 'utf8');
  const report = reportOn(text);
  const called = report.operations.filter(({ kind }) => kind === 'operation');
  assert.equal(called.length, report.operations.length - 1);
  const html = toHtml([report], assets).replaceAll(/<[^>]*>/g, ' ');
  const plain = called.filter(({ transport }) => transport === 'mixed').length;
  const unlimited = called.filter(({ rateLimit }) => rateLimit.length === 0).length;
  assert.match(
    html,
    new RegExp(
      `12 operations and 1 webhook or callback · 7 public · ${unlimited} without a rate limit · ${plain} over plain HTTP`,
    ),
  );
  assert.match(html, new RegExp(`without a rate limit \\(${unlimited}\\)`));
  assert.match(html, new RegExp(`over plain HTTP \\(${plain}\\)`));
  const one = (ruleId: string) => report.findings.find((finding) => finding.ruleId === ruleId)!;
  assert.equal(one('missing-rate-limit').operations.length, unlimited);
  assert.equal(one('plaintext-server').operations.length, plain);
  assert.equal(one('missing-429-response').points, 0);
  assert.ok(one('missing-429-response').operations.length > 0, 'what costs nothing concerns operations as well');
  for (const { operations, exposed } of report.findings)
    assert.equal(exposed.public, operations.filter((index) => isPublic(report.operations[index]!)).length);
  for (const [index, { findings }] of report.operations.entries())
    for (const finding of findings) assert.ok(report.findings[finding]!.operations.includes(index));
});

test('a finding about many places concerns the operations at all of them', () => {
  const count = 30;
  const more = Array.from(
    { length: count },
    (_, index) => `  /things${index}: { delete: { responses: { "204": { description: Deleted } } } }\n`,
  );
  const { findings } = reportOn(shop.replace('components:', `${more.join('')}components:`));
  const { operations, message } = findings.find(({ ruleId }) => ruleId === 'missing-401-response')!;
  assert.match(message, new RegExp(`${count} operations`));
  assert.equal(operations.length, count);
});

test('a letter that open errors cap is explained', () => {
  const secured = shop.replace('      security: []\n', '');
  const get = secured.slice(secured.indexOf('    get:'), secured.indexOf('  /customers'));
  const many = Array.from({ length: 60 }, (_, index) => `  /orders${index}/{orderId}:\n${get}`).join('');
  const { cap, score } = reportOn(shop.replace('  /customers:', `${many}  /customers:`));
  assert.equal(score?.letter, 'C');
  assert.deepEqual({ isBetter: cap!.letter < 'C', errors: cap!.errors }, { isBetter: true, errors: 1 });
  assert.match(
    toHtml([reportOn(shop.replace('  /customers:', `${many}  /customers:`))], assets),
    /The letter is C, not [AB]: while an error is open, it is at most C\. 1 error is open\./,
  );
  assert.equal(reportOn(secured).cap, null);
});

test('the page says when, by what and with which settings it was made', () => {
  const made = { day: '2027-01-01', version: '1.2.3', profile: 'strict', configuration: 'd/portcullis.yaml' } as const;
  const text = toHtml([reportOn(shop, defaultConfig, made)], assets).replaceAll(/<[^>]*>/g, '');
  assert.ok(
    text.includes(
      'Checked on 2027-01-01 by Portcullis 1.2.3, profile "strict", configuration d/portcullis.yaml.'.replaceAll(
        '"',
        '&quot;',
      ),
    ),
  );
  assert.equal(reportOn(shop).made, null);
});

test('what is attested, and what of it has ended, is part of the strategy', () => {
  const { considerations, findings } = reportOn(
    shop,
    configured(`attest:
  encryption-at-rest: { reason: all volumes by KMS, owner: platform, until: 2027-06-30 }
  penetration-tests: { reason: tested every year, until: 2026-06-30 }
`),
  );
  const shown = (id: string): readonly unknown[] =>
    considerations.flatMap((one) => (one.id === id ? [one.state, ...one.evidence] : []));
  assert.deepEqual(shown('encryption-at-rest'), [
    'attested',
    'Attested by platform until 2027-06-30: all volumes by KMS',
  ]);
  assert.deepEqual(shown('penetration-tests'), ['ended', 'Attested until 2026-06-30: tested every year']);
  assert.deepEqual(shown('advisories'), ['invisible']);
  assert.ok(findings.some(({ ruleId, at }) => ruleId === 'expired-acceptance' && at.file === 'd/portcullis.yaml'));
});

test('acceptances have reason, owner and end, ended ones first', () => {
  const text = shop.replace('servers: [', 'servers: [ { url: http://b.example },');
  const accept = (rule: string, more: string): string => `  - { rule: ${rule}, at: a.yaml, ${more} }\n`;
  const report = reportOn(
    text,
    configured(
      `accept:\n${accept('plaintext-server', 'reason: in its own network, owner: platform, until: 2027-03-31')}${accept('missing-rate-limit', 'reason: the gateway limits, until: 2026-12-31')}`,
    ),
  );
  assert.deepEqual(
    report.acceptances.map(({ ruleId, kind, reason, owner, until, hasEnded, count }) => [
      ruleId,
      kind,
      reason,
      owner,
      until,
      hasEnded,
      count,
    ]),
    [
      ['missing-rate-limit', 'configuration', 'the gateway limits', null, '2026-12-31', true, 0],
      ['plaintext-server', 'configuration', 'in its own network', 'platform', '2027-03-31', false, 1],
    ],
  );
  assert.deepEqual(report.acceptances[1]!.at, {
    uri: 'file:///d/portcullis.yaml',
    file: 'd/portcullis.yaml',
    line: 1,
    character: 12,
  });
});

test('what the configuration turns off is told with its reason', () => {
  const { off } = reportOn(
    shop,
    configured(`rules:
  weak-cookie: { severity: off, reason: no browser calls it }
  plaintext-server: off
  missing-rate-limit: { severity: hint, reason: the gateway limits }
pillars: { monitoring: off }
`),
  );
  assert.deepEqual(
    off.map(({ name, reason }) => [name, reason]),
    [
      ['monitoring', null],
      ['weak-cookie', 'no browser calls it'],
      ['plaintext-server', null],
    ],
  );
});

test('compliance names for each requirement what fails it, what of it is accepted, and what is not checked', () => {
  const row = (report: Report, id: string) => {
    const { rules, failing, accepted } = report.compliance.find((one) => one.id === id)!;
    return { isChecked: rules > 0, failing: failing.map((index) => report.findings[index]!.ruleId), accepted };
  };
  const cards = shop.replace('taxId:', 'cardNumber:');
  assert.deepEqual(row(reportOn(cards), 'PCI DSS 7.3.3'), {
    isChecked: true,
    failing: ['public-operation'],
    accepted: 0,
  });
  const accepted = cards.replace(
    'security: []',
    'security: [] # portcullis-ignore public-operation -- run by a partner',
  );
  assert.deepEqual(row(reportOn(accepted), 'PCI DSS 7.3.3'), { isChecked: true, failing: [], accepted: 1 });
  const pillars = { monitoring: 'off' } as const;
  assert.deepEqual(row(reportOn(shop, { ...defaultConfig, pillars }), 'PCI DSS 10.2.1'), {
    isChecked: false,
    failing: [],
    accepted: 0,
  });
});

test('a requirement about data that the description does not have does not apply', () => {
  const row = (text: string, id: string) => {
    const { applies, failing, otherwise } = reportOn(text).compliance.find((one) => one.id === id)!;
    return { applies, failing: failing.length, otherwise };
  };
  for (const name of ['taxId', 'cardLast4', 'truncatedCardNumber']) {
    const text = shop.replace('taxId:', `${name}:`);
    const { applies, failing, otherwise } = row(text, 'PCI DSS 7.3.3');
    assert.deepEqual({ applies, failing, isTold: otherwise > 0 }, { applies: false, failing: 0, isTold: true }, name);
    assert.match(
      toHtml([reportOn(text)], assets),
      /does not apply, as no card data was recognized: \d+ findings? would fail it/,
    );
  }
  assert.deepEqual(row(shop.replace('taxId:', 'cardNumber:'), 'PCI DSS 7.3.3'), {
    applies: true,
    failing: 1,
    otherwise: 0,
  });
  assert.equal(row(shop, 'GDPR Art. 32').applies, true);
  assert.equal(row(shop, 'HIPAA 164.312(d)').applies, false);
});

test('a report is compared with a former result by path and fingerprint', () => {
  const report = reportOn(shop);
  const [first, second] = report.findings;
  const former = (findings: readonly object[], path = report.name): string =>
    JSON.stringify({ version: 1, files: [{ path, score: { value: 12.5 }, findings }] });
  const gone = { ruleId: 'x', severity: 'error', message: 'Gone.', fingerprint: 'f' };
  const uncounted = [
    { ...gone, fingerprint: 'g', echo: true },
    { ...gone, fingerprint: 'h', severity: 'hint' },
  ];
  const known = report.findings.filter((one) => one !== second);
  const { trend } = compareReport(report, readFormer(former([...known, gone, ...uncounted]))!);
  assert.deepEqual(trend, { before: 12.5, added: [1], gone: [gone] });
  assert.equal(compareReport(report, readFormer(former([first!], 'other.yaml'))!).trend, 'new');
  assert.equal(
    describeTrend(compareReport(report, readFormer(former(report.findings))!)),
    `+${(report.score!.value - 12.5).toFixed(1)} points, 0 new, 0 gone`,
  );
});

test('what is no former result is refused', () => {
  for (const text of [
    '',
    '[]',
    'null',
    '{"version":2,"files":[]}',
    '{"version":1}',
    '{"version":1,"files":[{"path":1}]}',
  ])
    assert.equal(readFormer(text), undefined, text);
});

test('the score does not depend on profile, severities or pillars', () => {
  const { score } = reportOn(shop);
  const rules = { 'public-operation': 'off' } as const;
  const lenient: Config = { ...defaultConfig, profile: 'minimal', rules, pillars: { authentication: 'off' } };
  assert.deepEqual(reportOn(shop, lenient).score, score);
});

test('a reduced report keeps its cross references', () => {
  const report = reportOn(shop);
  const reduced = reduceReport(report, ({ severity }) => severity === 'warning');
  assert.ok(reduced.findings.length > 0 && reduced.findings.length < report.findings.length);
  for (const { findings } of reduced.operations) for (const index of findings) assert.ok(index in reduced.findings);
  assert.deepEqual(
    reduced.operations.map(({ findings }) => findings.map((index) => reduced.findings[index]!.fingerprint)),
    report.operations.map(({ findings }) =>
      findings
        .map((index) => report.findings[index]!)
        .flatMap((one) => (one.severity === 'warning' ? one.fingerprint : [])),
    ),
  );
});

test('operations are grouped from the most exposed, and sorted by any column', () => {
  const { operations } = reportOn(shop);
  assert.deepEqual(
    groupsOf(operations, 'exposure').map(({ title }) => title),
    ['Public, with sensitive data', 'Authenticated'],
  );
  assert.deepEqual(
    sorted(operations, { key: 'path', isDown: false }).map(({ path }) => path),
    ['/customers', '/orders/{orderId}'],
  );
  assert.deepEqual(
    sorted(operations, { key: 'score', isDown: true }).map(({ path }) => path),
    ['/orders/{orderId}', '/customers'],
  );
});

test('texts of a document stay texts on the page', () => {
  const hostile = '</script><img src=x onerror=alert(1)><!--<script>{{1}}$"\'`';
  const text = JSON.stringify({
    openapi: '3.1.0',
    info: { title: hostile, version: '1' },
    servers: [{ url: 'http://api.example.com' }],
    paths: {
      [`/${hostile}`]: {
        get: {
          operationId: hostile,
          security: [{ [hostile]: [hostile] }],
          responses: { 200: { description: hostile } },
        },
      },
    },
    components: { securitySchemes: { [`${hostile}2`]: { type: 'http', scheme: 'basic' } } },
  });
  const config = configured(
    `accept: [{ rule: plaintext-server, at: a.json, reason: ${JSON.stringify(`why ${hostile}`)}, owner: ${JSON.stringify(hostile)} }]\nattest: { advisories: { reason: ${JSON.stringify(`why ${hostile}`)} } }`,
  );
  const findings = [{ ruleId: hostile, severity: 'error', message: hostile, fingerprint: hostile }];
  const former = readFormer(JSON.stringify({ version: 1, files: [{ path: 'd/a.json', findings }] }));
  const html = toHtml([compareReport(reportOn(text, config), former!)], assets);
  assert.match(html, /Gone: 1 finding/);
  assert.equal(html.match(/<script/g)?.length, 2);
  assert.equal(html.match(/<\/script>/g)?.length, 2);
  assert.doesNotMatch(html, /<img|<!--/);
  const [, data] = /<script type="application\/json"[^>]*>(.*?)<\/script>/s.exec(html)!;
  assert.equal((JSON.parse(data!) as Report[])[0]!.title, hostile);
});

test('the page allows no source but its own script and style', () => {
  const html = toHtml([reportOn(shop)], assets);
  assert.match(
    html,
    /default-src 'none'; style-src 'sha256-t'; script-src 'sha256-s'; base-uri 'none'; form-action 'none'/,
  );
  assert.doesNotMatch(
    html,
    / (?:(?:src|action|style)=|href="(?!#(?:[a-z]+|(?:finding|operation|consideration|requirement|data|owasp)-\w+)"))/,
  );
});
