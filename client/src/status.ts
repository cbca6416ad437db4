import {
  type Command,
  type Disposable,
  type LanguageStatusItem,
  LanguageStatusSeverity,
  languages,
  window,
} from 'vscode';
import { counted } from '../../server/src/engine/counted.ts';
import type { DescriptionOverview, Overview, StatusParams } from '../../server/src/lsp/protocol.ts';

export interface Status extends Disposable {
  /** With each check of a document. */
  update(params: StatusParams): void;
  /** Scores and limits, which follow after a moment. */
  show(overview: Overview): void;
}

const showReport: Command = { title: 'Show Report', command: 'portcullis.showReport' };
const openLog: Command = { title: 'Open Log', command: 'portcullis.openLog' };

/**
 * The language status: score and findings of the active document, or why there are none; below it, what is paused or over
 * a limit. Never a pop-up.
 */
export function createStatus(selector: readonly { readonly language: string }[]): Status {
  const item = languages.createLanguageStatusItem('portcullis.status', selector);
  item.name = 'Portcullis';
  let gaps: LanguageStatusItem | undefined;
  const known = new Map<string, StatusParams>();
  let descriptions: readonly DescriptionOverview[] = [];

  function show(): void {
    const uri = window.activeTextEditor?.document.uri.toString() ?? '';
    const params = known.get(uri);
    const isKnown = params !== undefined && params.state !== 'not-openapi';
    const description = isKnown
      ? (descriptions.find((one) => one.uri === uri) ?? descriptions.find((one) => one.documents.includes(uri)))
      : undefined;
    item.text = isKnown ? textOf(params, description) : '$(shield) Portcullis';
    item.detail = isKnown ? detailOf(params, description) : 'no OpenAPI document';
    item.command = isKnown ? showReport : openLog;
    showGaps(isKnown ? gapsOf(params, description) : []);
  }

  function showGaps(texts: readonly string[]): void {
    if (texts.length === 0) {
      gaps?.dispose();
      gaps = undefined;
      return;
    }
    gaps ??= languages.createLanguageStatusItem('portcullis.gaps', selector);
    gaps.name = 'Portcullis: not checked';
    gaps.text = `$(warning) ${texts[0]}`;
    gaps.detail = texts.slice(1).join(' ');
    gaps.severity = LanguageStatusSeverity.Warning;
    gaps.command = { title: 'Show Problems', command: 'workbench.actions.view.problems' };
    gaps.accessibilityInformation = { label: `Portcullis: ${texts.join(' ')}` };
  }

  const subscription = window.onDidChangeActiveTextEditor(show);
  show();
  return {
    update(params) {
      known.set(params.uri, params);
      show();
    },
    show(overview) {
      descriptions = overview.descriptions;
      show();
    },
    dispose() {
      subscription.dispose();
      gaps?.dispose();
      item.dispose();
    },
  };
}

function textOf({ findings = 0, errors = 0 }: StatusParams, description: DescriptionOverview | undefined): string {
  const { score } = description ?? {};
  const shown = score ? `${score.value.toFixed(1)} (${score.letter}) · ` : '';
  return `$(shield) ${shown}${counted(findings, 'finding')}${errors > 0 ? `, ${counted(errors, 'error')}` : ''}`;
}

function detailOf({ uri, openapi, detail }: StatusParams, description: DescriptionOverview | undefined): string {
  if (description !== undefined && description.uri !== uri) return `part of ${description.name}`;
  return detail ?? `OpenAPI ${openapi ?? ''}`;
}

function gapsOf({ state }: StatusParams, description: DescriptionOverview | undefined): readonly string[] {
  const { limits = [], pausedRules = 0 } = description ?? {};
  const paused =
    pausedRules === 0
      ? 'Analysis paused: syntax error.'
      : `Analysis paused: syntax error. ${counted(pausedRules, 'rule')} ${pausedRules === 1 ? 'keeps' : 'keep'} earlier findings.`;
  return [...(state === 'paused' ? [paused] : []), ...limits];
}
