import { describe, expect, it } from 'vitest';
import { fitSlopes } from '../../../src/analysis/fit-slopes.ts';
import type { ParameterPoint } from '../../../src/model/plan.ts';
import type { TrialRecord } from '../../../src/model/trial.ts';
import { aBenchmark, aCase, aManifest, aPlan, aTrial } from '../builders.ts';

function caseOf(point: ParameterPoint): ReturnType<typeof aCase> {
  const id = `boot-time/${Object.entries(point)
    .map(([name, value]) => `${name}=${String(value)}`)
    .join(',')}`;
  return aCase({ id, point });
}

const cases = [128, 512].flatMap((memMib) => [1, 2].map((vcpus) => caseOf({ vcpus, memMib })));
const benchmarks = [aBenchmark({ slopes: [{ metric: 'boot.guest', over: 'memMib' }] })];

function trialsOf(valueAt: (point: ParameterPoint) => number): readonly TrialRecord[] {
  return cases.map(({ id, point }) => aTrial({ caseId: id, samples: { 'boot.guest': valueAt(point) } }));
}

describe('fitSlopes()', () => {
  it('fits over all cases that agree in the other parameters', () => {
    const manifest = aManifest({ benchmarks, plan: aPlan({ cases }) });
    const trials = trialsOf(({ vcpus, memMib }) => Number(vcpus) * 1000 + 2 * Number(memMib));
    expect(fitSlopes(manifest, trials)).toMatchObject([
      { benchmarkId: 'boot-time', over: 'memMib', at: { vcpus: 1 }, count: 2, slope: 2, intercept: 1000 },
      { at: { vcpus: 2 }, slope: 2, intercept: 2000 },
    ]);
  });

  it('leaves out what the trials do not suffice for: one value of the parameter, warm-ups, no value', () => {
    const manifest = aManifest({ benchmarks, plan: aPlan({ cases }) });
    const [first] = trialsOf(() => 1);
    expect(fitSlopes(manifest, first === undefined ? [] : [first])).toEqual([]);
    const warm = trialsOf(() => 1).map((trial) => ({ ...trial, isWarmup: true }));
    expect(fitSlopes(manifest, warm)).toEqual([]);
    const extreme = trialsOf(({ memMib }) => (memMib === 128 ? -1e308 : 1e308));
    expect(fitSlopes(manifest, extreme)).toEqual([]);
    const without = trialsOf(() => 1).map((trial) => ({ ...trial, samples: {} }));
    expect(fitSlopes(manifest, without)).toEqual([]);
  });
});
