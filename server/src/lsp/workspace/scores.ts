import { analyze } from '../../engine/analyze/analyze.ts';
import type { Analysis } from '../../engine/finding.ts';
import { type Score, scoreOf } from '../../engine/score/score.ts';
import { scoringConfig } from '../../engine/score/scoringConfig.ts';
import type { Checked } from './analyses.ts';

export type ShownScore = Pick<Score, 'value' | 'letter'>;

/** The score of each check, computed once when it is first asked for. */
export class Scores {
  readonly #analyses = new WeakMap<Checked, Analysis>();
  readonly #scores = new WeakMap<Checked, { readonly score: Score | undefined }>();
  /** The last one of a text without syntax errors, by the entry of the description. */
  readonly #last = new Map<string, ShownScore>();

  /** The analysis under the configuration that counts for a score. */
  analysisOf(checked: Checked): Analysis {
    const { analysis, config, description } = checked;
    const scoring = scoringConfig(config);
    // Of a text with syntax errors, only the check itself has the findings of the rules that are paused.
    if (scoring === config || description.isBroken) return analysis;
    let known = this.#analyses.get(checked);
    if (known === undefined) {
      known = analyze(description, scoring);
      this.#analyses.set(checked, known);
    }
    return known;
  }

  /** `undefined` without operations. */
  of(checked: Checked): Score | undefined {
    let known = this.#scores.get(checked);
    if (known === undefined) {
      known = { score: scoreOf(checked.description, this.analysisOf(checked).findings) };
      this.#scores.set(checked, known);
    }
    return known.score;
  }

  /** The score to show: while the text has syntax errors, operations are missing, so the last one before them stays. */
  shown(checked: Checked): ShownScore | undefined {
    const { entry, isBroken } = checked.description;
    const last = this.#last.get(entry.uri);
    if (isBroken && last !== undefined) return last;
    const score = this.of(checked);
    if (score === undefined) {
      this.#last.delete(entry.uri);
      return undefined;
    }
    const shown = { value: score.value, letter: score.letter };
    this.#last.set(entry.uri, shown);
    return shown;
  }

  clear(): void {
    this.#last.clear();
  }
}
