import type { MetricSummary } from '../model/analysis.ts';
import { unitLabel, type DisplayScale } from '../model/format-number.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { phaseMetric, wallMetric } from '../model/phase-metrics.ts';
import { phaseNames } from '../model/timeline.ts';
import { numberCell, rowHead, scrollingTable } from './html-table.ts';
import { html, type Html } from './html-template.ts';
import { phaseScale } from './phase-scale.ts';
import { summaryOf, type Series } from './series.ts';

interface PhaseRow {
  readonly name: string;
  readonly description: string;
  /** One a series; undefined where no trial came so far. */
  readonly summaries: readonly (MetricSummary | undefined)[];
}

/** More columns do not fit on paper, and a browser prints the whole page smaller for the sake of one table. */
const seriesPerTable = 4;

/**
 * Mean and median of each phase, a row a phase in the order in which they come, two columns a case and arm. So many cases
 * and arms share a table; all tables share the unit.
 */
export function phaseTable(series: readonly Series[]): Html {
  const scale = phaseScale(series);
  const starts = series.map((_, index) => index).filter((index) => index % seriesPerTable === 0);
  const tables = starts.map((start, index) => {
    const title = starts.length === 1 ? 'Phases' : `Phases, ${index + 1} of ${starts.length}`;
    return tableOf(series.slice(start, start + seriesPerTable), { title, scale });
  });
  return html`${tables}`;
}

function tableOf(
  series: readonly Series[],
  { title, scale }: { readonly title: string; readonly scale: DisplayScale },
): Html {
  const rows = phaseRows(series);
  const table = html`<table>
    <caption>
      <span>
        <b>${title}</b>
        in ${unitLabel(scale.unit)}. Means add up to the wall time but for what no phase covers; medians do
        not add up.
      </span>
    </caption>
    <thead>
      <tr>
        <th scope="col" rowspan="2">phase</th>
        ${series.map(({ label }) => html`<th scope="colgroup" colspan="2" class="number">${label}</th>`)}
        <th scope="col" rowspan="2">from … to</th>
      </tr>
      <tr>
        ${series.map(
          () =>
            html`<th scope="col" class="number">mean</th>
              <th scope="col" class="number">median</th>`,
        )}
      </tr>
    </thead>
    <tbody>
      ${rows.map((row) => tableRow(row, scale))}
    </tbody>
  </table>`;
  return scrollingTable(title, table);
}

function phaseRows(series: readonly Series[]): readonly PhaseRow[] {
  const named: readonly { readonly name: string; readonly metric: MetricDefinition }[] = [
    ...phaseNames.map((name) => ({ name, metric: phaseMetric(name) })),
    { name: 'whole trial', metric: wallMetric },
  ];
  const rows = named.map(({ name, metric }) => {
    const summaries = series.map((one) => summaryOf(one, metric.id));
    return { name, description: metric.description, summaries };
  });
  return rows.filter(({ summaries }) => summaries.some((summary) => summary !== undefined));
}

function tableRow({ name, description, summaries }: PhaseRow, scale: DisplayScale): Html {
  const cells = summaries.map((summary) =>
    summary === undefined
      ? html`<td class="number too-few" colspan="2">none</td>`
      : [numberCell(summary.mean, scale), numberCell(summary.median, scale)],
  );
  return html`<tr>
    ${rowHead(name)} ${cells.flat()}
    <td class="wide">${description}</td>
  </tr> `;
}
