import type { CancellationToken } from 'vscode-languageserver';
import type { Config } from '../../engine/config/config.ts';
import type { Finding } from '../../engine/finding.ts';
import { type MinimalDescription, minimize } from '../../engine/minimize/minimize.ts';
import type { OpenApiDescription } from '../../engine/openapi/model.ts';
import { rules } from '../../engine/rules/index.ts';
import type { Context } from '../context.ts';
import { type FalsePositiveParams, type FalsePositiveResult, falsePositiveRequest } from '../protocol.ts';
import { nextTurn } from '../workspace/schedule.ts';
import type { Feature } from './feature.ts';

/** The text of an issue about a finding, with a description in which names and texts are replaced. Nothing is sent. */
export const falsePositive: Feature<FalsePositiveParams, FalsePositiveResult> = {
  method: falsePositiveRequest,
  handle: writeIssue,
  fallback: () => null,
};

async function writeIssue(
  { uri, fingerprint, product }: FalsePositiveParams,
  { session }: Context,
  token: CancellationToken,
): Promise<FalsePositiveResult> {
  await session.check(uri);
  const source = session.source(uri);
  for (const { analysis, config, description } of await session.descriptionsWith(uri)) {
    const finding = analysis.findings.find((one) => one.document === source && one.fingerprint === fingerprint);
    if (finding === undefined) continue;
    const minimal = await minimizeInTurns(finding, description, config, token);
    return minimal === undefined ? null : { text: issueOf(finding, description, config, minimal, product) };
  }
  return null;
}

/** Other messages are read between the trials. */
async function minimizeInTurns(
  finding: Finding,
  description: OpenApiDescription,
  config: Config,
  token: CancellationToken,
): Promise<MinimalDescription | undefined> {
  const steps = minimize(finding, description, config);
  for (let step = steps.next(); ; step = steps.next()) {
    if (step.done === true) return step.value;
    await nextTurn();
    if (token.isCancellationRequested) return undefined;
  }
}

function issueOf(
  { ruleId, severity, confidence, echo }: Finding,
  { version }: OpenApiDescription,
  { profile }: Config,
  { files, kept, message }: MinimalDescription,
  product: string | undefined,
): string {
  const title = rules.find(({ meta }) => meta.id === ruleId)?.meta.title ?? '';
  const shown = `It shows the finding. ${
    kept.length === 0
      ? 'All names and texts are replaced.'
      : `Names and texts are replaced, except for words that the finding needs: ${kept.join(', ')}.`
  }`;
  const gone = 'It does not show the finding: that needs a text that is replaced, or more of the description.';
  return [
    `# False positive of ${ruleId}`,
    '<!-- Nothing has been sent. Check that nothing here is confidential, then paste it into an issue. -->',
    [
      `- Rule: ${ruleId} (${title})`,
      `- Reported as: ${echo ? 'echo' : severity}, confidence ${confidence}`,
      `- OpenAPI ${version}, profile ${profile}`,
      ...(product === undefined ? [] : [`- ${product.replaceAll(/[^\w .()-]/g, '')}`]),
    ].join('\n'),
    ...(message === undefined ? [] : [`## Finding\n\n> ${message}`]),
    '## Why it is not a weakness\n\n<!-- State what makes it safe. -->',
    `## Description\n\n${message === undefined ? gone : shown}`,
    ...files.map(({ name, text }) => `${name}:\n\n\`\`\`yaml\n${text}\`\`\``),
    '',
  ].join('\n\n');
}
