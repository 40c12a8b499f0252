/** Version of `<baselines>/<name>.json`. The major grows when an old reader would misread a new file. */
export const baselineFormatVersion = '1.0';

/** Which run a baseline was from some moment on. */
export interface BaselineEntry {
  /** sha256 of the run's manifest followed by its journal, in hexadecimal. */
  readonly digest: string;
  readonly runId: string;
  readonly pinnedAt: string;
  readonly reason: string;
  readonly by?: string;
}

/** A name for a run that others are compared with, and all that it has named. */
export interface Baseline {
  readonly format: string;
  readonly name: string;
  /** The oldest first, so that the last one counts; never empty. */
  readonly history: readonly BaselineEntry[];
}

/** Letters, digits, dots, hyphens and underscores, at most 64, of which the first is a letter or a digit. */
export function isBaselineName(text: string): boolean {
  return /^[A-Za-z0-9][\w.-]{0,63}$/.test(text);
}
