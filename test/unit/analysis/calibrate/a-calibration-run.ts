import type { RunRecords } from '../../../../src/analysis/run-facts.ts';
import type { CalibrationPlan, CanaryPlan } from '../../../../src/model/calibration.ts';
import { aTwoArmRun, type TwoArmOptions } from '../../two-arm-run.ts';

export const onlyCase = 'boot-time/vcpus=1,memMib=128';

/** A run of arms whose boot times are those of the base times a factor each. */
export function aRunOfArms(
  factors: Readonly<Record<string, number>>,
  options: Partial<TwoArmOptions> = {},
): RunRecords {
  return aTwoArmRun({
    blockCount: 240,
    factor: 1,
    seed: 11,
    armIds: Object.keys(factors),
    change: (trial) => ({
      ...trial,
      samples: {
        ...trial.samples,
        'boot.guest': (trial.samples['boot.guest'] ?? 0) * (factors[trial.armId] ?? 1),
      },
    }),
    ...options,
  });
}

export function aCanary(overrides: Partial<CanaryPlan> = {}): CanaryPlan {
  return {
    armId: 'canary-10',
    size: 0.1,
    delayLoops: 1000,
    builtIn: { [onlyCase]: 1.1 },
    blocks: 12,
    detectable: 1.05,
    isPromised: true,
    ...overrides,
  };
}

export function aCalibrationPlan(overrides: Partial<CalibrationPlan> = {}): CalibrationPlan {
  return {
    format: '1.1',
    alpha: 0.05,
    baseArm: 'base',
    againArm: 'again',
    blocks: 12,
    canaryMargin: 0.01,
    canaries: [],
    ...overrides,
  };
}
