import type { Estimate, MetricSummary } from '../model/analysis.ts';
import { formatScaled, unitLabel, type DisplayScale } from '../model/format-number.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { numberCell, rowHead, scrollingTable } from './html-table.ts';
import { html, type Html } from './html-template.ts';
import { formatInterval, metricScale } from './metric-scale.ts';
import { countColumnsOf, statisticNames, tooFewText, type CountColumn } from './metric-columns.ts';
import { summaryOf, type Series } from './series.ts';

/** Every statistic of one metric, a row a case and arm. Failed trials have a column even where there are none. */
export function metricTable(metric: MetricDefinition, series: readonly Series[]): Html {
  const scale = metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  const counts = countColumnsOf(series);
  const names = ['n', ...counts.map(({ name }) => name), ...statisticNames];
  const table = html`<table>
    <caption>
      <span>
        <b>${metric.id}</b>
        in ${unitLabel(scale.unit)}. ${metric.description}
      </span>
    </caption>
    <thead>
      <tr>
        <th scope="col">case</th>
        ${names.map((name) => html`<th scope="col" class="number">${name}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${series.map((one) => metricRow(one, summaryOf(one, metric.id), { scale, counts }))}
    </tbody>
  </table>`;
  return scrollingTable(metric.id, table);
}

function metricRow(
  series: Series,
  summary: MetricSummary | undefined,
  { scale, counts }: { readonly scale: DisplayScale; readonly counts: readonly CountColumn[] },
): Html {
  const lost = counts.map(({ count }) => lostCell(count(series)));
  const values =
    summary === undefined
      ? html`<td class="too-few" colspan="${statisticNames.length}">no trial gave a value</td>`
      : statisticCells(summary, scale);
  return html`<tr>
    ${rowHead(series.label)}
    <td class="number">${summary?.count ?? 0} of ${series.counts.planned}</td>
    ${lost}${values}
  </tr> `;
}

function lostCell(count: number): Html {
  return count > 0 ? html`<td class="number failed">${count}</td>` : html`<td class="number">0</td>`;
}

function statisticCells(summary: MetricSummary, scale: DisplayScale): readonly Html[] {
  const { median, mean, sd, mad, min, max, p90, p95, p99 } = summary;
  return [
    html`<td class="number key"><data value="${median}">${formatScaled(median, scale)}</data></td>`,
    intervalCell(summary, scale),
    numberCell(mean, scale),
    sd === undefined ? tooFewCell(2) : numberCell(sd, scale),
    ...[mad, min, max].map((value) => numberCell(value, scale)),
    ...[p90, p95, p99].map((estimate) => estimateCell(estimate, scale)),
  ];
}

function intervalCell(summary: MetricSummary, scale: DisplayScale): Html {
  const { medianInterval: interval } = summary;
  if (interval.kind === 'too-few') return tooFewCell(interval.neededCount);
  return html`<td class="number">${formatInterval(summary, scale)}</td>`;
}

function estimateCell(estimate: Estimate, scale: DisplayScale): Html {
  return estimate.kind === 'value' ? numberCell(estimate.value, scale) : tooFewCell(estimate.neededCount);
}

function tooFewCell(neededCount: number): Html {
  return html`<td class="number too-few">${tooFewText(neededCount)}</td>`;
}
