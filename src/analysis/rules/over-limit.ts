import type { Finding } from '../../model/finding.ts';
import { formatValue, unitLabel } from '../../model/format-number.ts';
import type { MetricDefinition, MetricLimit } from '../../model/metric.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { RunFacts } from '../run-facts.ts';
import { countOf, placeOf } from '../wording.ts';

/** Trials above what their benchmark says that a metric is to stay at or below. */
export function overLimit({ manifest, trials }: RunFacts): readonly Finding[] {
  const measured = trials.filter(({ isWarmup, outcome }) => !isWarmup && outcome.status === 'ok');
  const places = [...new Set(measured.map((trial) => placeOf(trial, manifest)))];
  return manifest.benchmarks.flatMap(({ id, metrics, limits = [] }) => {
    const caseIds = manifest.plan.cases.flatMap((each) => (each.benchmarkId === id ? [each.id] : []));
    return limits.flatMap((limit) => {
      const metric = metrics.find((each) => each.id === limit.metric);
      if (metric === undefined) return [];
      return places.flatMap((place) => {
        const ofPlace = measured.filter((trial) => placeOf(trial, manifest) === place);
        return judge(
          ofPlace.filter(({ caseId }) => caseIds.includes(caseId)),
          { place, metric, limit },
        );
      });
    });
  });
}

interface Limited {
  readonly place: string;
  readonly metric: MetricDefinition;
  readonly limit: MetricLimit;
}

function judge(trials: readonly TrialRecord[], { place, metric, limit }: Limited): readonly Finding[] {
  const values = trials.flatMap(({ samples }) => samples[metric.id] ?? []);
  const above = values.filter((value) => value > limit.atMost);
  if (above.length === 0) return [];
  const inUnit = (value: number): string => `${formatValue(value, metric.unit)} ${unitLabel(metric.unit)}`;
  return [
    {
      rule: 'over-limit',
      severity: 'warning',
      message:
        `${place}: ${metric.id} was above ${inUnit(limit.atMost)} in ${above.length} of ` +
        `${countOf(values.length, 'trial')}, at most ${inUnit(Math.max(...above))}`,
      advice: 'Look at the observations of those trials',
    },
  ];
}
