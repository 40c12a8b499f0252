import { describe, expect, it } from 'vitest';
import { calibrateRun } from '../../../../src/analysis/calibrate/calibrate-run.ts';
import type { MetricFalseAlarms } from '../../../../src/model/calibration.ts';
import { parseCalibration } from '../../../../src/model/calibration-schema.ts';
import { clopperPearson } from '../../../../src/stats/shares.ts';
import { aCalibrationPlan, aCanary, aRunOfArms } from './a-calibration-run.ts';

function headlineOf(metrics: readonly MetricFalseAlarms[]): MetricFalseAlarms | undefined {
  return metrics.find(({ metricId }) => metricId === 'boot.guest');
}

describe('calibrateRun()', () => {
  it('counts few alarms between equal arms, with the exact interval of their share', () => {
    const { falseAlarms } = calibrateRun(aRunOfArms({ base: 1, again: 1 }), aCalibrationPlan());
    const headline = headlineOf(falseAlarms.metrics);
    expect(headline).toMatchObject({ isGated: true, comparisons: 20, called: { count: 20 } });
    expect(headline?.significant.hits).toBeLessThanOrEqual(3);
    const { hits, count, interval } = headline?.significant ?? { hits: -1, count: 0 };
    expect(interval).toEqual(clopperPearson({ hits, count }));
    expect(falseAlarms.gated).toMatchObject({ comparisons: 20, significant: headline?.significant });
  });

  it('counts an alarm in nearly every comparison of an arm that is not equal', () => {
    const { falseAlarms } = calibrateRun(aRunOfArms({ base: 1, again: 1.08 }), aCalibrationPlan());
    const headline = headlineOf(falseAlarms.metrics);
    expect(headline?.significant.hits).toBeGreaterThanOrEqual(18);
    expect(headline?.called.hits).toBeGreaterThanOrEqual(18);
  });

  it('tells the standard error from the estimates, which agrees with the intervals', () => {
    const { falseAlarms } = calibrateRun(aRunOfArms({ base: 1, again: 1 }), aCalibrationPlan());
    const { standardError = 0, intervalStandardError = 0 } = headlineOf(falseAlarms.metrics) ?? {};
    expect(standardError).toBeGreaterThan(0.001);
    expect(standardError / intervalStandardError).toBeGreaterThan(0.5);
    expect(standardError / intervalStandardError).toBeLessThan(2);
  });

  it('leaves out what never varies: it cannot raise an alarm', () => {
    const { falseAlarms } = calibrateRun(aRunOfArms({ base: 1, again: 1 }), aCalibrationPlan());
    const ids = falseAlarms.metrics.map(({ metricId }) => metricId);
    expect(ids).not.toContain('noise.missed_log_lines');
    const total = falseAlarms.metrics.reduce((sum, { comparisons }) => sum + comparisons, 0);
    expect(falseAlarms.all.comparisons).toBe(total);
    expect(falseAlarms.all.significant).not.toHaveProperty('interval');
  });

  it('foretells smaller detectable changes and longer times from more blocks', () => {
    const { curve } = calibrateRun(aRunOfArms({ base: 1, again: 1 }), aCalibrationPlan());
    expect(curve.map(({ blocks }) => blocks)).toEqual([6, 12, 24, 48, 96, 192]);
    for (const [index, point] of curve.entries()) {
      const next = curve[index + 1];
      if (next === undefined) continue;
      expect(next.detectable).toBeLessThan(point.detectable);
      expect(next.minutes).toBeCloseTo(2 * point.minutes, 10);
    }
  });

  it('finds canaries that are built in, tells their size, and misses none that is large', () => {
    const run = aRunOfArms({ base: 1, again: 1, 'canary-10': 1.1, 'canary-3': 1.03 });
    const small = aCanary({ armId: 'canary-3', size: 0.03, blocks: 40, builtIn: {} });
    const { canaries } = calibrateRun(run, aCalibrationPlan({ canaries: [aCanary(), small] }));
    expect(canaries[0]).toMatchObject({ comparisons: 20, detected: { hits: 20, count: 20 } });
    expect(canaries[0]?.builtInRatio).toBe(1.1);
    expect(canaries[0]?.neededBlocks).toBe(12);
    expect(canaries[0]?.estimatedRatio).toBeCloseTo(1.1, 1);
    expect(canaries[1]).toMatchObject({ comparisons: 6 });
    expect(canaries[1]).not.toHaveProperty('builtInRatio');
    expect(canaries[1]?.detected.hits).toBeGreaterThanOrEqual(5);
  });

  it('calls no canary that is not there', () => {
    const run = aRunOfArms({ base: 1, again: 1, 'canary-10': 1 });
    const { canaries } = calibrateRun(run, aCalibrationPlan({ canaries: [aCanary()] }));
    expect(canaries[0]?.detected.hits).toBeLessThanOrEqual(2);
  });

  it('is the document that its schema describes, and the same each time', () => {
    const run = aRunOfArms({ base: 1, again: 1, 'canary-10': 1.1 });
    const plan = aCalibrationPlan({ canaries: [aCanary()], pilotRunId: 'pilot' });
    const calibration = calibrateRun(run, plan);
    expect(parseCalibration(JSON.parse(JSON.stringify(calibration)), 'it')).toEqual(calibration);
    expect(calibrateRun(run, plan)).toEqual(calibration);
  });

  it('has shares of nothing where no window is whole', () => {
    const run = aRunOfArms({ base: 1, again: 1, 'canary-10': 1.1 }, { blockCount: 5 });
    const calibration = calibrateRun(run, aCalibrationPlan({ canaries: [aCanary()] }));
    expect(calibration.falseAlarms.gated).toEqual({
      comparisons: 0,
      significant: { hits: 0, count: 0 },
      called: { hits: 0, count: 0 },
    });
    expect(calibration.curve).toEqual([]);
    expect(calibration.canaries[0]).toMatchObject({ comparisons: 0, detected: { hits: 0, count: 0 } });
  });
});
