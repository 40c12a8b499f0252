import type { ReportAnalysis } from '../model/report.ts';
import { html, nothing, type Html } from './html-template.ts';
import { hostsText, trialsText, validityText } from './standing-text.ts';

/** What the numbers stand on, for whoever reads no further: the machine, whether a rule objects, and how many trials. */
export function standingList(report: ReportAnalysis): Html {
  return html`<ul class="standing">
    <li><b>Host</b>: ${hostsText(report)}</li>
    <li><b>Validity</b>: ${validityText(report)}</li>
    <li><b>Trials</b>: ${trialsText(report)}</li>
    ${report.hostDifferences.length > 0 ? html`<li><b>The hosts differ</b>: see below in what</li>` : nothing}
  </ul>`;
}
