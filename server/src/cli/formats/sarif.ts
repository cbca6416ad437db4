import { join, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import { fingerprint } from '../../engine/analyze/fingerprint.ts';
import { grouped } from '../../engine/counted.ts';
import type { RuleMeta } from '../../engine/rule/rule.ts';
import type { Confidence, Severity } from '../../engine/severity.ts';
import { repositoryOf } from '../../files.ts';
import { introduction, readPage } from '../../pages.ts';
import { version } from '../../version.ts';
import { catalog } from '../catalog.ts';
import { toJson } from '../output/text.ts';
import type { LineRange, ReportedFinding, ReportedProblem } from '../project/results.ts';
import type { Format } from './format.ts';

/** Code scanning rejects a run with more results. The least severe are omitted, and a notification gives the count. */
const maxResults = 25_000;
/** The most related locations that code scanning accepts for one result. */
const maxLocations = 1000;

const levels = { error: 'error', warning: 'warning', information: 'note', hint: 'note' } as const;
const order: readonly Severity[] = ['error', 'warning', 'information', 'hint'];
/** GitHub reads scores as CVSS does: high begins at 7.0, medium at 4.0. */
const scores: Readonly<Record<Severity, string>> = { error: '8.0', warning: '5.5', information: '3.0', hint: '1.0' };
const precisions: Readonly<Record<Confidence, string>> = { high: 'high', medium: 'medium', low: 'low' };

/** SARIF 2.1.0 as GitHub code scanning reads it. Echoes and hints are not results. */
export function createSarif(): Format {
  const results: { severity: Severity; result: object }[] = [];
  const notifications: object[] = [];
  const uriOf = createUris();
  const ordinalOf = createOrdinals();
  const problemRules: ReturnType<typeof toProblemRule>[] = [];
  let hasFailed = false;
  let isUnread = false;
  const location = (file: string, range: LineRange) => toLocation(uriOf(file), range);

  function toResult(finding: ReportedFinding) {
    const { file, range, related } = finding;
    return {
      ruleId: finding.ruleId,
      ruleIndex: catalog.findIndex(({ id }) => id === finding.ruleId),
      level: levels[finding.severity],
      message: { text: finding.message },
      locations: [location(file, range)],
      relatedLocations: related.slice(0, maxLocations).map((place, id) => ({
        id,
        message: { text: place.message },
        ...location(place.file, place.range),
      })),
      partialFingerprints: {
        primaryLocationLineHash: `${finding.fingerprint}:${ordinalOf(`${file} ${finding.fingerprint}`)}`,
      },
      properties: { confidence: finding.confidence, operations: finding.operations, pointer: finding.pointer },
    };
  }

  /** A result for a problem: code scanning shows only results, and an unread file must not look like a clean one. */
  function problemToResult({ code, message, severity, file, range }: ReportedProblem) {
    let index = problemRules.findIndex(({ id }) => id === code);
    if (index < 0) index = problemRules.push(toProblemRule(code)) - 1;
    const hash = fingerprint(code, file, file, '', message, '');
    return {
      ruleId: code,
      ruleIndex: catalog.length + index,
      level: levels[severity],
      message: { text: message },
      locations: [location(file, range)],
      partialFingerprints: { primaryLocationLineHash: `${hash}:${ordinalOf(`${file} ${hash}`)}` },
    };
  }

  return {
    detail: { fixes: 'none', lines: 'none', score: 'none', report: false },
    uncounted: 'none',
    begin: () => '',
    file({ errors, failures }, listed) {
      for (const finding of listed) results.push({ severity: finding.severity, result: toResult(finding) });
      for (const error of errors) {
        isUnread ||= error.severity === 'error';
        results.push({ severity: error.severity, result: problemToResult(error) });
      }
      for (const { ruleId, message } of failures) {
        hasFailed = true;
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
        const [shown, all] = [kept.length, results.length].map(grouped);
        const text = `${shown} of ${all} results are listed, the most severe first.`;
        notifications.push({ level: 'warning', message: { text }, descriptor: { id: 'too-many-results' } });
      }
      const log = {
        $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
        version: '2.1.0',
        runs: [
          {
            tool: {
              driver: {
                name: 'Portcullis',
                semanticVersion: version,
                rules: [...catalog.map(toRule), ...problemRules],
              },
            },
            columnKind: 'utf16CodeUnits',
            automationDetails: { id: 'portcullis/' },
            invocations: [{ executionSuccessful: !hasFailed && !isUnread, toolExecutionNotifications: notifications }],
            results: kept.map(({ result }) => result),
          },
        ],
      };
      return `${toJson(log, 1)}\n`;
    },
  };
}

function toRule(meta: RuleMeta) {
  const markdown = introduction(readPage(meta));
  return {
    id: meta.id,
    name: camelCase(meta.id),
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
        ...(meta.compliance ?? []),
      ],
      precision: precisions[meta.confidence],
      'security-severity': scores[meta.severity],
    },
  };
}

/** The SARIF rule for a problem of the document itself, which has no rule page. */
function toProblemRule(code: string) {
  const words = code.replaceAll('-', ' ');
  const text = `Problem in the document itself: ${words}.`;
  return {
    id: code,
    name: camelCase(code),
    shortDescription: { text },
    help: { text: `${text} Parts that could not be read were not checked.` },
    properties: { tags: ['security'] },
  };
}

function camelCase(id: string): string {
  return id.replaceAll(/(^|-)(\w)/g, (_all, _dash, letter: string) => letter.toUpperCase());
}

function toLocation(uri: string, { start, end }: LineRange) {
  return {
    physicalLocation: {
      artifactLocation: uri.startsWith('file:') ? { uri } : { uri, uriBaseId: '%SRCROOT%' },
      region: {
        startLine: start.line + 1,
        startColumn: start.character + 1,
        endLine: end.line + 1,
        endColumn: end.character + 1,
      },
    },
  };
}

/** Code scanning resolves paths from the root of the repository. Files outside it get absolute URIs. */
function createUris(): (name: string) => string {
  const root = repositoryOf(process.cwd()) ?? process.cwd();
  const base = relative(root, process.cwd());
  return (name) => {
    const path = join(base, name).split(sep).join('/');
    if (path === '..' || path.startsWith('../')) return pathToFileURL(resolve(name)).href;
    return path.split('/').map(encodeURIComponent).join('/');
  };
}

/** Numbers equal fingerprints of one file: of two results with one fingerprint, code scanning shows only one. */
function createOrdinals(): (key: string) => number {
  const counts = new Map<string, number>();
  return (key) => {
    const count = (counts.get(key) ?? 0) + 1;
    counts.set(key, count);
    return count;
  };
}
