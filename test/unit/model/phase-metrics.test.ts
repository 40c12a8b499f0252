import { describe, expect, it } from 'vitest';
import { isTimelineMetricId, timelineMetrics, timelineSamples } from '../../../src/model/phase-metrics.ts';
import { phaseNames } from '../../../src/model/timeline.ts';
import { aTrial } from '../builders.ts';

describe('timelineMetrics()', () => {
  it('has a metric for every phase and the wall time', () => {
    const ids = timelineMetrics().map(({ id }) => id);
    expect(ids).toEqual([...phaseNames.map((name) => `phase.${name}`), 'trial.wall']);
    expect(ids.every(isTimelineMetricId)).toBe(true);
  });
});

describe('timelineSamples()', () => {
  it('gives microseconds, and the sum of phases of one name', () => {
    const phases = [
      { name: 'jail', startNs: 0, durationNs: 1_500, harnessCpuNs: 0 },
      { name: 'spawn', startNs: 1_500, durationNs: 500, harnessCpuNs: 0 },
      { name: 'jail', startNs: 2_000, durationNs: 2_000, harnessCpuNs: 0 },
    ] as const;
    expect(timelineSamples(aTrial({ phases, wallNs: 4_100 }))).toEqual({
      'phase.jail': 3.5,
      'phase.spawn': 0.5,
      'trial.wall': 4.1,
    });
  });
});

describe('isTimelineMetricId()', () => {
  it('leaves other ids to benchmarks', () => {
    expect(['boot.guest', 'trial.walls', 'phases'].some(isTimelineMetricId)).toBe(false);
  });
});
