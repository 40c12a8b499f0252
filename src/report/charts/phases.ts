import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import { wallMetric } from '../../model/phase-metrics.ts';
import type { BenchmarkView } from '../benchmark-view.ts';
import { formatWithUnit } from '../metric-scale.ts';
import { phaseScale } from '../phase-scale.ts';
import { sheetTitle, wholeOf } from '../sheets.ts';
import { totalCounts, countsText } from '../series.ts';
import { chartId, composeSpec, type Chart } from './chart.ts';
import { stackPhases, type PhaseStack } from './phase-stack.ts';
import { phasePanel } from './phases-panel.ts';

/**
 * Where a trial's time goes: the mean duration of each phase, stacked in the order in which they come. Means, since they
 * add up to the mean of the whole and medians do not.
 */
export function phasesChart(view: BenchmarkView): Chart | undefined {
  const { benchmark, series } = view;
  const whole = wholeOf(view).series;
  const stacks = series.flatMap((one) => stackPhases(one) ?? []);
  if (stacks.length === 0) return undefined;
  const scale = phaseScale(whole);
  const title = sheetTitle(view, 'Phases of a trial, mean durations');
  const mostUs = Math.max(...whole.map((one) => stackPhases(one)?.totalUs ?? 0));
  const subtitle = `${benchmark.id}, ${countsText(totalCounts(series))}`;
  const altText = `${title}. ${stacks.map((stack) => describe(stack, scale)).join('; ')}.`;
  return {
    id: chartId(benchmark.id, 'phases'),
    title,
    altText,
    sentence:
      'Bars are the mean durations of the phases of a trial, end to end; means are drawn because they add up and ' +
      'medians do not. The mean of the whole trial stands at the end: ' +
      `${wallMetric.description}.`,
    spec: composeSpec({ title, subtitle, altText, colors: 'shared' }, [
      phasePanel(stacks, { scale, mostUs }),
    ]),
  };
}

/** The whole and its three longest parts; the page has a table of all. */
function describe({ label, totalUs, segments }: PhaseStack, scale: DisplayScale): string {
  const longest = [...segments].sort((a, b) => b.meanUs - a.meanUs).slice(0, 3);
  const parts = longest.map(
    ({ phase, meanUs }) => `${phase} ${formatScaled(meanUs, scale)} ${unitLabel(scale.unit)}`,
  );
  return `${label}: ${formatWithUnit(totalUs, scale)} in all, longest ${parts.join(', ')}`;
}
