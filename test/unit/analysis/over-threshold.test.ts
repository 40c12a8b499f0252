import { describe, expect, it } from 'vitest';
import { overThreshold } from '../../../src/analysis/over-threshold.ts';

describe('overThreshold()', () => {
  const limited = {
    what: "The VMM's own resident memory",
    unit: 'KiB',
    values: [4000, 6000, 5121, 5120].map((value, index) => ({ atNs: index * 1e6, value })),
  } as const;

  it('tells how often, since when and how far a series was above', () => {
    expect(overThreshold(limited, 5120)).toEqual({
      rule: 'over-threshold',
      severity: 'warning',
      message:
        "The VMM's own resident memory was above 5120 KiB in 2 of 4 samples, first 1 ms after the start, at most 6000 KiB",
      advice: 'Look at the samples of that moment',
    });
  });

  it('is silent at the limit, and not about a series without samples', () => {
    expect(overThreshold(limited, 6000)).toBeUndefined();
    expect(overThreshold({ ...limited, values: [] }, 5120)).toMatchObject({ severity: 'error' });
  });
});
