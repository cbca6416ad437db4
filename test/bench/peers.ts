import { existsSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from './process.ts';

/** Other tools that find weaknesses in descriptions: not among our dependencies, so they stand in a folder of their own. */
export interface Peers {
  /** With the six of its rules that are about security. */
  redocly(path: string): Command;
  /** With the OWASP ruleset. */
  spectral(path: string): Command;
  /** What is not there. */
  readonly absent: readonly string[];
}

const redoclyRules = `rules:
  security-defined: error
  no-empty-servers: error
  no-server-example.com: error
  operation-4xx-response: error
  operation-4xx-problem-details-rfc7807: error
  rule/https-servers:
    subject: { type: Server, property: url }
    assertions: { pattern: "/^https:/" }
`;

/** `folder` has the peers in its `node_modules`; their configuration is written to `scratch`. */
export function createPeers(folder: string, scratch: string): Peers {
  const modules = join(folder, 'node_modules');
  const redocly = join(modules, '.bin/redocly');
  const spectral = join(modules, '.bin/spectral');
  const redoclyConfig = join(scratch, 'redocly.yaml');
  const spectralConfig = join(scratch, 'spectral.yaml');
  writeFileSync(redoclyConfig, redoclyRules);
  writeFileSync(spectralConfig, `extends: ["${modules}/@stoplight/spectral-owasp-ruleset/dist/ruleset.js"]\n`);
  return {
    redocly: (path) => ({
      command: redocly,
      args: ['lint', '--config', redoclyConfig, '--format', 'json', path],
    }),
    spectral: (path) => ({
      command: spectral,
      args: ['lint', '--ruleset', spectralConfig, '--format', 'json', path],
    }),
    absent: [...(existsSync(redocly) ? [] : ['Redocly']), ...(existsSync(spectral) ? [] : ['Spectral'])],
  };
}
