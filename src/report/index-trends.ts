import { unitLabel } from '../model/format-number.ts';
import type { HistoryPoint, HistorySeries } from '../model/history.ts';
import type { IndexedRun, ResultsIndex } from '../model/results-index.ts';
import { isOnlySeries, scaleOf, seriesNumber } from './history-series.ts';
import { dataTable } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';
import type { IndexFilter } from './index-filter.ts';
import { pageLink } from './index-runs.ts';
import { formatScaled, type DisplayScale } from '../model/format-number.ts';
import { formatWithUnit } from './metric-scale.ts';
import { trendSvg } from './trend-svg.ts';

/** The headlines over time, a table a benchmark and a row a series: one metric of a case and arm in one environment. */
export function trendSection(index: ResultsIndex, filter: IndexFilter): Html {
  if (index.series.length === 0) return nothing;
  const benchmarkIds = [...new Set(index.series.map(benchmarkOf))];
  return html`<section>
    <h2 id="trends">Headlines over time</h2>
    <p>
      A series has the runs of one host, kernel, microcode, Firecracker, guest and placement; medians with 95
      % intervals. A dashed line stands before a change of level. A run without an end is in none.
    </p>
    ${benchmarkIds.map((id) => benchmarkTrends(id, index, filter))}
  </section>`;
}

/** Ids of cases begin with the benchmark's. */
function benchmarkOf({ caseId }: HistorySeries): string {
  return caseId.split('/', 1)[0] ?? caseId;
}

function benchmarkTrends(id: string, index: ResultsIndex, filter: IndexFilter): Html {
  const ofBenchmark = index.series.filter((each) => benchmarkOf(each) === id);
  const classes = filter.classesOf({
    benchmarks: [id],
    hosts: [...new Set(ofBenchmark.map(({ environment }) => environment.host))],
    arms: [...new Set(ofBenchmark.map(({ armId }) => armId))],
  });
  return html`<div class="${classes}">
    <h3>${id}</h3>
    ${dataTable({
      title: 'Trends',
      explanation: 'oldest run to the left; each series has a scale of its own',
      columns: [
        'case',
        'arm',
        'metric',
        'by run',
        'runs',
        'newest',
        '95 % interval',
        'before',
        'environment',
      ],
      rows: ofBenchmark.map((each) => trendRow(each, index, filter)),
    })}
  </div> `;
}

function trendRow(series: HistorySeries, index: ResultsIndex, filter: IndexFilter): Html {
  const { caseId, armId, metric, environment, points } = series;
  const history = { series: index.series, leftOut: [] };
  const scale = scaleOf(series, history);
  const [before, newest] = [points.at(-2), points.at(-1)];
  const classes = filter.classesOf({
    benchmarks: [benchmarkOf(series)],
    hosts: [environment.host],
    arms: [armId],
  });
  const number = isOnlySeries(series, history) ? '' : `series ${seriesNumber(series, history)}: `;
  return html`<tr class="${classes}">
    <th scope="row">${caseId}</th>
    <td>${armId}</td>
    <td>${environment.host}</td>
    <td>${metric.id}</td>
    <td>${trendSvg(series, scale)}</td>
    <td class="number">${points.length}</td>
    <td class="number key">${newest === undefined ? '' : valueLink(newest, index.runs, scale)}</td>
    <td class="number">${newest === undefined ? '' : rangeText(newest, scale)}</td>
    <td class="number">${before === undefined ? 'none' : formatWithUnit(before.median, scale)}</td>
    <td class="wide">${number}${environmentText(series)}</td>
  </tr> `;
}

function valueLink({ runId, median }: HistoryPoint, runs: readonly IndexedRun[], scale: DisplayScale): Html {
  const text = formatWithUnit(median, scale);
  const run = runs.find((each) => each.runId === runId && each.hasPage);
  return run === undefined ? html`${text}` : pageLink(run.path, text);
}

function rangeText({ interval }: HistoryPoint, scale: DisplayScale): string {
  if (interval === undefined) return 'too few trials';
  const unit = scale.unit === 'count' ? '' : ` ${unitLabel(scale.unit)}`;
  return `${formatScaled(interval.lower, scale)}–${formatScaled(interval.upper, scale)}${unit}`;
}

/** What began the series, or for the first one of its kind where it is from. */
function environmentText({ environment, changedFrom }: HistorySeries): string {
  if (changedFrom.length === 0) return `${environment.host}, Linux ${environment.kernel}`;
  return changedFrom.map(({ fact, before, after }) => `${fact} ${before} → ${after}`).join('; ');
}
