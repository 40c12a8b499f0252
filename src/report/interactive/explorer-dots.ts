import { formatScaled, unitLabel, type DisplayScale } from '../../model/format-number.ts';
import type { MetricDefinition } from '../../model/metric.ts';
import { noiseMetrics, noiseSamples } from '../../model/noise-metrics.ts';
import type { TrialRecord } from '../../model/trial.ts';
import type { Series } from '../series.ts';

/** One trial that gave a value; what a tooltip tells of it. Numbers in the display unit, texts ready to read. */
export interface Dot {
  readonly trial: string;
  readonly run: string;
  readonly case: string;
  readonly side: string;
  /** Place in its run, from 1. */
  readonly number: number;
  /** Place in all runs, one after the other. */
  readonly place: number;
  readonly block: number;
  readonly seed: number;
  readonly startedAt: string;
  readonly value: number;
  readonly text: string;
  /** Rank over the count of its case and side; absent for a trial that is in no statistic. */
  readonly share?: number;
  readonly noise: string;
}

/** What the dots of one series are made with. */
export interface DotOptions {
  readonly metric: MetricDefinition;
  readonly scale: DisplayScale;
  /** How many trials the runs before have. */
  readonly offset: number;
}

/** The dots of one series in the order of its trials: of those that gave a value, warm-ups too. */
export function dotsOf(series: Series, { metric, scale, offset }: DotOptions): readonly Dot[] {
  const { run, measured, caseLabel, side, trials } = series;
  const numbers = trialNumbers(run.manifest.plan);
  const ranks = new Map(
    measured
      .flatMap(({ trialId, samples }) => {
        const value = samples[metric.id];
        return value === undefined ? [] : [{ trialId, value }];
      })
      .sort((one, other) => one.value - other.value)
      .map(({ trialId }, index, { length }) => [trialId, (index + 1) / length] as const),
  );
  return trials.flatMap((trial): readonly Dot[] => {
    const value = trial.samples[metric.id];
    if (trial.outcome.status !== 'ok' || value === undefined) return [];
    const number = numbers.get(trial.trialId) ?? 0;
    const share = ranks.get(trial.trialId);
    return [
      {
        trial: trial.trialId,
        run: run.label,
        case: caseLabel,
        side,
        number,
        place: offset + number,
        block: trial.block,
        seed: run.manifest.plan.seed,
        startedAt: trial.startedAt ?? 'not told',
        value: value / scale.divisor,
        text: `${formatScaled(value, scale)} ${unitLabel(scale.unit)}`,
        ...(share === undefined ? {} : { share }),
        noise: noiseText(trial),
      },
    ];
  });
}

/** What happened beside the trial, as far as anything did. */
function noiseText(trial: TrialRecord): string {
  const samples = noiseSamples(trial);
  const told = noiseMetrics().flatMap(({ id, unit }) => {
    const value = samples[id];
    if (value === undefined || value === 0) return [];
    const name = id.slice(id.indexOf('.') + 1).replaceAll('_', ' ');
    return [`${name} ${Math.round(value)}${unit === 'count' ? '' : ` ${unitLabel(unit)}`}`];
  });
  return told.length === 0 ? 'nothing seen' : told.join(', ');
}

function trialNumbers(plan: Series['run']['manifest']['plan']): ReadonlyMap<string, number> {
  const ids = plan.blocks.flatMap(({ trials }) => trials.map(({ id }) => id));
  return new Map(ids.map((id, index) => [id, index + 1]));
}
