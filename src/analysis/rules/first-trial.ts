import type { Finding } from '../../model/finding.ts';
import { formatP } from '../../model/format-effect.ts';
import { hasOrder } from '../../model/imported-run.ts';
import { formatValue, unitLabel } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { median } from '../../stats/moments.ts';
import { quantileType7 } from '../../stats/quantile.ts';
import { headlineSeries, type HeadlineSeries } from '../headline-series.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** With fewer trials the first one is often enough the most extreme by chance. */
const leastCount = 20;
/** The gap to the nearest other trial, as a share of the median. */
const leastGap = 0.01;

/**
 * Headlines of which the first measured trial lies outside all others, farther from the nearest than these are spread:
 * what a warm-up would have taken away. If the order did not matter, the first of n would be an extreme one with a chance of
 * exactly 2/n.
 */
export function firstTrial(run: RunFacts): readonly Finding[] {
  return hasOrder(run.manifest) ? headlineSeries(run).flatMap(describe) : [];
}

function describe({ place, metric, values, hasFirst }: HeadlineSeries): readonly Finding[] {
  const [first, ...others] = values;
  if (!hasFirst || first === undefined || values.length < leastCount) return [];
  if (gapTo(others, first) <= clearGap(others)) return [];
  const chance = formatP(2 / values.length);
  return [
    {
      rule: 'first-trial',
      severity: 'note',
      message:
        `${place}: the first measured trial has ${inUnit(first, metric)} of ${metric.id}, outside all ` +
        `${countOf(others.length, 'other')}, whose median is ${inUnit(median(others), metric)}; by chance it would be ` +
        `an extreme one in ${chance} of runs`,
      advice: 'Give the run more warm-up trials',
    },
  ];
}

/** How far outside; negative within. */
function gapTo(others: readonly number[], first: number): number {
  const [least, most] = [quantileType7(others, 0), quantileType7(others, 1)];
  return Math.max(least - first, first - most);
}

function clearGap(others: readonly number[]): number {
  const quartileRange = quantileType7(others, 0.75) - quantileType7(others, 0.25);
  return Math.max(quartileRange, leastGap * Math.abs(median(others)));
}

function inUnit(value: number, { unit }: MetricDefinition): string {
  return `${formatValue(value, unit)} ${unitLabel(unit)}`;
}
