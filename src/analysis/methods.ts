import type { RunAnalysis } from '../model/analysis.ts';
import { sourceName, type ImportedRun } from '../model/imported-run.ts';
import type { RunManifest } from '../model/run.ts';
import { neededCount } from '../stats/order-statistic.ts';
import { tailProbabilities } from './summarise-metric.ts';

/** The recipe behind every number of a summary, to be printed beside the numbers. */
export function methods({ imported }: Pick<RunManifest, 'imported'>): RunAnalysis['methods'] {
  const tails = Object.entries(tailProbabilities);
  const needs = tails.map(([name, probability]) => `${name} from ${neededCount(probability)}`).join(', ');
  return [
    { what: 'unit of replication', how: imported === undefined ? ownUnit : sourceUnit(imported) },
    {
      what: 'quantiles and median',
      how: 'type 7 of Hyndman and Fan (1996): linear between order statistics',
    },
    {
      what: 'interval of the median',
      how:
        'equal-tailed binomial order-statistic interval of at least 95 %, free of any distribution; ' +
        `takes independent trials for granted; from ${neededCount(0.5)} trials on`,
    },
    {
      what: 'p90, p95, p99',
      how: `shown where a two-sided 95 % order-statistic interval of the quantile is finite: ${needs} trials on`,
    },
    { what: 'mean', how: 'arithmetic, of all ok trials; no outlier is left out' },
    { what: 'standard deviation', how: 'of the sample, divided by n - 1' },
    {
      what: 'median absolute deviation',
      how: 'unscaled: times 1.4826 it estimates a normal standard deviation',
    },
    {
      what: 'slopes',
      how: 'Theil-Sen over all ok trials; 95 % interval of Sen, corrected for ties, by the normal approximation',
    },
    { what: 'warm-up trials', how: 'recorded and counted, in no statistic' },
    {
      what: 'invalid blocks',
      how: 'a trial that breaks a rule of the plan takes all trials of its block out of every statistic, of every arm',
    },
    { what: 'failed and aborted trials', how: 'counted, never averaged: no zero, no vanished row' },
    { what: 'phases', how: 'differences of one monotonic clock; phases of one name in a trial are summed' },
  ];
}

const ownUnit = 'the trial: one microVM in its own jail gives one sample a metric';

function sourceUnit(imported: ImportedRun): string {
  return [`the sample as ${sourceName(imported)} has it, one a trial and metric`, ...imported.remarks].join(
    '; ',
  );
}
