import type { ReportedRun } from '../model/report.ts';

/** The heading of one part of a run's facts. */
export type HeadingOf = (part: string) => string;

/** "Host", or "Host: tuned" where a page is of several runs. */
export function headingsOf({ label }: ReportedRun, runs: readonly ReportedRun[]): HeadingOf {
  return (part) => (runs.length > 1 ? `${part}: ${label}` : part);
}
