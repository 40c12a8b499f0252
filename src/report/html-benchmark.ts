import { isRecordMetricId } from '../model/record-metrics.ts';
import { noiseMetrics } from '../model/noise-metrics.ts';
import type { MetricDefinition } from '../model/metric.ts';
import { timelineMetrics } from '../model/phase-metrics.ts';
import type { BenchmarkFacts } from '../model/run.ts';
import type { BenchmarkView } from './benchmark-view.ts';
import { notDrawn } from './charts/not-drawn.ts';
import type { DrawnChart } from './draw-charts.ts';
import { phaseTable } from './html-phases.ts';
import { metricTable } from './html-metric-table.ts';
import { readablePx } from './html-style.ts';
import { slopeTable } from './html-slopes.ts';
import { html, nothing, type Html } from './html-template.ts';
import { formatWithUnit, intervalText, metricScale } from './metric-scale.ts';
import { headlineMetric, lostTexts, summaryOf, type Series } from './series.ts';
import { themedSvg } from './themed-svg.ts';

/** One sentence a case and arm: the headline's median, its interval, and the trials that they stand on. */
export function headlineSentences({ benchmark, series }: BenchmarkView): readonly Html[] {
  const metric = headlineMetric(benchmark);
  if (metric === undefined) return [];
  const scale = metricScale(
    series.flatMap((one) => summaryOf(one, metric.id) ?? []),
    metric,
  );
  return series.map((one) => {
    const summary = summaryOf(one, metric.id);
    const standing = `n = ${summary?.count ?? 0} of ${one.counts.planned} trials`;
    const counts = [standing, ...lostTexts(one.counts)].join(', ');
    const value =
      summary === undefined
        ? html`no value`
        : html`median <b>${formatWithUnit(summary.median, scale)}</b>, ${intervalText(summary, scale)}`;
    return html`<li><b>${metric.id}</b>, ${one.label}: ${value}, ${counts}</li> `;
  });
}

/** A benchmark's section: its question, the table that answers it, the charts, then everything else that was measured. */
export function benchmarkSection(view: BenchmarkView, charts: readonly DrawnChart[], explorer: Html): Html {
  const { benchmark, series, runs } = view;
  const metric = headlineMetric(benchmark);
  return html`<section>
    <h2>${benchmark.id}</h2>
    <p>${benchmark.question}</p>
    ${metric === undefined ? nothing : metricTable(metric, series)} ${charts.map((chart) => figure(chart))}
    ${notDrawn(view).map((text) => html`<p class="note">${text}</p>`)} ${explorer}
    ${runs.map((run) => slopeTable(run, benchmark))}
    ${metricDetails('Other metrics', otherMetrics(benchmark), series)}
    ${metricDetails('Noise', noiseMetrics(), series)} ${phaseDetails(series)}
  </section> `;
}

/** An imported trial has no phases, unless its source tells some. */
function phaseDetails(series: readonly Series[]): Html {
  const ids = timelineMetrics().map(({ id }) => id);
  if (!series.some((one) => ids.some((id) => summaryOf(one, id) !== undefined))) return nothing;
  return html`<details>
    <summary>Phases of a trial</summary>
    ${phaseTable(series)}
  </details>`;
}

function figure(chart: DrawnChart): Html {
  const classes = widthOf(chart) < readablePx ? 'scroll small' : 'scroll';
  return html`<figure>
    <div class="${classes}" role="group" aria-label="${chart.title}" tabindex="0">
      ${themedSvg(chart.svg, chart.altText)}
    </div>
    <figcaption>${[chart.sentence, ...chart.warnings].join(' ')}</figcaption>
  </figure> `;
}

/** In pixels, as the picture's first tag says. */
function widthOf({ svg }: DrawnChart): number {
  return Number(/^<svg[^>]* width="([\d.]+)"/.exec(svg)?.[1] ?? readablePx);
}

function otherMetrics({ headline, metrics }: BenchmarkFacts): readonly MetricDefinition[] {
  return metrics.filter(({ id }) => id !== headline && !isRecordMetricId(id));
}

/** Folded tables of those metrics that some case has a value of. */
function metricDetails(title: string, metrics: readonly MetricDefinition[], series: readonly Series[]): Html {
  const told = metrics.filter(({ id }) => series.some((one) => summaryOf(one, id) !== undefined));
  if (told.length === 0) return nothing;
  return html`<details>
    <summary>${title} (${told.length})</summary>
    ${told.map((metric) => metricTable(metric, series))}
  </details> `;
}
