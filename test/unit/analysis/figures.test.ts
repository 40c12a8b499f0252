import { describe, expect, it } from 'vitest';
import { analyseReport, reportOfRun } from '../../../src/analysis/analyse-report.ts';
import { analyseRecords } from '../../../src/analysis/analyse-run.ts';
import type { Figures } from '../../../src/model/figures.ts';
import { aCase, aManifest, aPlan, blocksOf, someTrials } from '../builders.ts';
import { aRunOfDay } from '../some-runs.ts';
import { aTwoArmRun } from '../two-arm-run.ts';

function ofValues(values: readonly number[]): Figures {
  const trials = someTrials(values);
  const plan = aPlan({ cases: [aCase()], blocks: blocksOf(trials) });
  return reportOfRun(analyseRecords({ manifest: aManifest({ plan }), trials })).figures;
}

function ofArms(blockCount: number, factor: number): Figures {
  return reportOfRun(analyseRecords(aTwoArmRun({ blockCount, factor, seed: 5 }))).figures;
}

function near(value: number, digits: number): unknown {
  return expect.closeTo(value, digits);
}

describe('figuresOf() of distributions', () => {
  it('has quartiles of type 7, whiskers to the farthest value within 1.5 times the box, and what lies beyond', () => {
    // Quartiles 3.25 and 7.75, fences -3.5 and 14.5.
    const [first] = ofValues([10, 9, 8, 7, 6, 5, 4, 3, 2, 1]).distributions;
    expect(first?.box).toEqual({
      lowerQuartile: 3.25,
      upperQuartile: 7.75,
      lowerWhisker: 1,
      upperWhisker: 10,
      outsideCount: 0,
    });
    const [other] = ofValues([1, 2, 3, 4, 5, 6, 7, 8, 9, 15]).distributions;
    expect(other?.box).toMatchObject({ upperQuartile: 7.75, upperWhisker: 9, outsideCount: 1 });
  });

  it('has the half width of the band by the number of trials', () => {
    const [first] = ofValues(Array.from({ length: 50 }, (_, index) => 100 + index)).distributions;
    expect(first?.bandHalfWidth).toBeCloseTo(0.1920645583, 10);
  });

  it('has a box of one value and of equal ones', () => {
    expect(ofValues([7]).distributions[0]?.box).toMatchObject({
      lowerWhisker: 7,
      upperWhisker: 7,
      outsideCount: 0,
    });
    expect(ofValues([7, 7, 7, 7, 7, 8]).distributions[0]?.box).toMatchObject({
      upperWhisker: 7,
      outsideCount: 1,
    });
  });
});

describe('figuresOf() of courses', () => {
  it('sets the first third against the last in the order of the run', () => {
    const [course] = ofValues([1, 2, 3, 50, 60, 70, 80, 7, 8, 9]).courses;
    expect(course).toMatchObject({ firstMedian: 2, lastMedian: 8 });
  });

  it('has none of eight trials', () => {
    expect(ofValues([1, 2, 3, 4, 5, 6, 7, 8]).courses).toEqual([]);
  });
});

describe('figuresOf() of curve gaps', () => {
  it('finds where the curves of two runs are farthest apart', () => {
    const runs = [aRunOfDay(1, 14_000), aRunOfDay(2, 14_100)];
    const report = analyseReport(
      runs.map((run, index) => ({ label: `r${String(index)}`, runs: [run] })),
      { authors: [] },
    );
    // -350 -220 -90 -20 20 110 240 6000 around 14 000 and 14 100: at 13 980 four of eight against two.
    expect(report.figures.curveGaps).toEqual([
      {
        caseId: 'boot-time/vcpus=1,memMib=128',
        candidateId: runs[1]?.manifest.runId,
        at: 13_980,
        baseShare: 4 / 8,
        candidateShare: 2 / 8,
      },
    ]);
  });

  it('has none without a comparison', () => {
    expect(ofValues([1, 2, 3]).curveGaps).toEqual([]);
  });
});

describe('figuresOf() of quantile shifts', () => {
  it('gives each decile the ratio of arms that differ by a factor', () => {
    const [shift] = ofArms(60, 1.3).quantileShifts;
    if (shift?.kind !== 'curve') throw new Error('there is no curve');
    expect(shift).toMatchObject({ scale: 'ratio', unit: 'block', unitCount: 60, draws: 999, seed: 42 });
    expect(shift.margin.upper).toBeCloseTo(1.03, 10);
    expect(shift.margin.lower).toBeCloseTo(0.97, 10);
    expect(shift.points.map(({ probability }) => probability)).toEqual([
      0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9,
    ]);
    for (const { lower, upper } of shift.points) {
      expect(lower).toBeLessThan(1.3);
      expect(upper).toBeGreaterThan(1.3);
    }
  });

  it('bounds the draws of long runs', () => {
    const [shift] = ofArms(1300, 1.02).quantileShifts;
    expect(shift).toMatchObject({ kind: 'curve', draws: 961 });
  });

  it('says what is missing', () => {
    expect(ofArms(9, 1.3).quantileShifts).toEqual([
      expect.objectContaining({ kind: 'absent', reason: '18 trials of the smaller side, 20 are needed' }),
    ]);
  });
});

describe('figuresOf() of precision curves', () => {
  it('ends with the half width of the comparison itself', () => {
    const report = reportOfRun(analyseRecords(aTwoArmRun({ blockCount: 24, factor: 1.06, seed: 5 })));
    const [curve] = report.figures.precisionCurves;
    const interval = report.comparison?.comparisons.find(({ isGated }) => isGated)?.ratio?.interval;
    if (interval === undefined) throw new Error('there is no interval');
    const last = curve?.points.at(-1);
    expect(last?.trials).toBe(48);
    expect(last?.halfWidth).toBeCloseTo(Math.sqrt(interval.upper / interval.lower) - 1, 12);
    expect(curve?.margin).toBeCloseTo(0.03, 12);
  });

  it('says from how many trials on the interval stayed within the margin', () => {
    const wide = [60, 140, 60, 140, 60, 140].map((value) => 1000 * value);
    const narrow = Array.from({ length: 60 }, (_, index) => 100_000 + index);
    const [curve] = ofValues([...wide, ...narrow]).precisionCurves;
    const { points = [], margin = 0, enough = 0 } = curve ?? {};
    expect(points[0]).toEqual({ trials: 6, halfWidth: near(0.4, 3) });
    expect(points.length).toBeLessThanOrEqual(25);
    expect(
      points.filter(({ trials }) => trials >= enough).every(({ halfWidth }) => halfWidth <= margin),
    ).toBe(true);
    expect(points.filter(({ trials }) => trials < enough).at(-1)?.halfWidth).toBeGreaterThan(margin);
    expect(curve?.wanted).toBeUndefined();
  });

  it('says by the root of the trials how many would be enough', () => {
    // The interval of nine values by ranks 2 and 8 is 20 to 80 around 50.
    const [curve] = ofValues(
      [10, 20, 30, 40, 50, 60, 70, 80, 90].map((value) => 1000 * value),
    ).precisionCurves;
    expect(curve?.of).toMatchObject({ kind: 'series', armId: 'default' });
    expect(curve?.points.at(-1)).toEqual({ trials: 9, halfWidth: 0.6 });
    expect(curve).toMatchObject({ margin: 0.03, wanted: 3600 });
    expect(curve?.enough).toBeUndefined();
  });

  it('is in the unit where a value is zero', () => {
    const [curve] = ofValues([0, 1, 2, 3, 4, 5, 6]).precisionCurves;
    expect(curve).toMatchObject({ scale: 'difference', margin: 50 });
  });
});
