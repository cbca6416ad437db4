import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createFormat, formatNames, type Uncounted } from '../../server/src/cli/formats/format.ts';
import type { FileResult, ReportedFinding, ReportedProblem } from '../../server/src/cli/project/results.ts';
import type { Severity } from '../../server/src/engine/severity.ts';

/** What each format lists of the findings that do not count; docs/reference/output.md says the same. */
const uncounted: Readonly<Record<string, Uncounted>> = { stylish: 'on request', json: 'all', sarif: 'none' };

/** Writes a report on the whole description (`FileResult.report`), not a list of findings. */
const reports: readonly string[] = ['html'];

const range = { start: { line: 0, character: 0 }, end: { line: 0, character: 7 } };

function found(message: string, severity: Severity, more: Partial<ReportedFinding> = {}): ReportedFinding {
  return {
    ruleId: 'plaintext-server',
    severity,
    confidence: 'high',
    message,
    file: 'api.yaml',
    pointer: '/servers/0',
    range,
    pillar: 'transport',
    owasp: 'API8:2023',
    cwe: [319],
    compliance: [],
    related: [],
    operations: 1,
    echo: false,
    fixes: [],
    fixSafety: undefined,
    isRepeated: false,
    fingerprint: message,
    line: { text: 'openapi: 3.1.0', from: 0 },
    ...more,
  } as ReportedFinding;
}

function problem(message: string, severity: ReportedProblem['severity']): ReportedProblem {
  return { code: 'syntax', message, severity, file: 'api.yaml', range };
}

const decision = {
  kind: 'comment',
  reason: 'behind the VPN',
  owner: undefined,
  until: undefined,
  file: 'api.yaml',
  range,
} as const;

const result: FileResult = {
  path: 'api.yaml',
  openapi: '3.1.0',
  findings: [
    found('an-error', 'error'),
    found('a-warning', 'warning'),
    found('an-information', 'information'),
    found('a-hint', 'hint'),
    found('an-echo', 'hint', { echo: true }),
    found('an-echoed-error', 'error', { echo: true }),
    found('a-repeated-error', 'error', { isRepeated: true }),
  ],
  errors: [problem('a-problem', 'error'), problem('a-small-problem', 'warning')],
  accepted: [
    { ...found('an-acceptance', 'warning'), decision },
    { ...found('an-accepted-hint', 'hint'), decision },
    { ...found('a-repeated-acceptance', 'warning', { isRepeated: true }), decision },
  ],
  failures: [],
};

const counted = ['an-error', 'a-warning', 'an-information', 'a-problem', 'a-small-problem'];
const requested = ['a-hint', 'an-echo', 'an-echoed-error'];
const errors = ['an-error', 'an-echoed-error', 'a-repeated-error', 'a-problem'];

/** What the output says of `result`. */
function listed(name: string, options: { readonly asks: boolean; readonly quiet: boolean }): readonly string[] {
  const { asks, quiet } = options;
  const format = createFormat(name, { color: false, width: 80, echoes: asks, hints: asks, quiet });
  const words = new Set((format.begin() + format.file(result) + format.end()).match(/[\w-]+/g));
  return [...result.findings, ...result.errors].flatMap(({ message }) => (words.has(message) ? message : []));
}

test('every format is in the table', () => {
  assert.deepEqual([...Object.keys(uncounted), ...reports].sort(), [...formatNames].sort());
});

for (const name of Object.keys(uncounted)) {
  for (const asks of [false, true]) {
    const expected = [
      ...counted,
      ...(uncounted[name] === 'all' || (asks && uncounted[name] === 'on request') ? requested : []),
      ...(uncounted[name] === 'all' ? ['a-repeated-error'] : []),
    ].sort();
    const how = asks ? 'with --echoes' : 'without --echoes';

    test(`${name} ${how}: lists what counts, and of the rest what its contract says`, () => {
      assert.deepEqual([...listed(name, { asks, quiet: false })].sort(), expected);
    });

    test(`${name} ${how} --quiet: lists the errors of these, and no other problems`, () => {
      assert.deepEqual(
        [...listed(name, { asks, quiet: true })].sort(),
        expected.filter((one) => errors.includes(one)),
      );
    });
  }
}

test('the counts of JSON are those of what is listed', () => {
  const summaryOf = (quiet: boolean): Record<string, number> => {
    const format = createFormat('json', { color: false, width: 80, echoes: false, hints: false, quiet });
    return JSON.parse(format.begin() + format.file(result) + format.end()).summary;
  };
  const zero = { warning: 0, information: 0, hint: 0 };
  assert.deepEqual(summaryOf(true), { files: 1, findings: 1, error: 1, ...zero, echoes: 1, errors: 1, accepted: 0 });
  const one = { error: 1, warning: 1, information: 1, hint: 1 };
  assert.deepEqual(summaryOf(false), { files: 1, findings: 3, ...one, echoes: 2, errors: 2, accepted: 1 });
});
