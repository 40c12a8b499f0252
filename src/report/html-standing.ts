import type { ReportAnalysis, ReportedRun } from '../model/report.ts';
import { hostClass } from './host-class.ts';
import { html, nothing, type Html } from './html-template.ts';
import { lostTexts, sumCounts } from './series.ts';

/** What the numbers stand on, for whoever reads no further: the machine, whether a rule objects, and how many trials. */
export function standingList(report: ReportAnalysis): Html {
  return html`<ul class="standing">
    <li><b>Host</b>: ${hostsText(report)}</li>
    <li><b>Validity</b>: ${validityText(report)}</li>
    <li><b>Trials</b>: ${report.runs.map((run) => trialsText(run, report.runs)).join('; ')}</li>
    ${report.hostDifferences.length > 0 ? html`<li><b>The hosts differ</b>: see below in what</li>` : nothing}
  </ul>`;
}

function hostsText({ runs }: ReportAnalysis): string {
  return [
    ...new Set(
      runs.map(({ manifest }) => (manifest.host === undefined ? 'not told' : hostClass(manifest.host))),
    ),
  ].join('; ');
}

function validityText({ findings }: ReportAnalysis): string {
  const count = (severity: string): number => findings.filter((each) => each.severity === severity).length;
  const [errors, warnings] = [count('error'), count('warning')];
  const warned = `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`;
  if (errors > 0) return `not to be relied on: ${errors} ${errors === 1 ? 'error' : 'errors'}, ${warned}`;
  return warnings > 0 ? `no error, ${warned}` : 'no rule objects';
}

function trialsText({ label, cases }: ReportedRun, runs: readonly ReportedRun[]): string {
  const counts = sumCounts(cases.flatMap(({ arms }) => arms.map((arm) => arm.counts)));
  const text = [`${counts.ok} of ${counts.planned} ok`, ...lostTexts(counts)].join(', ');
  return runs.length > 1 ? `${label} ${text}` : text;
}
