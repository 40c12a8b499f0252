import type { Finding } from '../../model/finding.ts';
import { formatChange, formatP } from '../../model/format-effect.ts';
import { hasOrder } from '../../model/imported-run.ts';
import { mannKendall } from '../../stats/mann-kendall.ts';
import { median } from '../../stats/moments.ts';
import { theilSen } from '../../stats/theil-sen.ts';
import { headlineSeries, type HeadlineSeries } from '../headline-series.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Below, the normal approximation of the test is not good. */
const leastCount = 10;
const alpha = 0.01;
/** A smaller change of the whole run is told from noise in long runs, and matters to nobody. */
const leastChange = 0.01;
/** Both statistics go through all pairs: longer series are thinned to medians of neighbours. */
const mostPoints = 500;

/** Headlines that rose or fell in the course of the run: the host was not the same at its end. */
export function drift(run: RunFacts): readonly Finding[] {
  return hasOrder(run.manifest) ? headlineSeries(run).flatMap(describe) : [];
}

function describe({ place, metric, values }: HeadlineSeries): readonly Finding[] {
  const level = Math.abs(median(values));
  if (values.length < leastCount || level === 0) return [];
  const points = thin(values);
  const { p } = mannKendall(points);
  if (p >= alpha) return [];
  const { slope } = theilSen(points.map((y, x) => ({ x, y })));
  const change = (slope * (points.length - 1)) / level;
  if (Math.abs(change) <= leastChange) return [];
  return [
    {
      rule: 'drift',
      severity: 'warning',
      message:
        `${place}: ${metric.id} changed by ${formatChange(1 + change, { scale: 'ratio', unit: metric.unit })} ` +
        `in the course of the run, over ${countOf(values.length, 'trial')} (Mann-Kendall, p ${formatP(p)})`,
      advice:
        'Take no absolute number from it: compare arms within blocks, which share the drift, or let the host settle',
    },
  ];
}

/** Medians of as many neighbours as it takes. */
function thin(values: readonly number[]): readonly number[] {
  const size = Math.ceil(values.length / mostPoints);
  if (size === 1) return values;
  const groups = Math.floor(values.length / size);
  return Array.from({ length: groups }, (_, at) => median(values.slice(at * size, (at + 1) * size)));
}
