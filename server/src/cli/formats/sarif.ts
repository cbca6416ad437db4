import type { Finding } from '../../engine/finding.ts';
import { rules } from '../../engine/rules/index.ts';
import type { Confidence, RuleMeta, Severity } from '../../engine/rules/rule.ts';
import { introduction, readPage } from '../../pages.ts';
import type { LineRange, Places } from '../results.ts';
import { version } from '../version.ts';
import type { Format, FormatOptions } from './format.ts';

/** Code scanning refuses a run with more; the least severe are left out first, and a notification says how many. */
const maxResults = 25_000;

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;
const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
/** CVSS-like: high begins at 7.0, medium at 4.0. */
const scores: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.5', information: '3.0', hint: '1.0' };
const precisions: Readonly<Record<Confidence, string>> = { high: 'high', medium: 'medium', low: 'low' };

/** SARIF 2.1.0 as GitHub code scanning reads it. Echoes are left out: they are no results. */
export function createSarif({ quiet }: FormatOptions): Format {
  const results: { severity: Severity; result: object }[] = [];
  const notifications: object[] = [];
  return {
    begin: () => '',
    file({ findings, errors, failures, places }) {
      for (const finding of findings) {
        if (finding.echo || (quiet && finding.severity !== 'error')) continue;
        results.push({ severity: finding.severity, result: toResult(finding, places) });
      }
      for (const { code, message, severity, file, range } of errors) {
        notifications.push({
          level: severity,
          message: { text: message },
          descriptor: { id: code },
          locations: [location(file, range)],
        });
      }
      for (const { ruleId, message } of failures) {
        notifications.push({
          level: 'error',
          message: { text: `The rule failed: ${message}` },
          associatedRule: { id: ruleId },
        });
      }
      return '';
    },
    end() {
      const kept =
        results.length <= maxResults
          ? results
          : order.flatMap((severity) => results.filter((item) => item.severity === severity)).slice(0, maxResults);
      if (kept.length < results.length) {
        const text = `${results.length - kept.length} results of the lowest severities are left out.`;
        notifications.push({ level: 'warning', message: { text }, descriptor: { id: 'too-many-results' } });
      }
      const log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: {
              driver: { name: 'Portcullis', semanticVersion: version, rules: rules.map(({ meta }) => toRule(meta)) },
            },
            columnKind: 'utf16CodeUnits',
            automationDetails: { id: 'portcullis/' },
            invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
            results: kept.map(({ result }) => result),
          },
        ],
      };
      return `${JSON.stringify(log, undefined, 1)}\n`;
    },
  };
}

function toRule(meta: RuleMeta) {
  const markdown = introduction(readPage(meta));
  return {
    id: meta.id,
    name: meta.id.replaceAll(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase()),
    shortDescription: { text: `${meta.title}.` },
    fullDescription: { text: (markdown.split('\n\n')[0] ?? meta.title).replaceAll('\n', ' ').slice(0, 1000) },
    help: { text: markdown, markdown },
    defaultConfiguration: { level: levels[meta.severity] },
    properties: {
      tags: [
        'security',
        meta.pillar,
        meta.owasp,
        ...meta.cwe.map((cwe) => `external/cwe/cwe-${String(cwe).padStart(3, '0')}`),
      ],
      precision: precisions[meta.confidence],
      'security-severity': scores[meta.severity],
    },
  };
}

function toResult(finding: Finding, places: Places) {
  const { document, range, related } = finding;
  return {
    ruleId: finding.ruleId,
    ruleIndex: rules.findIndex(({ meta }) => meta.id === finding.ruleId),
    level: levels[finding.severity],
    message: { text: finding.message },
    locations: [location(places.name(document), places.range(document, range))],
    relatedLocations: related.map((place, id) => ({
      id,
      message: { text: place.message },
      ...location(places.name(place.document), places.range(place.document, place.range)),
    })),
    partialFingerprints: { primaryLocationLineHash: `${finding.fingerprint}:1` },
    properties: { confidence: finding.confidence, operations: finding.operations, pointer: finding.pointer },
  };
}

function location(file: string, { start, end }: LineRange) {
  return {
    physicalLocation: {
      artifactLocation: { uri: encodeURI(file), uriBaseId: '%SRCROOT%' },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}
