import type { RunAnalysis, SlopeSummary } from '../model/analysis.ts';
import { formatValue, unitLabel } from '../model/format-number.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import { dataTable, rowHead } from './html-table.ts';
import { html, nothing, type Html } from './html-template.ts';

/** How the benchmark's metrics grow with its parameters; nothing where it asks for no slope. */
export function slopeTable({ slopes }: RunAnalysis, { id }: BenchmarkFacts): Html {
  const ofBenchmark = slopes.filter(({ benchmarkId }) => benchmarkId === id);
  if (ofBenchmark.length === 0) return nothing;
  return dataTable({
    title: 'Slopes',
    explanation:
      'what each 1 more of the parameter adds to the metric, over all trials that agree in the other parameters',
    columns: ['metric', 'over', 'at', 'arm', 'n', 'slope', '95 % interval', 'at 0'],
    numbers: ['n', 'slope', '95 % interval', 'at 0'],
    rows: ofBenchmark.map(slopeRow),
  });
}

function slopeRow({ metric, over, at, armId, count, slope, interval, intercept }: SlopeSummary): Html {
  const point = Object.entries(at).map(([name, value]) => `${name}=${String(value)}`);
  const unit = unitLabel(metric.unit);
  return html`<tr>
    ${rowHead(metric.id)}
    <td>${over}</td>
    <td>${point.join(' ')}</td>
    <td>${armId}</td>
    <td class="number">${String(count)}</td>
    <td class="number"><data value="${slope}">${formatSlope(slope)}</data> ${unit}</td>
    <td class="number">
      ${interval === undefined ? 'too few' : `${formatSlope(interval.lower)} to ${formatSlope(interval.upper)}`}
    </td>
    <td class="number"><data value="${intercept}">${formatValue(intercept, metric.unit)}</data> ${unit}</td>
  </tr> `;
}

/** Slopes are often far below the grain of their metric, so they keep three digits whatever their size. */
function formatSlope(value: number): string {
  return String(Number(value.toPrecision(3)));
}
