import { describe, expect, it } from 'vitest';
import { noiseMetrics } from '../../../src/model/noise-metrics.ts';
import { timelineMetrics } from '../../../src/model/phase-metrics.ts';
import { isRecordMetricId, withRecordMetrics, withRecordSamples } from '../../../src/model/record-metrics.ts';
import { aMetric, aTrial } from '../builders.ts';

describe('withRecordMetrics()', () => {
  it('puts those of every trial after the declared ones', () => {
    const declared = aMetric({ id: 'boot.guest' });
    expect(withRecordMetrics([declared])).toEqual([declared, ...timelineMetrics(), ...noiseMetrics()]);
    expect(isRecordMetricId('boot.guest')).toBe(false);
    expect(withRecordMetrics([]).every(({ id }) => isRecordMetricId(id))).toBe(true);
  });

  it('leaves out what an older run declares itself', () => {
    const older = aMetric({ id: 'noise.wait', description: 'as it was' });
    const ids = withRecordMetrics([older]).map(({ id }) => id);
    expect(ids.filter((id) => id === 'noise.wait')).toHaveLength(1);
    expect(withRecordMetrics([older])).toContain(older);
  });
});

describe('withRecordSamples()', () => {
  it('joins what was sampled, the timeline and the noise; what was sampled holds', () => {
    const samples = withRecordSamples(aTrial({ samples: { 'boot.guest': 1, 'noise.wait': 2 } }));
    expect(samples).toMatchObject({ 'boot.guest': 1, 'noise.wait': 2, 'noise.involuntary_switches': 6 });
    expect(samples['trial.wall']).toBeGreaterThan(0);
  });
});
