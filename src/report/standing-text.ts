import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import { countsOfCases } from '../model/trial-counts.ts';
import { hostClass } from './host-class.ts';
import { lostTexts } from './series.ts';

/** The kinds of machine that the runs of a report are of, each once. */
export function hostsText({ runs }: Pick<ReportAnalysis, 'runs'>): string {
  const classes = runs.map(({ manifest: { host } }) => (host === undefined ? 'not told' : hostClass(host)));
  return [...new Set(classes)].join('; ');
}

/** "no error, 2 warnings": whether a rule objects. */
export function validityText({ findings }: Pick<ReportAnalysis, 'findings'>): string {
  const count = (severity: string): number => findings.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const warned = `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  if (errors > 0) return `not to be relied on: ${errors} ${errors === 1 ? 'error' : 'errors'}, ${warned}`;
  return warnings > 0 ? `no error, ${warned}` : 'no rule objects';
}

/** "15 of 16 ok, 1 failed"; of several runs together, and of each that lost some. */
export function trialsText({ runs }: Pick<ReportAnalysis, 'runs'>): string {
  const all = trialsOfRun({ cases: runs.flatMap(({ cases }) => cases) });
  if (runs.length === 1) return all;
  const lossy = runs.filter((run) => lostTexts(countsOfCases(run.cases)).length > 0);
  return [`${all} in ${runs.length} runs`, ...lossy.map((run) => `${run.label} ${trialsOfRun(run)}`)].join(
    '; ',
  );
}

/** "15 of 16 ok, 1 failed". */
export function trialsOfRun(run: Pick<ReportedRun, 'cases'>): string {
  const counts = countsOfCases(run.cases);
  return [`${counts.ok} of ${counts.planned} ok`, ...lostTexts(counts)].join(', ');
}
