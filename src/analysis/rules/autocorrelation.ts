import type { Finding } from '../../model/finding.ts';
import { formatP } from '../../model/format-effect.ts';
import { hasOrder } from '../../model/imported-run.ts';
import { effectiveCount, lag1, ljungBox } from '../../stats/autocorrelation.ts';
import { midRanks } from '../../stats/ranks.ts';
import { headlineSeries, type HeadlineSeries } from '../headline-series.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf } from '../wording.ts';

/** Below, the test's p is too rough. */
const leastCount = 20;
const alpha = 0.01;

/**
 * Headlines of which neighbouring trials are alike. By ranks, since a single spike would hide it: intervals of medians
 * are of ranks too.
 */
export function autocorrelation(run: RunFacts): readonly Finding[] {
  return hasOrder(run.manifest) ? headlineSeries(run).flatMap(describe) : [];
}

function describe({ place, metric, values }: HeadlineSeries): readonly Finding[] {
  if (values.length < leastCount) return [];
  const ranks = midRanks(values);
  const correlation = lag1(ranks);
  const { p } = ljungBox(ranks, 1);
  // Neighbours that repel each other make intervals too wide, which misleads nobody.
  if (correlation <= 0 || p >= alpha) return [];
  return [
    {
      rule: 'autocorrelation',
      severity: 'warning',
      message:
        `${place}: neighbouring trials are alike in ${metric.id} (lag-1 autocorrelation of ranks ` +
        `${correlation.toFixed(2)}, Ljung-Box, p ${formatP(p)}): ${countOf(values.length, 'trial')} tell as much as some ` +
        `${effectiveCount(ranks).toFixed(0)} independent ones, so that intervals of absolute medians are too narrow`,
      advice:
        'Compare arms within blocks, which does not suppose independence, or take the spread of several runs',
    },
  ];
}
