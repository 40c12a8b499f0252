import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import { hostClass } from './host-class.ts';
import { lostTexts, sumCounts } from './series.ts';

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

/** "15 of 16 ok, 1 failed", of each run with its label where there are several. */
export function trialsText({ runs }: Pick<ReportAnalysis, 'runs'>): string {
  return runs
    .map((run) => (runs.length > 1 ? `${run.label} ${trialsOfRun(run)}` : trialsOfRun(run)))
    .join('; ');
}

/** "15 of 16 ok, 1 failed". */
export function trialsOfRun({ cases }: Pick<ReportedRun, 'cases'>): string {
  const counts = sumCounts(cases.flatMap(({ arms }) => arms.map((arm) => arm.counts)));
  return [`${counts.ok} of ${counts.planned} ok`, ...lostTexts(counts)].join(', ');
}
