import { BenchError } from '../base/errors.ts';
import type { ArmSummary, CaseSummary, MetricSummary, PhaseSummary } from '../model/analysis.ts';
import type { MetricDefinition, Samples } from '../model/metric.ts';
import type { Case } from '../model/plan.ts';
import { withRecordMetrics, withRecordSamples } from '../model/record-metrics.ts';
import { blocksToRun, type BenchmarkFacts, type RunManifest } from '../model/run.ts';
import { phaseNames } from '../model/timeline.ts';
import type { TrialRecord } from '../model/trial.ts';
import { validTrials } from '../model/invalid-blocks.ts';
import { mean, median } from '../stats/moments.ts';
import { summariseMetric } from './summarise-metric.ts';

/**
 * Summarises every case and arm of the plan, in its order; one of which no trial succeeded has counts and no metrics.
 * Statistics are of the ok trials alone: warm-ups, failed and aborted ones, and those of invalid blocks, are counted.
 */
export function summarise(manifest: RunManifest, trials: readonly TrialRecord[]): readonly CaseSummary[] {
  const valid = validTrials(manifest, trials);
  return manifest.plan.cases.map((each) => {
    const benchmark = benchmarkOf(each, manifest);
    const arms = manifest.plan.arms.map(({ id }) => {
      const ownOf = (list: readonly TrialRecord[]): readonly TrialRecord[] =>
        list.filter(({ caseId, armId }) => caseId === each.id && armId === id);
      const ofArm = ownOf(valid);
      const plannedCount = countPlanned(manifest, each.id, id);
      const invalidCount = ownOf(trials).length - ofArm.length;
      return summariseArm(ofArm, { armId: id, metrics: benchmark.metrics, plannedCount, invalidCount });
    });
    return { case: each, headline: benchmark.headline, arms };
  });
}

function benchmarkOf(each: Case, { benchmarks }: RunManifest): BenchmarkFacts {
  const benchmark = benchmarks.find(({ id }) => id === each.benchmarkId);
  if (benchmark !== undefined) return benchmark;
  const text = `Cannot summarise ${each.id}: the manifest does not describe its benchmark`;
  throw new BenchError('RUN_MALFORMED', text);
}

function countPlanned(manifest: RunManifest, caseId: string, armId: string): number {
  const blocks = blocksToRun(manifest).filter((block) => block.caseId === caseId);
  const planned = blocks.flatMap(({ trials }) => trials);
  return planned.filter((trial) => trial.armId === armId && !trial.isWarmup).length;
}

interface ArmOptions {
  readonly armId: string;
  readonly metrics: readonly MetricDefinition[];
  readonly plannedCount: number;
  readonly invalidCount: number;
}

function summariseArm(trials: readonly TrialRecord[], options: ArmOptions): ArmSummary {
  const measured = trials.filter(({ isWarmup }) => !isWarmup);
  const withStatus = (status: TrialRecord['outcome']['status']): readonly TrialRecord[] =>
    measured.filter(({ outcome }) => outcome.status === status);
  const ok = withStatus('ok');
  const samples = ok.map(withRecordSamples);
  return {
    armId: options.armId,
    counts: {
      planned: options.plannedCount,
      ok: ok.length,
      failed: withStatus('failed').length,
      aborted: withStatus('aborted').length,
      invalid: options.invalidCount,
      warmup: trials.length - measured.length,
    },
    metrics: withRecordMetrics(options.metrics).flatMap((metric) => summariseSampled(metric, samples)),
    phases: summarisePhases(ok),
  };
}

/** A metric that no trial sampled has no summary. */
function summariseSampled(metric: MetricDefinition, samples: readonly Samples[]): readonly MetricSummary[] {
  const values = samples.flatMap((ofTrial) => ofTrial[metric.id] ?? []);
  return values.length === 0 ? [] : [summariseMetric(metric, values)];
}

function summarisePhases(trials: readonly TrialRecord[]): readonly PhaseSummary[] {
  return phaseNames.flatMap((name) => {
    const durationsNs = trials.flatMap(({ phases }) => {
      const ofName = phases.filter((phase) => phase.name === name);
      return ofName.length === 0 ? [] : [ofName.reduce((sum, { durationNs }) => sum + durationNs, 0)];
    });
    if (durationsNs.length === 0) return [];
    return [{ name, count: durationsNs.length, medianNs: median(durationsNs), meanNs: mean(durationsNs) }];
  });
}
